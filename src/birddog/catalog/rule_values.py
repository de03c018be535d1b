"""Numbers of rules, from the files to ``RuleValues``: each of its type, in its unit, within its bounds, and read.

A value stands in the file of its rule as ``{ value, unit, min, max }``. One that nothing decides by says
``shown = true``: it only stands in sentences. One that content is held to (see ``follows``) may be without a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from birddog.catalog.toml import read_toml
from birddog.core.content.content import Content
from birddog.core.content.rule_values import RuleValues
from birddog.core.content.values import BirddogError

PREFIX = "birddog-"
FOLLOWED = frozenset(
    {"sets", "reps", "reps_per_side", "hold_s", "breaths", "pause_s", "rest_s", "minutes", "per_day", "days_per_week",
     "at", "words", "avoid", "instead", "until", "parts"}
)  # fmt: skip
"""Names of values that entries naming the rule are held to (see ``follows``)."""

Row = Mapping[str, Any]


def field_of(rule_id: str) -> str:
    """Name in ``RuleValues`` of the rule with this id: ``birddog-red-report`` is ``red_report``."""
    return rule_id.removeprefix(PREFIX).replace("-", "_")


def rule_values(rows: Sequence[tuple[str, Row]]) -> RuleValues:
    """The values of all rules, each row with the name of its file.

    Raises ``BirddogError`` with one line for each problem: file, rule, value, what it is and what is allowed.
    """
    if found := list(value_problems(rows)):
        raise BirddogError("\n".join(found))
    read = {field_of(row["id"]): row["values"] for _, row in rows}
    return RuleValues(
        **{
            name: cls(**{part: _frozen(read[name][part]["value"]) for part in _hints(cls)})
            for name, cls in _classes().items()
        }
    )


def value_problems(rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    """Everything that is wrong with the values of rules, in order of the files; then rules that are missing."""
    classes = _classes()
    for file, row in rows:
        cls = classes.get(field_of(row["id"]))
        wanted = _hints(cls) if cls else {}
        place = f"rules/{file} [{row['id']}]"
        yield from (
            f"{place}: values.{name} is missing; decisions read it" for name in wanted if name not in row["values"]
        )
        for name, told in row["values"].items():
            if name in wanted:
                yield from (f"{place}: values.{name}: {problem}" for problem in _wrong(wanted[name], told))
            elif not told.get("shown") and name not in FOLLOWED:
                reads = ", ".join(wanted) or "none"
                yield f"{place}: values.{name}: nothing reads it; read here: {reads} (shown = true if it only explains)"
    have = {field_of(row["id"]) for _, row in rows}
    yield from (
        f"rules: there is no rule for '{name}', whose values decisions read" for name in classes if name not in have
    )


def bounds(folder: Path) -> Iterator[tuple[str, str, float, float]]:
    """Rule, value, lowest and highest of every number that decisions read, in a folder that ``load`` takes."""
    for path in sorted((folder / "rules").glob("*.toml")):
        for row in read_toml(path)["rule"]:
            for name in _hints(_classes().get(field_of(row["id"]), object)):
                told = row["values"][name]
                if "min" in told:
                    yield row["id"], name, told["min"], told["max"]


def changed(content: Content, rule_id: str, name: str, new: Any) -> Content:
    """``content`` with one value of one rule changed, bounds or not; what was worked out before is forgotten."""
    field = field_of(rule_id)
    rule = content.rule(rule_id)
    values = content.values
    if field in _classes():
        one = getattr(values, field)._replace(**{name: _frozen(new)})
        values = values._replace(**{field: one})
    rules = {**content.rules, rule_id: replace(rule, values={**rule.values, name: new})}
    digest = f"{content.digest}+{rule_id}.{name}={new!r}"
    return replace(content, rules=rules, values=values, digest=digest, memo={})


def _classes() -> dict[str, Any]:
    """Class of each field of ``RuleValues``."""
    return _hints(RuleValues)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    """Type of each value of a rule's class, with its unit."""
    return get_type_hints(cls, include_extras=True)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _wrong(hint: Any, told: Row) -> Iterator[str]:
    """What is wrong with one value that decisions read."""
    value, unit = told["value"], told.get("unit")
    base, needs = get_args(hint)[:2] if get_origin(hint) is Annotated else (hint, None)
    if not _fits(base, value):
        yield f"is {value!r}; allowed: {_said(base)}"
        return
    if unit != needs:
        yield f"unit is {unit!r}; allowed: {needs!r}" if needs else f"unit is {unit!r}; it has none"
    if needs is None:
        return
    low, high = told.get("min"), told.get("max")
    if not (_is_number(low) and _is_number(high)):
        yield "min and max are missing; say within which bounds it may be changed"
        return
    outside = [v for v in (value if isinstance(value, list) else [value]) if not low <= v <= high]
    yield from (f"is {v:g}; allowed: {low:g} to {high:g} {unit}" for v in outside)
    if isinstance(value, list) and value != sorted(set(value)) and len(value) > 1 and value[0] > value[-1]:
        yield f"is {value}; allowed: the lower number first"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _fits(base: Any, value: Any) -> bool:
    """Whether a value read from a file is of the type that a class states."""
    if base is float:
        return _is_number(value)
    if base in (int, str):
        return type(value) is base
    inner = get_args(base)
    if not isinstance(value, list) or not value:
        return False
    return (inner[-1] is Ellipsis or len(value) == len(inner)) and all(_fits(inner[0], v) for v in value)


def _said(base: Any) -> str:
    words = {int: "a whole number", float: "a number", str: "a word"}
    if base in words:
        return words[base]
    inner = get_args(base)
    many = {int: "whole numbers", float: "numbers", str: "words"}[inner[0]]
    return f"a list of {many}" if inner[-1] is Ellipsis else f"a list of {len(inner)} {many}, the lower one first"

"""Numbers in the sentences of rules: slots that are filled with the values of the rules, in every language.

``{rise}`` is a value of the rule itself, ``{red_report.rise}`` of another one, ``{weeks[1]}`` one number of a range.
After a colon stands how it is said: ``percent`` (0.8: 80), ``growth`` (1.2: 20, the percent more), ``word`` (3:
three), ``Word`` (Three), ``weeks`` (14 days: two), ``days`` (48 hours: two), ``minutes`` (120 seconds: two), ``list``
(1, 2 and 4). A digit beside slots must be a number of the rule, or stand under ``literal`` with its source; in a
sentence without slots it must be a number of some rule. A number in words, from two on, is one of the rule's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from birddog.catalog.rule_values import Row, field_of
from birddog.catalog.toml import read_toml
from birddog.core.content.values import BirddogError

Table = Mapping[str, Mapping[str, Any]]
"""Values by name, by the rule as ``content.values`` names it."""

SLOT = re.compile(r"\{(?:(?P<rule>\w+)\.)?(?P<name>\w+)(?:\[(?P<at>\d)\])?(?::(?P<how>\w+))?\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SCALE = frozenset({"0", "10", "100"})
"""Ends of the scales that people answer on, and of percent."""
SENTENCES = ("statement", "patient", "clinician")
IN_WORDS = {"word": 1, "Word": 1, "weeks": 7, "days": 24, "minutes": 60}
"""Ways to say a number in words, and what it is divided by before."""
OURS = "birddog"
"""The source of what Birddog proposes."""


@dataclass(frozen=True)
class Tongue:
    """How a language says numbers: its words from zero on, and the word before the last of a list.

    ``idioms``: phrases with such a word that count nothing, as "los dos" for both.
    """

    numbers: tuple[str, ...]
    last: str
    idioms: tuple[str, ...] = ()

    @cached_property
    def counting(self) -> re.Pattern[str]:
        """Numbers from two on in words: "one" is an article, too. The group is empty for an idiom."""
        idioms, words = "|".join(self.idioms) or r"(?!)", "|".join(self.numbers[2:])
        return re.compile(rf"\b(?:{idioms}|({words}))\b", re.IGNORECASE)

    def words_in(self, text: str) -> list[str]:
        """The number words of a text, as they stand there."""
        return [word for word in self.counting.findall(text) if word]

    def digits_of(self, word: str) -> str:
        """A number word in digits."""
        return str(self.numbers.index(word.lower()))


ENGLISH = Tongue(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), "and"
)


def tongue_of(folder: Path) -> Tongue:
    """How the language of a folder says numbers, from its ``language.toml``. Raises ``BirddogError`` if it does not."""
    about = read_toml(folder / "language.toml")
    for key in ("numbers", "and"):
        if key not in about:
            raise BirddogError(f"languages/{folder.name}/language.toml: '{key}' is missing")
    return Tongue(tuple(about["numbers"]), about["and"], tuple(about.get("idioms", ())))


def table_of(rows: Sequence[Row]) -> Table:
    """The values of all rules, from their rows in the files."""
    return {field_of(row["id"]): {name: v["value"] for name, v in row["values"].items()} for row in rows}


def filled(text: str, rule_id: str, table: Table, tongue: Tongue = ENGLISH) -> str:
    """A sentence of a rule with its slots filled.

    Raises ``BirddogError`` for a slot that no value fills, naming what there is.

    >>> filled("{factor:percent} percent after {days:weeks} weeks", "gap", {"gap": {"factor": 0.7, "days": 14}})
    '70 percent after two weeks'
    """
    return SLOT.sub(lambda found: _said(found, rule_id, table, tongue), text)


def _said(found: re.Match[str], rule_id: str, table: Table, tongue: Tongue) -> str:
    values = table.get(found["rule"] or field_of(rule_id), {})
    if found["name"] not in values:
        have = ", ".join(values) or "none"
        raise BirddogError(f"slot {found[0]}: there is no such value; there is {have}")
    value = values[found["name"]]
    if found["at"] is not None:
        if not isinstance(value, (list, tuple)) or int(found["at"]) >= len(value):
            raise BirddogError(f"slot {found[0]}: {found['name']} is {value!r}")
        value = value[int(found["at"])]
    said = _put(value, found["how"], tongue)
    if said is None:
        raise BirddogError(f"slot {found[0]}: cannot be said of {value!r}")
    return said


def _put(value: Any, how: str | None, tongue: Tongue) -> str | None:
    """A value as it stands in a sentence, or ``None`` when it cannot be said so."""
    if isinstance(value, (list, tuple)):
        numbers = [f"{v:g}" for v in value]
        several = how == "list" and len(numbers) > 1
        return f"{', '.join(numbers[:-1])} {tongue.last} {numbers[-1]}" if several else None
    if not isinstance(value, (int, float)):
        return None
    number = {"percent": value * 100, "growth": (value - 1) * 100}.get(how or "", value / IN_WORDS.get(how or "", 1))
    number = round(number, 6)
    if how in IN_WORDS:
        word = tongue.numbers[int(number)] if number in range(len(tongue.numbers)) else None
        return word.capitalize() if word and how == "Word" else word
    return f"{number:g}" if how in (None, "percent", "growth") else None


def slot_problems(
    rows: Sequence[tuple[str, Row]], others: Mapping[str, tuple[Tongue, Mapping[str, Row]]]
) -> Iterator[str]:
    """Sentences of rules whose slots cannot be filled, or whose digits are not the rule's.

    ``others``: for each language how it says numbers, and the table of its rules.
    """
    table = table_of([row for _, row in rows])
    every = SCALE.union(*map(numbers_of, table.values()))
    for file, row in rows:
        place = f"rules/{file} [{row['id']}]"
        told = {ENGLISH: " ".join(row.get(key, "") for key in SENTENCES)}
        told |= {tongue: texts.get(row["id"], {}).get("patient", "") for tongue, texts in others.values()}
        yield from (f"{place}: literal: {problem}" for problem in _literals(row, told))
        for key in SENTENCES:
            yield from (
                f"{place}: {key}: {problem}" for problem in _problems(row.get(key, ""), row, table, every, ENGLISH)
            )
        for code, (tongue, texts) in others.items():
            text = texts.get(row["id"], {}).get("patient", "")
            place = f"languages/{code}/rules.toml [{row['id']}]"
            yield from (f"{place}: patient: {problem}" for problem in _problems(text, row, table, every, tongue))


def _problems(text: str, row: Row, table: Table, every: frozenset[str], tongue: Tongue) -> Iterator[str]:
    """A sentence that names values names all of them; one that names none says no number that is no rule's (``every``
    number of any)."""
    try:
        filled(text, row["id"], table, tongue)
    except BirddogError as error:
        yield str(error)
    own = numbers_of(table.get(field_of(row["id"]), {})) | set(row.get("literal", {}))
    allowed = SCALE | own if SLOT.search(text) else every | own
    have = ", ".join(sorted(own, key=float)) or "none"
    rest = SLOT.sub("", text)
    says = [number for number in NUMBER.findall(rest) if number not in allowed]
    says += [word for word in tongue.words_in(rest) if tongue.digits_of(word) not in own]
    for number in says:
        yield f"says {number}; the rule's numbers: {have}. Write a slot ({{name}}), or a source for it in `literal`"


def _literals(row: Row, told: Mapping[Tongue, str]) -> Iterator[str]:
    """Literal numbers that no sentence of any language says, or whose source is not one of the rule's or ours.

    A number may stand there for the sentence of another language: without one, nothing is said about it.
    """
    said: set[str] = set()
    for tongue, text in told.items():
        rest = SLOT.sub("", text)
        said |= {*NUMBER.findall(rest), *map(tongue.digits_of, tongue.words_in(rest))}
    for number, source in row.get("literal", {}).items():
        if number not in said and len(told) > 1:
            yield f"no sentence says {number}"
        if source not in (*row["sources"], OURS):
            yield f"{number} has the source '{source}'; allowed: {', '.join(dict.fromkeys((*row['sources'], OURS)))}"


def numbers_of(values: Mapping[str, Any]) -> set[str]:
    """The numbers of a rule in every way that a sentence may say them."""
    out: set[str] = set()
    for value in values.values():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(one, (int, float)):
                how = None if one == int(one) else "growth" if one > 1 else "percent"
                out |= {text for text in (_put(one, None, ENGLISH), _put(one, how, ENGLISH)) if text is not None}
    return out

"""Reads words and numbers of movement tables, and says what is wrong instead of stopping at the first mistake.

Lengths in cm (for a body of 175 cm), degrees, seconds: as written, nothing is converted here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from birddog.body import joints, scene
from birddog.body.keyframes import MODES, Contact, Mode
from birddog.body.sites import BODY_PLACES, BODY_STEMS, SITE_STEMS, SITES

Table = Mapping[str, Any]

# working = near = right: a movement is written for the right side, the other side is its mirror image.
ENDINGS = {"_working": "_right", "_near": "_right", "_other": "_left", "_far": "_left"}
_GROUPS = (
    ("foot", "forefoot", "heel", "toe", "foot_top", "foot_side"),
    ("shin", "knee"),
    ("hand", "hand_back", "fingertips", "wrist", "forearm", "elbow"),
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. where: dotted place in the table; line: 1-based, 0 = not known."""

    where: str
    message: str
    allowed: str = ""
    line: int = 0
    level: str = "error"

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        allowed = f" Allowed: {self.allowed}." if self.allowed else ""
        return f"{place}{self.where}: {self.message}.{allowed}"


def near(word: str, allowed: Iterable[str]) -> str:
    """The allowed words, the ones like `word` first when there are many."""
    words = list(allowed)
    if len(words) <= 14:
        return ", ".join(words)
    close = difflib.get_close_matches(word, words, n=6, cutoff=0.45)
    return (", ".join(close) + ", ... " if close else "") + "see docs/movement.md"


class Reader:
    """Reads tables and collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fail(self, where: str, message: str, allowed: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(where, message, allowed))

    def keys(self, table: Table, allowed: Sequence[str], where: str) -> None:
        """Refuse keys that nobody reads."""
        for key in table:
            if key not in allowed:
                self.fail(f"{where}.{key}", f"unknown key {key!r}", ", ".join(allowed))

    def word(self, table: Table, key: str, allowed: Sequence[str], default: str, where: str) -> str:
        """One of the allowed words, or the default."""
        value = table.get(key, default)
        if value != default and value not in allowed:
            self.fail(f"{where}.{key}", f"unknown {key} {value!r}", near(str(value), allowed))
            return default
        return str(value)

    def number(self, value: Any, where: str, low: float, high: float) -> float | None:
        """A number in a range, or None."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(where, f"{value!r} is not a number", f"{low:g} to {high:g}")
            return None
        if not low <= value <= high:
            self.fail(where, f"{value:g} is out of range", f"{low:g} to {high:g}")
            return None
        return float(value)

    def table(self, table: Table, key: str, where: str) -> Table:
        """A table inside a table; empty when it is not there."""
        value = table.get(key, {})
        if not isinstance(value, Mapping):
            self.fail(f"{where}.{key}", "is not a table", "{ name = value, ... }")
            return {}
        return value

    def rows(self, table: Table, key: str, where: str) -> list[Table]:
        """A list of tables; empty when it is not there."""
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            return value
        self.fail(f"{where}.{key}", "is not a list of tables", "[{ name = value, ... }, ...]")
        return []

    def words(self, table: Table, key: str, where: str) -> list[str]:
        """A list of words; empty when it is not there."""
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        self.fail(f"{where}.{key}", "is not a list of words", '["word", ...]')
        return []

    def flag(self, table: Table, key: str, default: bool, where: str) -> bool:
        """true or false."""
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.fail(f"{where}.{key}", f"{value!r} is neither true nor false", "true, false")
        return default

    # -- names with sides

    def names(self, name: str, stems: Sequence[str], known: Iterable[str], what: str, where: str
              ) -> list[str]:  # fmt: skip
        """Full names of a name that may say left, right, working, other, near, far or (both) nothing."""
        full = name
        for ending, side in ENDINGS.items():
            if name.endswith(ending):
                full = name[: -len(ending)] + side
        known = set(known)
        if full in known:
            return [full]
        both = [f"{full}_{side}" for side in joints.SIDES]
        if both[0] in known:
            return both
        self.fail(where, f"unknown {what} {name!r}", near(name, stems))
        return []

    def angles(self, table: Table, where: str) -> dict[str, float]:
        """Joint angles by full name, inside the joint limits."""
        stems = (*joints.CENTRAL_NAMES, *joints.SIDED_NAMES)
        # names without a side first, so that a sided name in the same table wins
        out: dict[str, float] = {}
        for name in sorted(table, key=lambda n: n not in stems):
            at = f"{where}.{name}"
            for full in self.names(name, stems, joints.NAMES, "joint angle", at):
                angle = joints.TABLE[joints.INDEX[full]]
                value = self.number(table[name], at, angle.low, angle.high)
                if value is not None:
                    out[full] = value
        return out

    def free(self, table: Table, where: str) -> tuple[str, ...]:
        """Full names of the angles that contacts may bend."""
        stems = (*joints.CENTRAL_NAMES, *joints.SIDED_NAMES)
        out: list[str] = []
        for name in self.words(table, "free", where):
            out += self.names(name, stems, joints.NAMES, "joint angle", f"{where}.free")
        return tuple(out)

    # -- contacts

    def contacts(self, table: Table, before: Sequence[Contact], things: Iterable[str], where: str
                 ) -> tuple[Contact, ...]:  # fmt: skip
        """The contacts of `before` with the changes of a table {site: surface or place or "none"}."""
        given: dict[str, Contact | None] = {}
        for name in sorted(table, key=lambda n: n not in SITE_STEMS):
            at = f"{where}.{name}"
            for site in self.names(name, SITE_STEMS, SITES, "site", at):
                given[site] = self.contact(site, str(table[name]), things, at)
        replaced = {other for site, c in given.items() if c for other in _same_group(site)} | set(given)
        kept = [c for c in before if c.site not in replaced]
        return (*kept, *(c for c in given.values() if c))

    def contact(self, site: str, text: str, things: Iterable[str], where: str) -> Contact | None:
        """One contact from its words; None for "none" and when it cannot be read."""
        on, _, mode = text.partition(" ")
        if mode and mode not in MODES:
            self.fail(where, f"unknown way of touching {mode!r}", ", ".join(MODES))
        if on == "none":
            return None
        if on in scene.SURFACES:
            if on != "floor" and on not in things:
                self.fail(where, f"there is no {on} in the scene", f"add [movement.scene] {on} = {{}}")
                return None
            if not SITES[site].points:
                self.fail(where, f"{site} can only touch the own body, not {on}")
                return None
            return Contact(site, on, cast(Mode, mode or "fixed"))
        places = self.names(on, (*scene.SURFACES, *BODY_STEMS), BODY_PLACES, "surface or body place", where)
        side = site.rsplit("_", 1)[-1]
        same = [p for p in places if len(places) == 1 or p.endswith(f"_{side}")]
        if not same:
            return None
        if not SITES[site].skin:
            self.fail(where, f"{site} cannot rest on the own body", "a surface: " + ", ".join(scene.SURFACES))
            return None
        return Contact(site, same[0], cast(Mode, mode or "fixed"))

    def scene(self, table: Table, where: str) -> dict[str, dict[str, float | str]]:
        """The things around the body, with the keys that were given."""
        out: dict[str, dict[str, float | str]] = {}
        for name, given in table.items():
            at = f"{where}.{name}"
            if name not in scene.DEFAULTS:
                self.fail(at, f"unknown thing {name!r}", ", ".join(scene.DEFAULTS))
                continue
            if not isinstance(given, Mapping):
                self.fail(at, "is not a table", "{ key = number, ... }")
                continue
            allowed = (*scene.DEFAULTS[name], "side" if name == "wall" else "side_cm")
            self.keys(given, allowed, at)
            out[name] = {k: v for k, v in given.items() if k in allowed}
            if name == "wall":
                self.word(given, "side", tuple(scene.WALL_SIDES), "front", at)
            for key in out[name]:
                if key != "side":
                    self.number(out[name][key], f"{at}.{key}", -300, 300)
        return out


def _same_group(site: str) -> list[str]:
    stem, _, side = site.rpartition("_")
    for group in _GROUPS:
        if stem in group:
            return [f"{other}_{side}" for other in group]
    return [site]


def with_lines(problems: Sequence[Problem], text: str) -> list[Problem]:
    """The problems with line numbers, found in the text of the file."""
    lines = text.splitlines()
    return [Problem(p.where, p.message, p.allowed, _line(p.where, lines), p.level) for p in problems]


def _line(where: str, lines: Sequence[str]) -> int:
    """1-based line of a place: as near as its names can be found inside the table that holds it."""
    start, stop = 0, len(lines)
    for part in where.replace("]", "").split("."):
        key, _, number = part.partition("[")
        heads = [i for i, line in enumerate(lines) if line.startswith(f"[[movement.{key}]]")]
        if number and int(number) < len(heads):
            start = heads[int(number)]
            stop = next((i for i in range(start + 1, stop) if lines[i].startswith("[")), stop)
            continue
        name = re.compile(rf"(^|[\s{{,.\[]){re.escape(key)}\s*[]=]")  # `key =`, `[key]`, `[table.key]`
        start = next((i for i in range(start, stop) if name.search(lines[i])), start)
    return start + 1 if start or "." in where else 0

"""The [movement] table of an exercise file, and the shared start positions: from TOML tables to values.

The format is described in docs/movement.md.  Nothing here opens a file: tables come in, values or problems
go out.  Lengths in cm in the tables (for a body of 175 cm), meters in the values; degrees; seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from birddog.body.keyframes import (
    BREATHS,
    EASES,
    LAYOUTS,
    PROP_KINDS,
    PUSH_WORDS,
    VIEWS,
    Contact,
    Keyframe,
    Lift,
    Movement,
    Prop,
)
from birddog.body.muscles import MUSCLES, patches_for
from birddog.body.reader import Problem, Reader, Table, near
from birddog.body.sites import SITE_STEMS, SITES, reach
from birddog.body.skeleton import POINT_NAMES, POSTURES

_MOVEMENT_KEYS = ("position", "view", "drawn_from", "second_view", "muscles", "free", "balance", "still", "arrows",
                  "layout", "shoes", "inset", "footprints",
                  "angles", "contacts", "scene", "props", "lifts", "keyframes")  # fmt: skip
_KEYFRAME_KEYS = ("name", "seconds", "hold", "breath", "ease", "from", "posture", "angles", "contacts", "belly_cm")
_POSITION_KEYS = ("like", "posture", "angles", "contacts", "scene", "balance", "free")
_PROP_KEYS = ("kind", "path", "size_cm")
_LIFT_KEYS = ("site", "by_cm", "from", "to")
_SIZES = {"band": 1.2, "strap": 1.5, "towel": 4.0, "dowel": 2.8, "weight": 5.0, "cushion": 10.0, "ball": 22.0,
          "box": 30.0, "bedding": 14.0, "rough-ground": 6.0}  # fmt: skip


@dataclass(frozen=True)
class Position:
    """A shared start position."""

    name: str
    posture: str
    angles: tuple[tuple[str, float], ...]
    contacts: tuple[Contact, ...]
    scene: tuple[tuple[str, tuple[tuple[str, float | str], ...]], ...]
    balance: bool
    free: tuple[str, ...]


Positions = Mapping[str, Position]


def _frozen(table: Mapping[str, Mapping[str, float | str]]
            ) -> tuple[tuple[str, tuple[tuple[str, float | str], ...]], ...]:  # fmt: skip
    return tuple((name, tuple(values.items())) for name, values in table.items())


def parse_positions(table: Table) -> tuple[dict[str, Position], list[Problem]]:
    """The shared start positions of content/positions.toml: {name: Position} and what is wrong."""
    reader = Reader()
    out: dict[str, Position] = {}
    for name in table:
        given = reader.table(table, name, "positions")
        reader.keys(given, _POSITION_KEYS, name)
        like = given.get("like", "")
        if like and like not in out:
            reader.fail(f"{name}.like", f"unknown position {like!r} (it must stand before)", ", ".join(out))
        before = out.get(like, Position(name, "upright", (), (), (), False, ()))
        things = dict(before.scene) | _scene_of(reader, given, name)
        things_table = {k: dict(v) for k, v in things.items()}
        angles = dict(before.angles) | reader.angles(reader.table(given, "angles", name), f"{name}.angles")
        contacts = reader.contacts(reader.table(given, "contacts", name), before.contacts, things_table,
                                   f"{name}.contacts")  # fmt: skip
        out[name] = Position(
            name,
            reader.word(given, "posture", tuple(POSTURES), before.posture, name),
            tuple(angles.items()),
            contacts,
            _frozen(things_table),
            reader.flag(given, "balance", before.balance, name),
            (*before.free, *reader.free(given, name)),
        )
    return out, reader.problems


def _scene_of(reader: Reader, given: Table, where: str) -> dict[str, tuple[tuple[str, float | str], ...]]:
    return dict(_frozen(reader.scene(reader.table(given, "scene", where), f"{where}.scene")))


def parse(table: Table, exercise: Table, positions: Positions) -> tuple[Movement | None, list[Problem]]:
    """The movement of an exercise file.

    table: its [movement] table; exercise: the whole file (id, start and laterality are used).
    Returns the movement, or None when it cannot be read, and every problem found in the words.
    """
    reader = Reader()
    reader.keys(table, _MOVEMENT_KEYS, "movement")
    name = str(table.get("position", exercise.get("start", "")))
    if name not in positions:
        reader.fail("movement.position", f"unknown position {name!r}", near(name, positions))
        return None, reader.problems
    position = positions[name]
    things = {k: dict(v) for k, v in position.scene}
    for thing, values in reader.scene(reader.table(table, "scene", "movement"), "movement.scene").items():
        things[thing] = {**things.get(thing, {}), **values}
    frames = _keyframes(reader, table, position, things)
    names = tuple(k.name for k in frames)
    movement = Movement(
        id=str(exercise.get("id", "")),
        position=name,
        laterality=str(exercise.get("laterality", "bilateral")),
        keyframes=frames,
        scene=_frozen(things),
        props=_props(reader, table),
        view=reader.word(table, "view", VIEWS, "side", "movement"),
        drawn_from=reader.word(table, "drawn_from", VIEWS, "", "movement"),
        second_view=reader.word(table, "second_view", VIEWS, "", "movement"),
        muscles=_muscles(reader, table),
        lifts=_lifts(reader, table, names),
        free=(*position.free, *reader.free(table, "movement")),
        balance=reader.flag(table, "balance", position.balance, "movement"),
        still=_still(reader, table, names),
        arrows=_arrows(reader, table),
        layout=reader.word(table, "layout", LAYOUTS, "auto", "movement"),
        shoes=reader.flag(table, "shoes", False, "movement"),
        inset=reader.flag(table, "inset", False, "movement"),
        footprints=reader.flag(table, "footprints", False, "movement"),
    )
    return (None if reader.problems else movement), reader.problems


def _still(reader: Reader, table: Table, names: Sequence[str]) -> tuple[str, ...]:
    still = tuple(reader.words(table, "still", "movement"))
    for n in still:
        if n not in names:
            reader.fail("movement.still", f"unknown keyframe {n!r}", ", ".join(names))
    if still or not names:
        return still
    return (names[0], names[-1]) if len(names) > 1 else tuple(names)


def _muscles(reader: Reader, table: Table) -> tuple[str, ...]:
    names = tuple(reader.words(table, "muscles", "movement"))
    for name in names:
        if not patches_for([name]):
            reader.fail("movement.muscles", f"unknown muscle {name!r}", near(name, MUSCLES))
    return names


def _arrows(reader: Reader, table: Table) -> tuple[str, ...]:
    """Which parts' ways are drawn as arrows ("toe_right"), or pushes: toward a point ("belly_front > l3"),
    away from it ("belly_front < l3"), or "heel_right > down"."""
    out = []
    for text in reader.words(table, "arrows", "movement"):
        sign = " < " if "<" in text else " > "
        ends = [[end] if k and end in PUSH_WORDS
                else reader.names(end, POINT_NAMES, POINT_NAMES, "point", "movement.arrows")[:1]
                for k, end in enumerate(part.strip() for part in text.split(sign.strip()))]  # fmt: skip
        if all(ends) and len(ends) <= 2:
            out.append(sign.join(end[0] for end in ends))
    return tuple(out)


def _keyframes(reader: Reader, table: Table, position: Position, things: Iterable[str]
               ) -> tuple[Keyframe, ...]:  # fmt: skip
    common = reader.angles(reader.table(table, "angles", "movement"), "movement.angles")
    touching = reader.contacts(reader.table(table, "contacts", "movement"), position.contacts, things,
                               "movement.contacts")  # fmt: skip
    given = reader.rows(table, "keyframes", "movement")
    if not given:
        reader.fail("movement.keyframes", "there is no keyframe", "at least one [[movement.keyframes]]")
        return ()
    out: list[Keyframe] = []
    for i, one in enumerate(given):
        where = f"movement.keyframes[{i}]"
        reader.keys(one, _KEYFRAME_KEYS, where)
        name = one.get("name", "")
        if not isinstance(name, str) or not name or name in [k.name for k in out]:
            reader.fail(f"{where}.name", "a keyframe needs a name of its own", "a word: start, reach, top, down ...")
            name = str(name)
        base = _base(reader, one, out, where)
        angles = (dict(base.firm) if base else dict(common)) | reader.angles(
            reader.table(one, "angles", where), f"{where}.angles")  # fmt: skip
        contacts = reader.contacts(reader.table(one, "contacts", where), _settled(base) if base else touching,
                                   things, f"{where}.contacts")  # fmt: skip
        posture = base.posture if base else position.posture
        posture = reader.word(one, "posture", tuple(POSTURES), posture, where)
        out.append(_keyframe(reader, one, name, posture, angles, position, contacts, where))
    return tuple(out)


def _settled(base: Keyframe) -> tuple[Contact, ...]:
    """Contacts taken over from another keyframe: they stay, unless this keyframe says otherwise."""
    return tuple(Contact(c.site, c.on) for c in base.contacts)


def _base(reader: Reader, one: Table, out: Sequence[Keyframe], where: str) -> Keyframe | None:
    if "from" not in one:
        return None
    for keyframe in out:
        if keyframe.name == one["from"]:
            return keyframe
    earlier = ", ".join(k.name for k in out) or "none yet"
    reader.fail(f"{where}.from", f"unknown keyframe {one['from']!r}", earlier)
    return None


def _keyframe(reader: Reader, one: Table, name: str, posture: str, angles: Mapping[str, float],
              position: Position, contacts: tuple[Contact, ...], where: str) -> Keyframe:  # fmt: skip
    if "seconds" not in one:
        reader.fail(f"{where}.seconds", f"keyframe {name!r} has no time: seconds to get there", "0.2 to 60")
    seconds = reader.number(one.get("seconds", 1), f"{where}.seconds", 0.2, 60)
    hold = one.get("hold", 0)
    from_dose = hold == "dose"
    soft = dict(position.angles)
    for c in contacts:
        soft |= reach(c.site, c.on)
    held = 3.0 if from_dose else reader.number(hold, f"{where}.hold", 0, 120)
    belly = reader.number(one.get("belly_cm", 0), f"{where}.belly_cm", -4, 4)
    return Keyframe(
        name=name,
        seconds=seconds or 1.0,
        hold=held or 0.0,
        hold_from_dose=from_dose,
        breath=reader.word(one, "breath", BREATHS, "", where),
        ease=reader.word(one, "ease", EASES, "smooth", where),
        posture=posture,
        firm=tuple(angles.items()),
        soft=tuple((n, v) for n, v in soft.items() if n not in angles),
        contacts=contacts,
        belly=(belly or 0.0) / 100,
    )


def _props(reader: Reader, table: Table) -> tuple[Prop, ...]:
    out = []
    for i, one in enumerate(reader.rows(table, "props", "movement")):
        where = f"movement.props[{i}]"
        reader.keys(one, _PROP_KEYS, where)
        kind = reader.word(one, "kind", PROP_KINDS, "", where)
        if not kind:
            reader.fail(f"{where}.kind", "a prop needs a kind", ", ".join(PROP_KINDS))
        path = _path(reader, one.get("path", []), f"{where}.path")
        if not path:
            reader.fail(f"{where}.path", "a prop needs a path", "point names or [x, y, z] in cm")
        size = reader.number(one.get("size_cm", _SIZES.get(kind, 3.0)), f"{where}.size_cm", 0.2, 120)
        out.append(Prop(kind, path, (size or 3.0) / 100))
    return tuple(out)


def _path(reader: Reader, given: object, where: str) -> tuple[str | tuple[float, float, float], ...]:
    path: list[str | tuple[float, float, float]] = []
    for at in given if isinstance(given, list) else [given]:
        if isinstance(at, str):
            path += reader.names(at, POINT_NAMES, POINT_NAMES, "point", where)[:1]
        elif isinstance(at, list) and len(at) == 3:
            x, y, z = (reader.number(value, where, -400, 400) or 0.0 for value in at)
            path.append((x / 100, y / 100, z / 100))
        else:
            reader.fail(where, f"{at!r} is neither a point nor [x, y, z] in cm")
    return tuple(path)


def _lifts(reader: Reader, table: Table, names: Sequence[str]) -> tuple[Lift, ...]:
    out = []
    for i, one in enumerate(reader.rows(table, "lifts", "movement")):
        where = f"movement.lifts[{i}]"
        reader.keys(one, _LIFT_KEYS, where)
        site = str(one.get("site", ""))
        stems = (*SITE_STEMS, *POINT_NAMES)
        found = reader.names(site, stems, (*SITES, *POINT_NAMES), "site", f"{where}.site")
        by = reader.number(one.get("by_cm", 0), f"{where}.by_cm", -200, 200)
        first, last = (names[0], names[-1]) if names else ("", "")
        ends = [str(one.get("from", first)), str(one.get("to", last))]
        for end in ends:
            if end not in names:
                reader.fail(where, f"unknown keyframe {end!r}", ", ".join(names))
        if found and by is not None:
            out.append(Lift(found[-1], by / 100, ends[0], ends[1]))
    return tuple(out)

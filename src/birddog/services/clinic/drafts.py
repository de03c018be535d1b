"""A draft of changes to a program, as the editor's page carries it along until it is saved. Nothing is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from birddog.core.content.content import Content, bits
from birddog.core.content.values import BirddogError
from birddog.core.log.home_made import key_of, version_of
from birddog.core.log.schema import as_json
from birddog.core.plan.dose_text import typed_dose
from birddog.core.state.state import State

Change = Mapping[str, Any]
Changes = tuple[Change, ...]

MOST = 40
"""Changes in a draft."""
KINDS = ("edit", "override")
ACTIONS = (
    "pin_exercise", "unpin", "add", "remove", "restore", "move_stage", "lock_stage", "unlock_stage", "proposals_wait",
    "proposals_apply",
)  # fmt: skip
"""Changes that a button makes."""
LEAST_REASON = 10
"""Characters of the reason of an override, without the spaces around it."""


def opened(text: str) -> Changes:
    """The changes that a page carries, oldest first. ``BirddogError`` for what no page of ours has sent."""
    try:
        rows = json.loads(text or "[]")
        json.dumps(rows, ensure_ascii=False).encode()  # half a sign cannot be shown
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(_change(row) for row in rows):
        raise BirddogError("draft: it cannot be read; begin again")
    return fitting(tuple(rows))


def fitting(changes: Changes) -> Changes:
    """The same changes. ``BirddogError`` for more than a draft holds."""
    if len(changes) > MOST:
        raise BirddogError(f"draft has {len(changes)} changes; allowed: {MOST}. Save some first")
    return changes


def _change(row: Any) -> bool:
    return isinstance(row, dict) and row.get("type") in KINDS and isinstance(row.get("id"), str)


def carried(changes: Changes) -> str:
    """The changes as the page carries them."""
    return json.dumps(changes)


def typed(line: str, content: Content, state: State, fresh: str) -> Change:
    """A dose as people write it, as a change of the program in ``state``. ``fresh``: see ``_new``.

    ``BirddogError`` says what is not understood.
    """
    exercise, dose = typed_dose(line, content)
    return dosed(meant(exercise.id, state, content), as_json(dose), state, fresh)


def meant(name: str, state: State, content: Content) -> str:
    """An exercise as a patient would get it: of a home-made one the version in their program, else the newest.

    What was taken out stays so: another version is no way around it.
    """
    mine = [one for one in (*state.roster, *state.added) if one not in state.removed and _same(one, name)]
    out = [one for one in sorted(state.removed) if _same(one, name)]
    return (*mine, *out, newest(name, content))[0]


def newest(name: str, content: Content) -> str:
    """Of a home-made exercise the newest version that the content holds; any other as it is."""
    versions = (e.id for e in content.exercises if e.made is not None and _same(e.id, name))
    return max(versions, key=version_of, default=name)


def _same(one: str, name: str) -> bool:
    return one == name or key_of(one) == key_of(name) != ""


def dosed(exercise: str, dose: Mapping[str, Any], state: State, fresh: str) -> Change:
    """A dose that is set; an exercise outside of the program is put in with it, unless it was taken out by hand.

    ``dose``: the JSON values of a ``PinnedDose``.
    """
    outside = all(exercise not in names for names in (state.roster, state.added, state.removed))
    return _new(fresh, "edit", action="add" if outside else "pin_dose", exercise=exercise, dose=dose)


def pressed(action: str, fresh: str, exercise: str = "", stage: str = "") -> Change:
    """What one of the buttons changes. ``BirddogError`` for a button that there is none of."""
    if action not in ACTIONS:
        raise BirddogError(f"action is '{action}'; allowed: {', '.join(ACTIONS)}")
    return _new(fresh, "edit", action=action, **({"exercise": exercise} if exercise else {}),
                **({"stage": stage} if stage else {}))  # fmt: skip


def renewed(old: str, new: str, fresh: str) -> Changes:
    """A newer version of an exercise in place of the one in the program. ``BirddogError`` if there is none."""
    if not new:
        raise BirddogError(f"exercise is '{old[:40]}'; there is no newer version of it")
    return pressed("remove", fresh, old), pressed("add", fresh, new)


def ordered(changes: Changes, order: Sequence[str], fresh: str) -> Changes:
    """The draft with an order of doing, in place of one that it had."""
    others = tuple(change for change in changes if change.get("action") != "order")
    return (*others, _new(fresh, "edit", action="order", order=list(order)))


def moved(order: Sequence[str], exercise: str, by: int) -> tuple[str, ...]:
    """An order with one exercise so many places further down; as it is where there is no such place."""
    names = list(order)
    at = names.index(exercise) if exercise in names else -1
    if at < 0 or not 0 <= at + by < len(names):
        return tuple(names)
    names.insert(at + by, names.pop(at))
    return tuple(names)


def ready_made(routine_id: str, content: Content, inside: Collection[str], fresh: str) -> Changes:
    """A ready-made session, exercise by exercise; what is ``inside`` the program already stays as it is.

    ``BirddogError`` for a session that there is none of, or that is in the program as it is.
    """
    routine = next((row for row in content.routines if row.id == routine_id), None)
    if routine is None:
        raise BirddogError(f"routine: there is no '{routine_id[:40]}'")
    given = {content.exercises[bit].id for bit in bits(content.prescribable)}
    wanted = [name for name in routine.items if name in given and name not in inside]
    if not wanted:
        raise BirddogError(f"routine: all of '{routine.name}' is in the program already")
    return tuple(pressed("add", fresh, name) for name in wanted)


def without(changes: Changes, name: str) -> Changes:
    """The draft without one of its changes."""
    return tuple(change for change in changes if change["id"] != name)


def past(changes: Changes, name: str, fresh: str, *, veto: str, reason: str, until: str, saw: str) -> Changes:
    """The draft with an override right before the change that the veto refuses.

    ``BirddogError`` names the reason or the day that is missing.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise BirddogError(f"reason has {len(reason.strip())} characters; allowed: {LEAST_REASON} and more")
    try:
        date.fromisoformat(until)
    except ValueError:
        raise BirddogError(f"until is '{until}'; allowed: a day such as 2026-12-31") from None
    out: list[Change] = []
    for change in changes:
        if change["id"] == name:
            told = {"exercise": str(change.get("exercise", "")), "veto": veto, "saw": saw}
            out.append(_new(fresh, "override", reason=reason.strip(), until=until, **told))
        out.append(change)
    return tuple(out)


def _new(fresh: str, kind: str, **told: Any) -> Change:
    """A change, named after what it is and the page that it comes from (``fresh``): sent twice, it is the same one."""
    whole = f"{fresh} {kind} {json.dumps(told, sort_keys=True)}"
    name = hashlib.sha256(whole.encode(errors="replace")).hexdigest()
    return {"id": name[:32], "type": kind, **told}

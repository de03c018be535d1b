"""``birddog trace``: every entry and rule of the source articles, to content, code and test.

An entry is traced when the content holds it, the code that applies it can be imported, and, in a
checkout, a scenario or test shows it.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from birddog.catalog.library import content_folder
from birddog.catalog.toml import read_toml
from birddog.core.content.content import Content

APPLIES = {
    "screening": "birddog.core.screen.screening:screen",
    "pain-check": "birddog.core.content.pain_check:pain_check",
    "dose": "birddog.core.plan.dosing:more",
    "progress": "birddog.core.plan.course:Course",
    "program": "birddog.core.prescribe:prescribe",
    "selection": "birddog.core.plan.steering:bonuses",
    "vetoes": "birddog.core.state.vetoes:barred_by_facts",
    "avoid": "birddog.core.plan.lessons:avoid_list",
    "aerobic": "birddog.core.plan.aerobic:aerobic",
    "comfort": "birddog.core.plan.lessons:comfort",
    "technique": "birddog.present:exercise_json",
    "lesson": "birddog.core.plan.lessons:schedule",
}
"""Where each kind of action is carried out, as ``module:name``."""
KIND_APPLIES = {
    "exercise": "birddog.core.plan.planner:Planner", "aerobic": "birddog.core.plan.aerobic:aerobic",
    "method": "birddog.present:exercise_json", "habit": "birddog.core.plan.lessons:practice",
    "avoid": "birddog.core.plan.lessons:avoid_list",
}  # fmt: skip


def trace(content: Content) -> dict[str, Any]:
    """``{articles: {kind: [have, of]}, rows: [...], untraced: [...]}``."""
    manifest = read_toml(content_folder() / "articles.toml")
    shown = scenarios()
    rows = [
        *(_exercise_row(i, content) for i in manifest["exercises"]),
        *(_rule_row(i, content, shown) for i in manifest["rules"]),
        *(
            _plain_row("routines", i, {r.id for r in content.routines}, "birddog.core.plan.routines:routine_session")
            for i in manifest["routines"]
        ),
        *(
            _plain_row("modalities", i, {m.id for m in content.modalities}, "birddog.core.plan.lessons:comfort")
            for i in manifest["modalities"]
        ),
    ]
    counts = {
        kind: [sum(row["kind"] == kind and row["content"] is not None for row in rows), len(manifest[kind])]
        for kind in ("exercises", "rules", "routines", "modalities")
    }
    untraced = [f"{row['kind']} {row['id']}: {row['lacks']}" for row in rows if row["lacks"]]
    return {"articles": counts, "untraced": untraced, "rows": rows}


def tests_folder() -> Path | None:
    """The tests of a checkout, or ``None`` for an installed package."""
    folder = Path(__file__).resolve().parents[3] / "tests"
    return folder if (folder / "scenarios").is_dir() else None


def scenarios() -> dict[str, str] | None:
    """Rule id to the scenario that shows it, or ``None`` when there is no checkout."""
    folder = tests_folder()
    if folder is None:
        return None
    found = {}
    for path in sorted((folder / "scenarios" / "rules").glob("*.json")):
        for scenario in json.loads(path.read_text(encoding="utf-8")):
            found[scenario["shows"]] = f"tests/scenarios/rules/{path.name}"
    return found


def _row(kind: str, entry: str, where: str | None, code: str, test: str | None, in_checkout: bool) -> dict[str, Any]:
    lacks = "no content" if where is None else "" if _imports(code) else f"code {code} is not there"
    if not lacks and in_checkout and test is None:
        lacks = "no test shows it"
    return {"kind": kind, "id": entry, "content": where, "code": code, "test": test, "lacks": lacks}


def _imports(code: str) -> bool:
    module, _, name = code.partition(":")
    try:
        return hasattr(import_module(module), name)
    except ModuleNotFoundError:
        return False


def _exercise_row(entry: str, content: Content) -> dict[str, Any]:
    if entry not in content.index:
        return _row("exercises", entry, None, "", None, False)
    kind = content.exercise(entry).kind
    test = f"tests/core/test_every_entry.py::test_exercise[{entry}]"
    return _row("exercises", entry, f"exercises/{entry}.toml", KIND_APPLIES[kind], test, False)


def _rule_row(entry: str, content: Content, shown: dict[str, str] | None) -> dict[str, Any]:
    rule = content.rules.get(entry)
    if rule is None:
        return _row("rules", entry, None, "", None, False)
    code = APPLIES.get(rule.acts.partition(":")[0], rule.acts)
    return _row("rules", entry, f"rules/{rule.type}.toml", code, (shown or {}).get(entry), shown is not None)


def _plain_row(kind: str, entry: str, have: set[str], code: str) -> dict[str, Any]:
    test = f"tests/core/test_every_entry.py::test_{kind[:-1] if kind == 'routines' else 'modality'}[{entry}]"
    return _row(kind, entry, f"{kind}.toml" if entry in have else None, code, test, False)

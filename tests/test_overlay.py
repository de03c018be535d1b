"""A clinic's own content: what it may change, and that nothing that protects is lost, whatever is confirmed."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from tests.strategies import CHARTS, DAY, INTAKES, load_intake

from birddog import catalog
from birddog.catalog import check
from birddog.catalog.entries import KINDS, kind_of
from birddog.catalog.library import content_folder, rule_rows
from birddog.catalog.overlay import NOTHING, Edition, Overlay, edition, laid_out, overlay_of, packaged, retirable
from birddog.catalog.overlay_fields import Field, checked, fields
from birddog.catalog.stricter import loosened
from birddog.catalog.toml import as_toml
from birddog.core.content.content import Content, bits
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.screen.emergency import signs_of
from birddog.core.screen.screening import screen
from birddog.core.state.vetoes import admissible

BASE = packaged()
ENGLISH = BASE.contents["en"]
FREE = sorted(entry for entry in BASE.hashes if retirable(entry, ENGLISH))
DANGER = ("saddle_numbness", "fever", "cancer", "calf_swollen", "leg_weakness", "self_harm")


@cache
def people() -> tuple[Intake, ...]:
    """The example people, each also with a danger sign."""
    told = [load_intake(path) for path in INTAKES]
    signs = [{**one, "red_flags": {**one.get("red_flags", {}), DANGER[n % len(DANGER)]: ("yes", "unsure")[n % 2]}}
             for n, one in enumerate(told)]  # fmt: skip
    return tuple(catalog.read_intake(one, ENGLISH) for one in (*told, *signs))


def protects(content: Content, who: Intake) -> tuple[Disposition, set[str], frozenset[str]]:
    """Where somebody is sent, what they may do, and what stops at once."""
    known = facts(who, DAY, content.values)
    may = {content.exercises[bit].id for bit in bits(admissible(who, known, content) & content.offered)}
    return screen(who, content, DAY).disposition, may, signs_of(content)


@cache
def before() -> tuple[tuple[Disposition, set[str], frozenset[str]], ...]:
    """The same with the packaged content."""
    return tuple(protects(ENGLISH, who) for who in people())


def check_people(content: Content, every: int = 1, first: int = 0) -> None:
    """Everyone is sent at least as high, may do nothing more, and reads the same on an emergency."""
    assert content.phrases == ENGLISH.phrases
    for n in range(first % every, len(people()), every):
        level, may, signs = protects(content, people()[n])
        was_level, was_may, was_signs = before()[n]
        assert level >= was_level and may <= was_may and signs >= was_signs, INTAKES[n % len(INTAKES)].stem


def test_whatever_is_confirmed_nothing_that_protects_is_lost():
    rng = random.Random(14)
    for n in range(60):
        chosen = rng.sample(FREE, rng.randrange(len(FREE) + 1)) if n else []
        overlay = Overlay({}, frozenset(rng.sample(FREE, 5)), {entry: BASE.hashes[entry] for entry in chosen})
        made = edition(overlay, f"x+{n}").contents["en"]
        assert loosened(ENGLISH, made, BASE.files) == []
        assert {e.id for e in made.exercises if e.kind not in ("exercise", "aerobic")} >= {
            e.id for e in ENGLISH.exercises if e.kind not in ("exercise", "aerobic")
        }
        check_people(made, every=9, first=n)


def moved(field: Field, rng: random.Random) -> Any:
    """Some other value that the field allows, where there is one."""
    if field.kind == "number":
        low, high = int(field.low + 0.999), int(field.high)
        if field.name.startswith("values."):  # a sentence says whole weeks of some days: their bounds can be said
            return int(field.low) if field.low == low and isinstance(field.value, int) else field.value
        return rng.randint(low, high) if low <= high else field.value
    if field.kind == "word":
        return rng.choice(field.choices)
    return [*field.value, *rng.sample(field.choices, 2)] if field.kind == "words" else field.value


def all_moved(seed: int) -> Overlay:
    """Every number, level and veto of the content set to something that is allowed."""
    rng = random.Random(seed)
    changes: dict[str, dict[str, Any]] = {}
    for entry in BASE.hashes:
        told = {}
        for field in fields(entry, BASE.files, BASE.files):
            if field.language or (kind_of(entry)[0] == "exercise" and ".most." not in field.name):
                continue
            value = moved(field, rng)
            if value != field.value:
                told[field.name] = checked(field, value)
        if told:
            changes[entry] = told
    return Overlay(changes)


def test_whatever_is_changed_within_what_is_allowed_nothing_that_protects_is_lost():
    overlay = all_moved(3)
    assert {kind_of(entry)[0] for entry in overlay.changes} == {"exercise", "rule", "sign", "veto"}
    made = edition(overlay, "x+moved").contents["en"]
    found = loosened(ENGLISH, made, BASE.files)
    # A sign that became an emergency counts like "unsure" when it has no answer: lower than it was, and found.
    assert [line for line in found if "unanswered" not in line] == []
    if not found:
        check_people(made)
    every = [made.screen_items, made.vetoes, made.rules, made.clusters]
    assert [len(rows) for rows in every] == [
        len(rows) for rows in (ENGLISH.screen_items, ENGLISH.vetoes, ENGLISH.rules, ENGLISH.clusters)
    ]


def _less(content: Content, kind: str, **changes: Any) -> Content:
    rows = getattr(content, kind)
    told: dict[str, Any] = {kind: (replace(rows[0], **changes), *rows[1:])}
    return replace(content, **told)


def _exercise(content: Content, name: str, **changes: Any) -> Content:
    rows = tuple(replace(e, **changes) if e.id == name else e for e in content.exercises)
    return replace(content, exercises=rows, memo={})


BIRD_DOG = ENGLISH.exercise("bird-dog")
HEAVY = next(e for e in ENGLISH.exercises if e.max_pain is not None and e.cautions)
AVOID = next(e for e in ENGLISH.exercises if e.kind == "avoid")
EARLY = {**BIRD_DOG.doses, "calm": BIRD_DOG.doses["stabilize"]}
MORE = {
    stage: replace(dose, most=replace(dose.most, reps=dose.most.reps + 1)) for stage, dose in BIRD_DOG.doses.items()
}
RULE = ENGLISH.rules["birddog-red-report"]
LOOSE = {
    "a sign is gone": replace(ENGLISH, screen_items=ENGLISH.screen_items[1:], memo={}),
    "a sign is lower": _less(ENGLISH, "screen_items", yes=Disposition.URGENT),
    "no answer is lower": _less(ENGLISH, "screen_items", unanswered=Disposition.SELF_CARE),
    "a question is another": _less(ENGLISH, "screen_items", question="Are you fine?"),
    "it is not asked again": _less(ENGLISH, "screen_items", recheck=False),
    "a cluster needs more": _less(ENGLISH, "clusters", at_least=9),
    "a finding is gone": replace(ENGLISH, findings=ENGLISH.findings[1:], memo={}),
    "a veto is gone": replace(ENGLISH, vetoes=ENGLISH.vetoes[1:], memo={}),
    "a veto bars less": _less(ENGLISH, "vetoes", tags=frozenset()),
    "a veto spares more": _less(ENGLISH, "vetoes", unless_tags=frozenset({"supine"})),
    "a veto is not for never": replace(ENGLISH, vetoes=tuple(replace(v, never=frozenset()) for v in ENGLISH.vetoes)),
    "an exercise lost a tag": _exercise(ENGLISH, "bird-dog", tags=BIRD_DOG.tags - {"wrist_load"}),
    "a dose ends higher": _exercise(ENGLISH, "bird-dog", doses=MORE),
    "it is given earlier": _exercise(ENGLISH, "bird-dog", doses=EARLY),
    "a limit on pain is gone": _exercise(ENGLISH, HEAVY.id, max_pain=None),
    "a caution is gone": _exercise(ENGLISH, HEAVY.id, cautions=()),
    "what to avoid is gone": replace(ENGLISH, exercises=tuple(e for e in ENGLISH.exercises if e is not AVOID), memo={}),
    "a stop rule is looser": replace(
        ENGLISH, rules={**ENGLISH.rules, RULE.id: replace(RULE, values={**RULE.values, "rise": 3})}, memo={}
    ),
    "a rule is gone": replace(ENGLISH, rules={i: r for i, r in ENGLISH.rules.items() if i != RULE.id}, memo={}),
    "the emergency page says less": replace(ENGLISH, phrases={**ENGLISH.phrases, "advice-emergency": "Rest."}, memo={}),
}  # fmt: skip


@pytest.mark.parametrize("loose", LOOSE)
def test_whatever_protects_less_is_found(loose):
    assert loosened(ENGLISH, LOOSE[loose], BASE.files) != []


def test_the_packaged_content_under_nothing_is_itself_by_another_name():
    made = edition(NOTHING, "x+0")
    assert made.hashes == BASE.hashes and made.unused == frozenset()
    assert made.contents["es"].exercises == BASE.contents["es"].exercises and made.contents["en"].version == "x+0"
    assert made.contents["en"].digest != ENGLISH.digest
    assert loosened(ENGLISH, made.contents["en"], BASE.files) == []


STEPS = ["Start on your hands and knees.", "Reach one arm and the other leg out.", "Hold, and keep breathing."]
PASOS = ["Empieza a cuatro apoyos.", "Estira un brazo y la pierna contraria.", "Mantén la posición y sigue respirando."]


@cache
def changed() -> tuple[Overlay, Edition]:
    """Words in two languages, a dose, a number of a rule, a level, a veto, a lesson, and two things not used."""
    points = [point["text"] for point in BASE.files.row("lesson-walking")["points"]]
    overlay = Overlay({
        "exercise-bird-dog": {
            "dose.stabilize.reps": 6, "dose.stabilize.most.reps": 8, "steps:en": STEPS, "steps:es": PASOS,
        },
        "rule-birddog-weekly-screen": {"values.days.value": 5}, "sign-fever": {"unsure": "urgent"},
        "veto-leg-symptoms-below-knee": {"tags": [*BASE.files.row("veto-leg-symptoms-below-knee")["tags"], "impact"]},
        "lesson-walking": {"points:en": ["Walk a little every day.", *points[1:]]},
    }, frozenset({"exercise-bridge", "lesson-bed-rest"}))  # fmt: skip
    return overlay, edition(overlay, "2026.12.0+abcdef01.1")


def test_an_overlay_changes_what_it_names_in_every_language_and_nothing_else():
    overlay, made = changed()
    english, spanish = made.contents["en"], made.contents["es"]
    assert english.exercise("bird-dog").steps == tuple(STEPS) and spanish.exercise("bird-dog").steps == tuple(PASOS)
    assert spanish.exercise("bird-dog").doses["stabilize"].most.reps == 8
    assert english.values.weekly_screen.days == 5 and english.rules["birddog-weekly-screen"].values["days"] == 5
    assert "every 5 days" in english.rules["birddog-weekly-screen"].statement, "the sentence says the number that holds"
    assert english.items_by_id["fever"].unsure == Disposition.URGENT
    assert "bridge" not in english.index and english.called("bridge") == "Bridge"
    assert not any("bridge" in e.harder + e.easier for e in english.exercises)
    assert {entry for entry in BASE.hashes if made.hashes[entry] != BASE.hashes[entry]} == set(overlay.changes)
    assert loosened(ENGLISH, english, BASE.files) == []
    assert overlay_of(overlay.body()) == overlay
    check_people(english, every=3)


def test_the_same_check_reads_it_and_says_what_is_wrong():
    overlay, _ = changed()
    wrong = {"dose.stabilize.most.reps": 3, "steps:en": ["Sit on a chair.", "Reach out."]}
    with laid_out(Overlay({**overlay.changes, "exercise-bird-dog": wrong}), "x+2") as folder:
        found = check.problems(folder, moved=())
    assert not folder.exists()
    assert [line for line in found if "bird-dog" not in line] == [], "the rest of the overlay is in order"
    assert any("most.reps is below the start" in line for line in found)
    assert any("steps mention a chair" in line for line in found)
    assert any("languages/es/exercises/bird-dog.toml" in line and "entries" in line for line in found)


@pytest.mark.parametrize(
    ("entry", "name", "value", "says"),
    [
        ("exercise-bird-dog", "dose.stabilize.most.reps", 11, "allowed: 1 to 10"),
        ("exercise-bird-dog", "dose.stabilize.reps", 2.5, "a whole number"),
        ("exercise-bird-dog", "cautions:en", ["Go on."], "it protects and stays"),
        ("exercise-bird-dog", "summary:en", "It cures a crumbling spine.", "summary:en"),
        ("exercise-bird-dog", "steps:en", [], "1 to"),
        ("rule-birddog-red-report", "values.ceiling.value", 6, "allowed: 3 to 5"),
        ("sign-fever", "yes", "self_care", "allowed: urgent, emergency"),
        ("veto-leg-symptoms-below-knee", "tags", ["supine"], "it protects and stays"),
        ("veto-leg-symptoms-below-knee", "tags", ["sparkling"], "has 'sparkling'"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(entry, name, value, says):
    field = next(field for field in fields(entry, BASE.files, BASE.files) if field.name == name)
    with pytest.raises(BirddogError, match=says):
        checked(field, value)


def test_a_number_that_says_no_side_stays_and_one_that_may_be_loosened_moves_both_ways():
    names = {field.name for field in fields("rule-birddog-volume-growth", BASE.files, BASE.files)}
    assert "values.factor.value" in names and "values.weeks.value" not in names
    (days,) = fields("rule-birddog-proposals-wait", BASE.files, BASE.files)
    assert days.low < days.value < days.high


def test_every_side_that_is_stated_is_one_and_has_bounds():
    for _file, row in rule_rows(content_folder()):
        for name, told in row["values"].items():
            if "stricter" in told or "clinic_may_loosen" in told:
                assert "min" in told and "max" in told and not isinstance(told["value"], list), (row["id"], name)
                assert not ("stricter" in told and "clinic_may_loosen" in told), (row["id"], name)


def test_what_is_gone_after_an_upgrade_is_said():
    for gone in ({"exercise-unicorn": {"summary:en": "x"}}, {"exercise-bird-dog": {"dose.calm.reps": 3}}):
        with pytest.raises(BirddogError, match="any more"):
            edition(Overlay(gone), "x+9")


def test_all_kinds_have_entries_and_tables_read_back_as_they_were():
    assert {kind_of(entry)[0] for entry in BASE.hashes} == set(KINDS)
    for table in BASE.files.tables.values():
        assert tomllib.loads(as_toml(table)) == table


def test_charts_made_with_other_content_are_read_without_what_is_not_used():
    _, made = changed()
    for path in CHARTS[:3]:
        assert catalog.read_chart(path.read_text().splitlines(), made.contents["en"])

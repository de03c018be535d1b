"""The program editor: a draft is tried and carried by the page, saved with a name, and what waits is answered."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override
from tests.charted import BEGIN, charted, told
from tests.clinic.places import cares, person, user

from birddog.catalog import load_default
from birddog.core.content.values import BirddogError
from birddog.core.plan.dose_text import typed_dose
from birddog.core.plan.planner import loads
from birddog.records import store
from birddog.records.clinic_models import Care, Entry, Membership
from birddog.services.chart.reading import read
from birddog.services.clinic import drafts
from birddog.services.clinic.caseload import reasons
from birddog.services.clinic.rows import mark_seen
from birddog.web.words import refusal

pytestmark = pytest.mark.django_db
OUT = "single-knee-to-chest"
BONES = {"all_others": "no", "bone": "osteoporosis"}


def patient(head: Membership, **changes: Any) -> Care:
    who = user("ann")
    charted(person(who), **changes)
    return cares(head, who)


class Editor:
    """A therapist at the page, without scripts: what it carries is sent along with each button."""

    def __init__(self, who: User, care: Care, language: str = "en"):
        self.client: Any = Client(headers={"accept-language": language})
        self.client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        self.path = f"/clinic/patients/{care.pk}/program/"
        self.show(self.client.get(self.path))

    def show(self, answer: Any) -> Editor:
        assert answer.status_code == 200
        self.html = answer.content.decode()
        body = re.search(r"<main.*?</main>", self.html, re.S)
        found = re.search(r'name="draft" value="([^"]*)"', self.html)
        assert body and found
        self.words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[0])))
        self.draft = json.loads(unescape(found[1]))
        return self

    def press(self, do: str, **more: str) -> Editor:
        told = {"draft": json.dumps(self.draft), "do": do, **more}
        return self.show(self.client.post(self.path, told))

    def save(self, **more: str) -> Editor:
        answer = self.client.post(f"{self.path}save/", {"draft": json.dumps(self.draft), **more})
        assert answer.url == self.path
        return self.show(self.client.get(self.path))


def state(care: Care, days: int = 0) -> Any:
    found = read(care.person, BEGIN + timedelta(days=days))
    assert found is not None
    return found.state


def test_a_typed_dose_is_tried_then_saved_with_a_name(head):
    care = patient(head)
    first = state(care).roster[0]
    page = Editor(head.user, care)
    assert "Prescribed now" in page.words and "Your changes" not in page.words
    page.press("try", line=f"{first} 1x4 5s")
    assert "Fine:" in page.words and page.draft == [], "what is being typed is in no draft yet"
    page.press("line", line=f"{first} 1x4 5s").press("edit:lock_stage")
    assert [row["action"] for row in page.draft] == ["pin_dose", "lock_stage"]
    assert "no later stage opens on its own" in page.words and "set by hand" in page.words
    assert store.latest(care.person) == 2 and state(care).pinned == {}, "nothing is written before it is saved"
    sent = json.dumps(page.draft)
    page.save()
    assert "Saved, with your name on it." in page.words and "set by hand" in page.words
    assert state(care).pinned[first].reps == 4 and state(care).stage_locked
    edits = [row.body for row in store.rows(care.person) if row.body["type"] == "edit"]
    assert {(row["clinician"], row["license"]) for row in edits} == {("Head Weber", "PT 1234")}
    page.client.post(f"{page.path}save/", {"draft": sent})
    assert store.latest(care.person) == 4, "the same form sent twice is taken once"
    assert [*Entry.objects.order_by("place").values_list("did", flat=True)][-2:] == [
        "GET patient-program", "POST patient-program-save",
    ]  # fmt: skip


def test_what_is_still_in_the_line_is_saved_too(head):
    care = patient(head)
    first = state(care).roster[0]
    Editor(head.user, care).save(line=f"{first} 1x4 5s")
    assert first in state(care).pinned


@pytest.mark.parametrize(("line", "says"), [
    ("bridge 2x99", "reps is 99; allowed: 1 to 30"), ("brigde 2x8", "there is no 'brigde'"),
    ("bridge", "write it like"),
])  # fmt: skip
def test_what_cannot_be_read_says_why_and_stays_in_the_line(head, line, says):
    page = Editor(head.user, patient(head)).press("line", line=line)
    assert says in page.words and page.draft == []
    assert f'value="{line}"' in page.html


def test_a_stage_is_moved_to_with_a_button(head):
    care = patient(head)
    page = Editor(head.user, care)
    assert '<option value="strengthen">' in page.html
    page.press("edit:move_stage", stage="strengthen")
    assert "Fine: Go to the stage: Strengthen and function" in page.words
    page.save()
    assert state(care).stage == "strengthen"
    assert "stage" in page.press("edit:move_stage", stage="nowhere").words


def test_take_out_keep_put_in_and_take_back(head):
    care = patient(head)
    gone, kept = state(care).roster[:2]
    page = Editor(head.user, care).press(f"edit:remove:{gone}").press(f"edit:pin_exercise:{kept}")
    assert "Taken out by you or your patient" in page.words
    page.press(f"drop:{page.draft[0]['id']}")
    assert [row["action"] for row in page.draft] == ["pin_exercise"]
    assert "Taken out by you or your patient" not in page.words
    page.press(f"edit:remove:{gone}").save()
    assert gone in state(care).removed and kept in state(care).kept
    page.press(f"edit:restore:{gone}").press("edit:add", exercise=gone).save()
    assert gone in state(care).roster and gone not in state(care).removed


def test_a_ready_made_session_is_put_in_exercise_by_exercise_and_vetoes_hold(head):
    care = patient(head, conditions=BONES)
    editor = Editor(head.user, care)
    routine = next(row for row in load_default().routines if OUT in row.items)
    before = set(state(care).roster)
    editor.press("routine", routine=routine.id, fresh="f1")
    wanted = {change["exercise"] for change in editor.draft}
    assert wanted == {i for i in routine.items if load_default().exercise(i).doses} - before and len(wanted) > 1
    assert {change["action"] for change in editor.draft} == {"add"}
    assert "Override, and take responsibility" in editor.words
    assert "is in the program already" in editor.press("routine", routine=routine.id, fresh="f2").words
    assert "there is no 'x'" in editor.press("routine", routine="x").words
    editor.save()
    after = set(state(care).roster)
    assert OUT not in after and after > before, "what a veto takes out is not saved"


def test_a_veto_refuses_and_is_overridden_with_a_reason_and_a_day(head):
    # Pulling one knee in bends the whole back, which osteoporosis forbids.
    care = patient(head, leg={}, eases=[], worsens=[], movement={}, conditions=BONES)
    page = Editor(head.user, care).press("edit:add", exercise=OUT)
    assert "Refused:" in page.words and "Override, and take responsibility" in page.words
    name, until = page.draft[0]["id"], (BEGIN + timedelta(days=30)).date().isoformat()
    key = f"{name}:thin-bones"
    page.save()
    assert store.latest(care.person) == 2, "what is refused is not written"
    page.press("edit:add", exercise=OUT)
    key = f"{page.draft[0]['id']}:thin-bones"
    for reason, day, says in (("short", until, "reason has 5"), ("Examined and measured.", "", "until is ''")):
        page.press(f"override:{key}", **{f"reason-{key}": reason, f"until-{key}": day})
        assert says in page.words and len(page.draft) == 1
    page.press(f"override:{key}", **{f"reason-{key}": "Examined and measured.", f"until-{key}": until})
    assert [row["type"] for row in page.draft] == ["override", "edit"] and "Refused" not in page.words
    page.save()
    (past,) = state(care).overrides
    assert (past.veto, past.exercise, past.clinician) == ("thin-bones", OUT, "Head Weber")
    assert OUT in state(care).roster and "Vetoes overridden" in page.words


def test_what_is_never_overridden_offers_no_way(head):
    care = patient(head, conditions={**BONES, "bone": "unsure"})
    page = Editor(head.user, care).press("edit:add", exercise=OUT)
    assert "A clinician cannot override this." in page.words and "answer for it" not in page.words


def proposed(head: Membership) -> tuple[Care, int]:
    """A patient whose doses would rise after a few good sessions, which waits; and the day on which it is so."""
    care = patient(head, pain={"back_week": 2})
    Editor(head.user, care).press("edit:proposals_wait").save()
    for day in (1, 3, 5, 7):
        evening, morning = BEGIN + timedelta(days=day, hours=10), BEGIN + timedelta(days=day, hours=23)
        felt = {"pain_before": 3, "pain_during": 2}
        told(care.person, {"id": f"s{day}", "type": "session", **felt}, now=evening)
        told(care.person, {"id": f"m{day}", "type": "morning", "pain": 3}, now=morning)
    assert state(care, 8).proposals
    return care, 8


def test_what_waits_leads_the_caseload_and_is_approved_or_refused(head, settings):
    care, day = proposed(head)
    Path(settings.BIRDDOG_CLOCK_FILE).write_text((BEGIN + timedelta(days=day)).isoformat())
    care.refresh_from_db()
    assert any(line.startswith("The program asked for your approval on") for line in reasons(care, BEGIN.date()))
    page = Editor(head.user, care)
    assert "Waiting for your approval" in page.words
    first = state(care, day).proposals[0]
    answer = {"proposal": first.id, "id": "a1", "answer": "approve", "note": ""}
    assert page.client.post(f"{page.path}proposal/", answer).url == page.path
    assert first.id not in {row.id for row in state(care, day).proposals}
    if first.dose is not None:
        assert state(care, day).tracks[first.exercise].dose == first.dose
    before = store.latest(care.person)
    page.client.post(f"{page.path}proposal/", {**answer, "id": "a2"})
    assert store.latest(care.person) == before, "what no longer waits is not answered"
    for n, row in enumerate(state(care, day).proposals):
        page.client.post(f"{page.path}proposal/", {"proposal": row.id, "id": f"r{n}", "answer": "refuse"})
    assert state(care, day).proposals == ()
    care.refresh_from_db()
    mark_seen(care)
    assert reasons(care, BEGIN.date()) == ()
    assert "Waiting for your approval" not in page.show(page.client.get(page.path)).words


def test_the_handout_is_a_pdf_in_the_language_of_the_patient(head):
    care = patient(head)
    care.person.preferences = {"language": "es"}
    care.person.save()
    page = Editor(head.user, care)
    answer = page.client.get(f"/clinic/patients/{care.pk}/handout.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert re.search(rb"/Lang\s*\(es", answer.content)
    assert a_page(answer.content) == "595.28x841.89", "A4"
    for country, paper in (("MX", "612x792"), ("ES", "595.28x841.89")):
        care.person.preferences = {"country": country}
        care.person.save()
        assert a_page(page.client.get(f"/clinic/patients/{care.pk}/handout.pdf").content) == paper, country


def a_page(made: bytes) -> str:
    """Width and height in points."""
    with pikepdf.open(io.BytesIO(made)) as opened:
        _, _, width, height = (float(side) for side in opened.pages[0].mediabox)
    return f"{width:.5g}x{height:.5g}"


def test_a_stopped_program_has_nothing_to_print(head):
    care = patient(head)
    told(care.person, {"id": "q", "type": "screen", "red_flags": {"fever": "yes"}})
    page = Editor(head.user, care)
    assert "No session now: exercise is stopped." in page.words
    assert page.client.get(f"/clinic/patients/{care.pk}/handout.pdf").url == page.path


def test_the_page_speaks_spanish(head):
    page = Editor(head.user, patient(head), "es").press("edit:lock_stage")
    assert "Tus cambios, sin guardar todavía" in page.words
    assert "/lado" in page.html


@pytest.mark.parametrize(("line", "says"), [
    ("", "Escríbelo así"), ("puente", "“puente” no se entiende"), ("2x8", "no nombra ningún ejercicio"),
    ("brigde 2x8", "No hay ningún ejercicio “brigde”. Parecidos: bridge"), ("bridge 2x99", "99 repeticiones"),
    ("bridge 9x8", "9 series: se permiten de 1 a 5"), ("bridge 2x8 rest 999", "999 segundos de descanso"),
    ("bridge 2x8 5s 6s", "“6s” dice algo por segunda vez"), ("bridge 2x8 wow", "“wow” no se entiende"),
    ("bridge 2x8/side", "los dos lados a la vez"), ("plank 2x8", "Escribe los segundos, por ejemplo 2x"),
    ("walking 2x8", "no tiene series ni repeticiones"), ("a" * 500, "500 caracteres"),
])  # fmt: skip
def test_each_thing_that_is_wrong_with_a_dose_is_said_in_spanish(line, says):
    with pytest.raises(BirddogError) as refused:
        typed_dose(line, load_default())
    with override("es"):
        assert says in refusal(str(refused.value))


@pytest.mark.parametrize("text", [
    "{", "7", "[7]", '[{"type": "session", "id": "x"}]', '[{"type": "edit"}]', "[" * 9000,
    '[{"type": "edit", "id": "\\ud800"}]',
    json.dumps([{"type": "edit", "id": "x"}] * (drafts.MOST + 1)),
])  # fmt: skip
def test_no_other_draft_is_opened(text):
    with pytest.raises(BirddogError, match="draft"):
        drafts.opened(text)


def test_a_draft_that_was_tampered_with_shows_what_is_wrong(head):
    care = patient(head)
    page = Editor(head.user, care)
    page.draft = [
        {"type": "edit", "id": "x", "action": "add", "exercise": "no-such"},
        {"type": "edit", "id": "y", "z": 1},
    ]
    page.press("line")
    assert page.words.count("A change that cannot be read") == 4, "once in sight, once for screen readers"
    page.save()
    assert store.latest(care.person) == 2


def listed(page: Editor) -> list[str]:
    """The exercises of the page that a session holds, in order."""
    return re.findall(r'data-exercise="([^"]+)"', page.html)


def test_exercises_are_moved_dragged_and_put_back_and_the_page_says_what_keeps_its_place(head):
    care = patient(head)
    page = Editor(head.user, care)
    before = listed(page)
    page.press(f"order:down:{before[0]}")
    assert listed(page) == [before[1], before[0], *before[2:]] and "Fine: Order:" in page.words
    page.press(f"order:up:{before[0]}").press(f"order:up:{before[0]}")
    assert listed(page) == before and len(page.draft) == 1, "one line of a draft, however often it is moved"
    page.press("order:set", order=" ".join([*before[1:], before[0]])).save()
    assert listed(page) == [*before[1:], before[0]]
    found = read(care.person, BEGIN)
    assert found is not None and found.today.session is not None
    names = [item.exercise for item in found.today.session.items]
    assert names == [name for name in listed(page) if name in names], "Today follows"
    page.press("order:own").save()
    assert listed(page) == before and "order of the program" not in page.words
    assert "there is no 'nowhere'" in page.press("order:set", order="nowhere").words


def test_load_does_not_come_first_whatever_is_wanted(head):
    care = patient(head, pain={"back_week": 2}, life={"activity": "high"})
    page = Editor(head.user, care)
    heavy = next(name for name in listed(page) if loads(load_default().exercise(name)))
    page.press("order:set", order=" ".join([heavy, *(name for name in listed(page) if name != heavy)]))
    assert "In part: Order:" in page.words and "nothing with load comes first" in page.words
    assert listed(page)[0] != heavy

"""A clinic's own templates: kept from one program, put into another as a draft that is weighed for that patient."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.charted import charted
from tests.clinic.places import cares, clinic, person, signed_in, user, with_second_step, words, works
from tests.clinic.test_program import BONES, OUT, Editor, patient, state

from birddog.core.log.events import PinnedDose
from birddog.records import store
from birddog.records.clinic_models import Care, Entry, Membership, ProgramTemplate
from birddog.services.clinic.drafts import MOST
from birddog.services.clinic.reading_log import log_of
from birddog.services.clinic.templates import MOST_EXERCISES

HELD = "pelvic-floor-squeeze"
"""A hold, which is shorter for people with high blood pressure."""
pytestmark = pytest.mark.django_db


def another(head: Membership, name: str, **changes: Any) -> Care:
    who = user(name)
    charted(person(who), **changes)
    return cares(head, who)


def kept(page: Editor, name: str) -> Editor:
    told = {"draft": json.dumps(page.draft), "template_name": name}
    return page.show(page.client.post(f"{page.path}template/", told))


def made(head: Membership, *items: dict[str, Any]) -> ProgramTemplate:
    return ProgramTemplate.objects.create(
        organization=head.organization, name="Morning", sought="morning", items=list(items), by="Eve",
        changed=head.began,
    )  # fmt: skip


def put_in(page: Editor, template: ProgramTemplate) -> Editor:
    return page.press("template", template=str(template.pk), fresh="f")


def test_a_program_with_its_draft_is_kept_and_put_into_the_program_of_another(head):
    ann, bob = patient(head), another(head, "bob")
    first, before = state(ann).roster[0], [store.latest(care.person) for care in (ann, bob)]
    page = kept(Editor(head.user, ann).press("line", line=f"{first} 1x4 5s"), "  Gentle   start ")
    assert "Kept as a template of your clinic: Gentle start." in page.words
    assert len(page.draft) == 1, "the draft stays"
    template = ProgramTemplate.objects.get()
    assert {row["exercise"] for row in template.items} == set(state(ann).roster)
    assert "ann" not in json.dumps(template.items).lower() and template.by == "Head Weber"
    page = put_in(Editor(head.user, bob), template)
    assert "Left out" not in page.words
    assert [store.latest(care.person) for care in (ann, bob)] == before, "nothing is written before it is saved"
    page.save()
    assert set(state(bob).pinned) == set(state(ann).roster) and state(bob).pinned[first].reps == 4
    assert "is in the program already" in put_in(page, template).words
    assert [*Entry.objects.values_list("did", flat=True)].count("POST patient-template") == 1
    rows, _pages = log_of(head.organization, 1)
    assert sum(str(row.did) == "tried the template “Gentle start” in the program" for row in rows) == 2
    template.delete()
    rows, _pages = log_of(head.organization, 1)
    assert "tried a template that is gone in the program" in [str(row.did) for row in rows]


def test_what_this_patient_must_not_do_is_left_out_with_its_reason_and_never_saved(head):
    care = patient(head, leg={}, eases=[], worsens=[], movement={}, conditions=BONES)
    gone = state(care).roster[0]
    page = Editor(head.user, care).press(f"edit:remove:{gone}").save()
    fits = next(name for name in state(care).roster if name != gone)
    doses = {"dose": {"sets": 1, "reps": 3, "hold_s": 5}}
    names = (OUT, gone, "no-such-exercise", "walking", fits)
    page = put_in(page, made(head, *({"exercise": name, **doses} for name in names)))
    left = page.words[page.words.index("Left out of the template") : page.words.index("Your changes")]
    assert "Osteoporosis" in left, "the reason is the veto's"
    assert "Single knee to chest" in left and "no-such-exercise" in left and "no longer prescribed" in left
    assert "taken out by you or your patient" in left
    assert {change["exercise"] for change in page.draft} == {fits}
    page.save()
    now = state(care)
    assert set(now.pinned) == {fits} and OUT not in now.roster and gone in now.removed
    kept(page, "What is left")
    items = ProgramTemplate.objects.get(name="What is left").items
    assert {gone, OUT}.isdisjoint(row["exercise"] for row in items), "what was taken out is in no template"


def test_a_dose_over_the_limits_is_cut_for_this_patient(head):
    care = patient(head, conditions={"all_others": "no", "blood_pressure": "unsure"})
    page = put_in(Editor(head.user, care), made(head, {"exercise": HELD, "dose": {"hold_s": 60}}))
    assert "Less:" in page.words and "Set to the most that the limits allow" in page.words


def test_a_draft_that_is_full_is_not_lost(head):
    care = patient(head)
    first = state(care).roster[0]
    page = Editor(head.user, care)
    page.draft = [{"type": "edit", "id": f"x{n}", "action": "lock_stage"} for n in range(MOST)]
    put_in(page, made(head, {"exercise": first, "dose": {"reps": 3}}))
    assert f"allowed: {MOST}. Save some first" in page.words and len(page.draft) == MOST
    assert MOST_EXERCISES <= MOST


@pytest.mark.parametrize(("name", "says"), [
    (" ", "name has 0 characters"), ("x" * 81, "name has 81 characters; allowed: 1 to 80"),
    ("MÓRNING", "another template of your clinic has it"),
])  # fmt: skip
def test_a_name_that_cannot_be_says_why_wherever_it_is_given(head, name, says):
    care, template = patient(head), made(head)
    page = kept(Editor(head.user, care), name)
    assert says in page.words and ProgramTemplate.objects.count() == 1
    other = made_as(head, "Evening")
    path = f"/clinic/templates/{other.pk}/"
    assert says in words(signed_in(head.user).post(path, {"name": name}, follow=True))
    assert {*ProgramTemplate.objects.values_list("name", flat=True)} == {template.name, "Evening"}


def made_as(head: Membership, name: str) -> ProgramTemplate:
    return ProgramTemplate.objects.create(
        organization=head.organization, name=name, sought=name.lower(), items=[], by="Eve", changed=head.began
    )


def test_a_stopped_program_is_no_template(head):
    care = patient(head, red_flags={"fever": "yes"})
    page = kept(Editor(head.user, care), "Nothing")
    assert not ProgramTemplate.objects.exists() and "template has 0 exercises" in page.words


def test_templates_are_seen_renamed_and_deleted_by_every_therapist_of_the_clinic_and_no_other(head):
    template = made(
        head, {"exercise": "bridge", "dose": {"sets": 2, "reps": 8}}, {"exercise": "no-such-one", "dose": {}}
    )
    mate = with_second_step(works(user("mate"), head.organization))
    stranger = with_second_step(works(user("stranger"), clinic("Hillside")))
    client, path = signed_in(mate.user), f"/clinic/templates/{template.pk}/"
    page = words(client.get("/clinic/templates/"))
    assert "Morning" in page and "Bridge 2x8" in page and "no-such-one" in page and "Eve" in page
    assert "Morning" not in words(signed_in(stranger.user).get("/clinic/templates/"))
    theirs = Editor(stranger.user, another(stranger, "cat"))
    assert (
        "Morning" not in theirs.words and "there is none of this kind in your clinic" in put_in(theirs, template).words
    )
    assert theirs.draft == []
    client.post(path, {"name": "morning"})
    template.refresh_from_db()
    assert (template.name, template.by) == ("morning", "Mate Weber"), "its own name in other letters is free"
    assert "Deleted: morning." in words(client.post(path, {"delete": "1"}, follow=True))
    assert not ProgramTemplate.objects.exists() and client.post(path, {"delete": "1"}).status_code == 404
    dids = [*Entry.objects.values_list("did", flat=True)]
    assert dids.count("POST clinic-template") == 2 and "GET clinic-templates" in dids


def test_what_is_kept_reads_back_as_a_dose(head):
    kept(Editor(head.user, patient(head)), "All")
    for row in ProgramTemplate.objects.get().items:
        assert PinnedDose(**row["dose"]).reps >= 1, row

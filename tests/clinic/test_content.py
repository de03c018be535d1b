"""A clinic's therapists confirm the content, change it or do without it; their patients get what was proved."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, clinic, person, signed_in, user, with_second_step, words, works

from birddog.catalog.overlay import Overlay, packaged
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Membership, Signature, Version
from birddog.records.models import Person
from birddog.services import clock, jobs
from birddog.services.chart.log import OutdatedError, record
from birddog.services.chart.reading import read
from birddog.services.clinic import audit, editions, proof, signing
from birddog.services.clinic.care import end
from birddog.services.contents import content_of
from birddog.verify import harness

pytestmark = pytest.mark.django_db
BASE = packaged()
LATER = BEGIN + timedelta(hours=1)


@pytest.fixture
def head() -> Membership:
    return with_second_step(works(user("head"), clinic(), administrator=True))


@pytest.fixture(autouse=True)
def short_proof(monkeypatch):
    """Two invariants stand for all of them, and ``birddog check`` has tests of its own: both are slow."""
    few = {name: harness.INVARIANTS[name] for name in ("C5", "C11")}
    monkeypatch.setattr(harness, "INVARIANTS", few)
    monkeypatch.setattr(harness, "SPLIT", {})
    monkeypatch.setattr(proof, "_checked", lambda overlay, version: [])
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr(jobs, "prove", lambda: None)


def in_force(where: Membership, overlay: Overlay, now=BEGIN) -> Version:
    """A version of the clinic's own, proved."""
    editions.change(where.organization, overlay, now)
    editions.submit(where.organization, now)
    row = proof.prove_next(lambda: now)
    assert row is not None and (row.state, row.problems) == ("proved", [])
    return row


def reissues(whose: Person) -> list[str]:
    return [body["content"] for body in store.bodies(whose) if body["type"] == "reissue"]


def answer(client: Any, entry: str, did: str, **fields: Any) -> str:
    """Read an entry, and press a button on its page; what the next page says."""
    address = f"/clinic/content/{entry}/"
    found = re.search(r'name="read" value="(\w+)"', client.get(address).content.decode())
    assert found
    return words(client.post(address, {"read": found[1], "do": did, **fields}, follow=True))


# ------------------------------------------------------------------------------------------------- signing


def test_a_signature_holds_for_the_entry_as_it_was_read(head):
    client = signed_in(head.user)
    text = words(client.get("/clinic/content/exercise-bird-dog/"))
    for told in ("Bird dog", "not confirmed", "On hands and knees", "A cuatro apoyos", "Stabilize: 1x5", "wrist load"):
        assert told in text
    assert "Signed, with your name on it." in answer(client, "exercise-bird-dog", "confirmed")
    (row,) = Signature.objects.all()
    assert (row.name, row.license, row.entry, row.did) == ("Head Weber", "PT 1234", "exercise-bird-dog", "confirmed")
    assert row.hash == BASE.hashes["exercise-bird-dog"] and row.at == BEGIN
    assert "Confirmed by Head Weber, PT 1234, on Mar 2." in words(client.get("/clinic/content/exercise-bird-dog/"))
    client.post("/clinic/content/exercise-bird-dog/", {"read": "0" * 64, "do": "withdrawn"})
    assert Signature.objects.count() == 1, "what was read is not what is there"
    answer(client, "exercise-bird-dog", "withdrawn")
    assert "not confirmed" in words(client.get("/clinic/content/exercise-bird-dog/"))
    with pytest.raises(TypeError):
        Signature.objects.update(did="confirmed")
    with pytest.raises(DatabaseError), transaction.atomic():
        super(type(Signature.objects.all()), Signature.objects.all()).update(did="confirmed")


def test_a_changed_entry_loses_its_signature_and_the_patient_keeps_what_is_in_force(head):
    ann = user("ann")
    charted(person(ann))
    cares(head, ann)
    client, own = signed_in(head.user), signed_in(ann)
    assert "Confirmed by" not in words(own.get("/library/bird-dog/"))
    answer(client, "exercise-bird-dog", "confirmed")
    answer(client, "lesson-walking", "confirmed")
    assert "Confirmed by Head Weber for Seaside on Mar 2." in words(own.get("/library/bird-dog/"))
    assert "Confirmed by Head Weber for Seaside on Mar 2." in words(own.get("/lessons/walking/"))
    assert "Confirmed by" not in words(own.get("/library/bridge/"))
    text = answer(
        client, "exercise-bird-dog", "changed", **{f"dose.{stage}.reps": "8" for stage in ("strengthen", "maintain")}
    )
    assert "changed since Head Weber confirmed it" in text and "not active yet" in text and "1x8" in text
    assert "Confirmed by Head Weber for Seaside" in words(own.get("/library/bird-dog/")), "not in force yet"
    signing.put_in_force(head.organization, BEGIN)
    assert proof.prove_next(lambda: BEGIN).state == "proved"  # type: ignore[union-attr]
    assert "Confirmed by" not in words(own.get("/library/bird-dog/"))
    assert read(person(ann), BEGIN).content.exercise("bird-dog").doses["maintain"].start.reps == 8  # type: ignore[union-attr]
    answer(client, "exercise-bird-dog", "confirmed")
    assert "Confirmed by Head Weber for Seaside" in words(own.get("/library/bird-dog/"))
    assert "Confirmed by" not in words(signed_in(user("bob")).get("/library/bird-dog/"))


def test_what_is_not_allowed_is_said_and_nothing_is_half_written(head):
    client = signed_in(head.user)
    refused: dict[str, tuple[dict[str, Any], str]] = {
        "exercise-bird-dog": ({"dose.stabilize.most.reps": "11"}, "allowed: 1 to 10"),
        "exercise-bridge": ({"steps:en": "Lie on your back on a chair.\nLift."}, "steps:es has"),
        "exercise-cat-cow": ({"summary:en": "It fixes a crumbling spine."}, "summary:en"),
        "sign-fever": ({"yes": "self_care"}, "allowed: urgent, emergency"),
        "veto-leg-symptoms-below-knee": ({"tags": ["sparkling"]}, "has 'sparkling'"),
        "rule-birddog-weekly-screen": ({"values.days.value": "x"}, "is 'x'"),
        "exercise-bird-dog-square": ({"dose.strengthen.reps": "1"}, "birddog-first-dose"),
    }
    for entry, (fields, says) in refused.items():
        assert says in answer(client, entry, "changed", **fields), entry
    for protects in ("sign-fever", "veto-leg-symptoms-below-knee", "rule-birddog-red-report",
                     "exercise-prolonged-bed-rest"):  # fmt: skip
        assert "it protects, so it stays" in answer(client, protects, "retired")
    assert "nothing of that name" in answer(client, "exercise-bridge", "burned")
    assert (Signature.objects.count(), Version.objects.count()) == (0, 0)
    assert client.get("/clinic/content/exercise-unicorn/").status_code == 404


@pytest.mark.parametrize(
    ("entry", "fields", "change"),
    [
        ("sign-fever", {"unsure": "urgent"}, {"unsure": "urgent"}),
        ("rule-birddog-weekly-screen", {"values.days.value": "5"}, {"values.days.value": 5}),
        ("veto-leg-symptoms-above-knee", {"tags": ["impact"]},
         {"tags": ["neural_tension", "high_spinal_load", "loaded_trunk_flexion", "impact"]}),
        ("exercise-bridge", {"max_pain": "5"}, {"max_pain": 5}),
    ],
)  # fmt: skip
def test_each_kind_can_be_made_stricter_and_put_back(head, entry, fields, change):
    client = signed_in(head.user)
    answer(client, entry, "changed", **fields)
    assert editions.overlay_now(head.organization).changes == {entry: change}
    if entry.startswith(("sign", "rule")):
        was = {name: BASE.files.row(entry).get(name, 7) for name in fields}
        answer(client, entry, "changed", **{("values.days.value" if "days" in n else n): v for n, v in was.items()})
        assert editions.overlay_now(head.organization).changes == {}, "as the packaged content has it is no change"


# ------------------------------------------------------------------------------------------------- in force


def test_a_version_is_a_draft_until_it_is_proved_and_gives_each_chart_one_reissue(head):
    ann, bob, eve = user("ann"), user("bob"), user("eve")
    for who in (ann, bob, eve):
        charted(person(who))
    cares(head, ann)
    care = cares(head, bob)
    editions.change(head.organization, Overlay({}, frozenset({"exercise-bridge"})), BEGIN)
    assert "bridge" in content_of(person(ann)).index
    editions.submit(head.organization, BEGIN)
    with pytest.raises(BirddogError, match="being checked"):
        editions.change(head.organization, Overlay({}), BEGIN)
    assert "bridge" in content_of(person(ann)).index and proof.waits(BEGIN)
    row = proof.prove_next(lambda: BEGIN)
    assert row is not None and row.state == "proved" and not proof.waits(BEGIN)
    for who, has in ((ann, False), (bob, False), (eve, True)):
        whose = person(who)
        for _ in range(2):
            found = read(whose, LATER)
            assert found is not None and ("bridge" in found.content.index) == has
        assert len(reissues(whose)) == (not has)
    assert reissues(person(ann)) == [f"{BASE.version}+{head.organization.pk.hex[:8]}.1"]
    in_force(head, Overlay({}, frozenset({"exercise-bridge", "lesson-walking"})))
    assert len(reissues(person(ann))) == 1
    read(person(ann), LATER)
    read(person(ann), LATER)
    assert len(reissues(person(ann))) == 2, "one for each version"
    end(care, LATER)
    gone = read(person(bob), LATER)
    assert gone is not None and gone.content is BASE.contents["en"], "who leaves the clinic gets the packaged content"
    assert reissues(person(bob))[-1] == BASE.version


def test_who_comes_later_gets_it_too_and_reports_about_what_is_not_used_are_taken(head):
    in_force(head, Overlay({}, frozenset({"exercise-bridge"})))
    ann = person(user("ann"))
    charted(ann)
    cares(head, ann.user)  # type: ignore[arg-type]
    ann.refresh_from_db()
    assert "bridge" not in content_of(ann).index and "bridge" not in content_of(ann, "es").index
    body = {"id": "s1", "at": LATER.isoformat(), "type": "session", "pain_before": 3, "pain_during": 3,
            "items": [{"exercise": "bridge", "done": "yes"}]}  # fmt: skip
    (receipt,) = record(ann, [body], LATER)
    assert receipt.status == "stored", receipt.message


def test_what_the_proof_finds_is_said_and_patients_keep_what_they_have(head, monkeypatch):
    ann = user("ann")
    charted(person(ann))
    cares(head, ann)
    client = signed_in(head.user)
    answer(client, "exercise-bridge", "retired")
    monkeypatch.setattr("birddog.verify.violations", lambda content: [f"C5: {content.version} lost a sign"])
    client.post("/clinic/content/version/", {"do": "prove"})
    assert "Your own version is being checked" in words(client.get("/clinic/content/"))
    row = proof.prove_next(lambda: BEGIN)
    assert row is not None and row.state == "failed"
    text = words(client.get("/clinic/content/"))
    assert "Your own version was refused" in text and "lost a sign" in text and "Bridge" in text
    assert "bridge" in content_of(person(ann)).index and reissues(person(ann)) == []
    client.post("/clinic/content/version/", {"do": "discard"})
    assert "refused" not in words(client.get("/clinic/content/")) and not Version.objects.exists()
    # What is looser is refused, however it came into the database.
    loose = Overlay({"rule-birddog-red-report": {"values.rise.value": 4}, "sign-fever": {"yes": "self_care"}})
    editions.change(head.organization, loose, BEGIN)
    found = proof.problems_of(editions.submit(head.organization, BEGIN))
    assert any("rise is 4" in line for line in found) and any("yes is lower" in line for line in found)


def test_after_an_upgrade_a_version_waits_for_a_new_proof(head, monkeypatch):
    ann = person(user("ann"))
    charted(ann)
    cares(head, ann.user)  # type: ignore[arg-type]
    row = in_force(head, Overlay({}, frozenset({"exercise-bridge"})))
    ann.refresh_from_db()
    read(ann, BEGIN)
    monkeypatch.setattr(editions, "code_version", lambda: "9.9.9+other")
    monkeypatch.setattr(proof, "key", editions.key)
    assert "bridge" in content_of(ann).index, "not proved with this code: the packaged content"
    with pytest.raises(OutdatedError):
        read(ann, BEGIN)
    editions.install_all(BEGIN)
    row.refresh_from_db()
    assert row.state == "waiting"
    read(ann, LATER)
    assert reissues(ann)[-1] == BASE.version
    assert proof.prove_next(lambda: LATER).state == "proved"  # type: ignore[union-attr]
    read(ann, LATER)
    assert "bridge" not in content_of(ann).index and reissues(ann)[-1] == editions.version_name(row)


def test_only_what_is_confirmed(head):
    ann = user("ann")
    charted(person(ann))
    cares(head, ann)
    client = signed_in(head.user)
    chosen = [f"exercise-{e.id}" for e in BASE.contents["en"].exercises if e.kind in ("exercise", "aerobic")][::2]
    for entry in (*chosen, "lesson-walking"):
        signing.sign(head, entry, "confirmed", BASE.hashes[entry], BEGIN)
    client.post("/clinic/content/version/", {"do": "only"})
    assert "Only exercises and lessons that someone here has confirmed." in words(client.get("/clinic/content/"))
    signing.put_in_force(head.organization, BEGIN)
    assert proof.prove_next(lambda: BEGIN).state == "proved"  # type: ignore[union-attr]
    content = content_of(person(ann))
    offered = {f"exercise-{e.id}" for e in content.exercises if e.kind in ("exercise", "aerobic")}
    assert offered == set(chosen) and [lesson.id for lesson in content.lessons] == ["walking"]
    assert content.vetoes == BASE.contents["en"].vetoes and content.rules == BASE.contents["en"].rules
    assert words(signed_in(ann).get("/"))
    number = editions.latest(head.organization).number  # type: ignore[union-attr]
    drills = [f"exercise-{e.id}" for e in BASE.contents["en"].exercises if e.kind == "exercise"]
    answer(client, next(entry for entry in drills if entry not in chosen), "confirmed")
    assert "1 entry was confirmed, or changed" in words(client.get("/clinic/content/"))
    assert content_of(person(ann)).version == content.version, "a signature is no part of a version"
    client.post("/clinic/content/version/", {"do": "prove"})
    row = proof.prove_next(lambda: BEGIN)
    assert row is not None and (row.number, row.state) == (number + 1, "proved")
    assert len(content_of(person(ann)).exercises) == len(content.exercises) + 1


def test_two_do_not_prove_the_same_and_what_was_interrupted_is_begun_anew(head):
    editions.change(head.organization, Overlay({}, frozenset({"exercise-bridge"})), BEGIN)
    editions.submit(head.organization, BEGIN)
    assert proof._claimed(BEGIN) is not None and proof._claimed(BEGIN) is None
    assert not proof.waits(BEGIN) and proof.waits(BEGIN + timedelta(hours=1))
    assert proof._claimed(BEGIN + timedelta(hours=1)) is not None


# ---------------------------------------------------------------------------------------------- coverage and log


def test_the_list_counts_and_prints(head):
    mate = works(user("mate"), head.organization, administrator=True, therapist=False)
    with_second_step(mate)
    client = signed_in(head.user)
    for entry in ("sign-fever", "exercise-bird-dog"):
        answer(client, entry, "confirmed")
    answer(client, "exercise-bridge", "retired")
    text = words(client.get("/clinic/content/?show=confirmed"))
    assert re.search(r"Exercises 1 of \d+", text) and re.search(r"Danger signs 1 of \d+", text)
    assert "Bird dog confirmed" in text and "Cat and cow" not in text
    assert "Bridge not confirmed, not used here" in words(client.get("/clinic/content/?kind=exercise&show=retired"))
    assert client.get("/clinic/content/?kind=x&show=y").status_code == 200
    for kind in ("sign", "veto", "rule", "lesson"):
        assert client.get(f"/clinic/content/?kind={kind}").status_code == 200
    office = signed_in(mate.user)
    assert "Check it and make it active" not in words(office.get("/clinic/content/"))
    assert office.post("/clinic/content/version/", {"do": "prove"}).status_code == 404
    answered = office.get("/clinic/content/sheet.pdf")
    with pikepdf.open(BytesIO(answered.content)) as made:
        assert made.Root.Lang == "en" and made.Root.MarkInfo.Marked
        assert str(made.docinfo["/Title"]) == "What Seaside has confirmed"
        assert len(made.pages) > 3


def test_every_entry_can_be_read(head):
    client = signed_in(head.user)
    shown = {entry.partition("-")[0]: entry for entry in BASE.hashes}
    cluster = next(f"sign-{row.id}" for row in BASE.contents["en"].clusters)
    finding = next(f"sign-{row.id}" for row in BASE.contents["en"].findings)
    for entry in (*shown.values(), cluster, finding, "exercise-walking", "exercise-prolonged-bed-rest"):
        text = words(client.get(f"/clinic/content/{entry}/"))
        assert "I have read it, and confirm it" in text and entry in text


def test_what_was_signed_stands_in_the_log(head):
    client = signed_in(head.user)
    answer(client, "sign-fever", "confirmed")
    answer(client, "exercise-bridge", "retired")
    answer(client, "exercise-standing-hamstring-stretch-heel-on-support", "confirmed")
    client.post("/clinic/content/version/", {"do": "prove"})
    proof.prove_next(lambda: BEGIN)
    told = list(head.organization.entries.values_list("did", flat=True))
    assert "confirmed sign-fever" in told and "retired exercise-bridge" in told and proof.IN_FORCE in told
    assert all(len(did) <= audit.LONGEST for did in told)
    text = words(client.get("/clinic/log/"))
    for line in ("confirmed: sign-fever", "does not use: exercise-bridge", "made it active"):
        assert line in text
    assert [chain.problems for chain in audit.verify()] == [()]


def test_a_proof_runs_in_a_process_of_its_own_and_only_when_one_waits(head, monkeypatch):
    ran: list[Any] = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: ran.append(command))
    jobs.prove_again.call_local()
    assert ran == []
    editions.change(head.organization, Overlay({}, frozenset({"exercise-bridge"})), BEGIN)
    editions.submit(head.organization, BEGIN)
    monkeypatch.setattr(clock, "now", lambda: BEGIN)
    jobs.prove_again.call_local()
    assert [command[1:] for command in ran] == [["-m", "birddog", "clinic", "prove"]]

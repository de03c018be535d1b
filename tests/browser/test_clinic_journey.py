"""The pages of a clinic in a real browser: accessible in both themes, whole at any width, and led through by hand."""

from __future__ import annotations

import re
import time

import pytest
from tests.browser.clinics import context_of, filled
from tests.browser.conftest import PHONE, watched
from tests.browser.morning import MOST_A_PATIENT, morning
from tests.browser.pages import against_axe, against_axe_in_both_themes, overflows, too_small

PAGES = {
    "therapist": ("/clinic/patients/new/", "/clinic/patients/{care}/signs/", "/clinic/", "/clinic/patients/",
                  "/clinic/patients/{care}/", "/clinic/patients/{care}/place/",
                  "/clinic/patients/{care}/program/", "/clinic/members/{member}/", "/clinic/log/",
                  "/clinic/content/?kind=lesson", "/clinic/content/exercise-bird-dog/",
                  "/clinic/content/veto-leg-symptoms-below-knee/",
                  "/clinic/patients/{care}/program/versions/", "/clinic/exercises/", "/clinic/exercises/new/",
                  "/clinic/tasks/", "/clinic/templates/", "/clinic/happened/", "/clinic/file/"),
    "patient": ("/care/",),
    "stranger": ("/join/{link}/", "/join/nobody/", "/care/"),
}  # fmt: skip
"""Who opens which pages."""


@pytest.fixture(scope="module")
def seaside(tmp_path_factory):
    server, made = filled(tmp_path_factory.mktemp("clinic"))
    yield server, made
    server.stop()


@pytest.fixture
def therapist(browser, seaside):
    """A page of a therapist's phone; at the end nothing must have gone wrong on it."""
    server, made = seaside
    context = context_of(browser, server, made["therapist"], viewport=PHONE)
    opened = context.new_page()
    wrong = watched(opened, server)
    yield opened
    context.close()
    assert wrong == []


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_a_clinic_are_accessible_and_whole(browser, seaside, who):
    server, made = seaside
    context = context_of(browser, server, made[who], viewport=PHONE)
    page = context.new_page()
    wrong = watched(page, server, allowed=("404",))
    for address in PAGES[who]:
        page.goto(address.format(**made))
        page.wait_for_load_state("networkidle")
        assert against_axe_in_both_themes(page) == [], address
        assert too_small(page) == [], address
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert not overflows(page), (address, width)
        page.set_viewport_size(PHONE)
    context.close()
    assert wrong == []


def test_a_therapist_invites_and_a_patient_agrees(browser, seaside):
    server, made = seaside
    therapist = context_of(browser, server, made["therapist"], viewport=PHONE)
    page = therapist.new_page()
    page.goto("/clinic/")
    page.get_by_role("button", name="Make a link for a patient").click()
    address = page.locator(".link a").inner_text()
    patient = context_of(browser, server, made["stranger"], viewport=PHONE)
    own = patient.new_page()
    own.goto(address)
    own.get_by_label("Your name").fill("Gina Rossi")
    own.get_by_label("I agree").check()
    own.get_by_role("button", name="Share my program").click()
    own.get_by_text("Your therapist can see your program now.").wait_for()
    page.goto("/clinic/patients/")
    page.get_by_role("link", name="Gina Rossi").wait_for()
    own.get_by_role("button", name="Stop sharing").click()
    own.get_by_text("No therapist sees your program.").wait_for()
    page.reload()
    assert page.get_by_role("link", name="Gina Rossi").count() == 0
    patient.close()
    therapist.close()


def test_a_therapist_sees_who_needs_them_first(browser, seaside):
    server, made = seaside
    context = context_of(browser, server, made["therapist"], viewport=PHONE)
    page = context.new_page()
    page.goto("/clinic/patients/")
    names = page.locator(".caseload strong").all_inner_texts()
    assert names[:4] == ["Dieter Blum", "Chloe Park", "Emma Lind", "Bruno Keller"]
    page.get_by_role("link", name="Something happened").click()
    page.get_by_role("link", name="Emma Lind").click()
    page.get_by_text("Something else happened in a session on Mar 19.").wait_for()
    page.get_by_role("button", name="I have seen this").click()
    page.get_by_text("Seen: Emma Lind.").wait_for()
    assert page.get_by_role("link", name="Something happened").count() == 0
    assert page.locator(".caseload strong").all_inner_texts()[-1] == "Emma Lind"
    context.close()


def test_a_dose_is_checked_while_it_is_typed_and_saved(seaside, therapist):
    (_, made), page = seaside, therapist
    page.goto(f"/clinic/patients/{made['care']}/")
    page.get_by_role("link", name="Program", exact=True).click()
    line = page.get_by_label("As you would write it")
    line.press_sequentially("bridge 2x99")
    page.get_by_text("reps is 99; allowed: 1 to 30").wait_for()
    given = (
        re.match(r"(.+) (\d)x(\d\d?)( .*?) A\b", text) for text in page.locator("[data-exercise]").all_inner_texts()
    )
    name, sets, reps, rest = next(found for found in given if found and int(found[2]) * int(found[3]) >= 8).groups()
    each = int(sets) * int(reps) // 2
    dose = f"2x{each}{rest}"
    line.fill(f"{name.lower()} {dose}")
    page.get_by_text(f"Fine: {name}: {dose}").wait_for()
    page.locator("#preview").get_by_text(f"2 rounds of {each}").first.wait_for()
    line.press("Enter")
    page.get_by_role("heading", name="Your changes, not saved yet").wait_for()
    assert against_axe(page) == [] and too_small(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved, with your name on it.").wait_for()
    page.get_by_text("set by hand").wait_for()
    rows = page.locator("[data-exercise]")
    first, second = (rows.nth(n).get_attribute("data-exercise") for n in (0, 1))
    rows.nth(0).dispatch_event("dragstart")
    rows.nth(1).dispatch_event("dragover", {"clientY": 100_000})
    page.locator(".dragged").dispatch_event("dragend")
    page.get_by_text("Fine: Order:").wait_for()
    assert [rows.nth(n).get_attribute("data-exercise") for n in (0, 1)] == [second, first]
    page.get_by_role("button", name="Move up").nth(1).press("Enter")
    page.locator(f"#row-{first} button:focus").wait_for()  # the same button once more
    assert rows.nth(0).get_attribute("data-exercise") == first


def test_a_program_becomes_a_template_and_is_put_in_for_another(seaside, therapist):
    (_, made), page = seaside, therapist
    page.goto(f"/clinic/patients/{made['care']}/program/")
    page.get_by_text("Keep this program as a template").click()
    page.get_by_label("Name, which your colleagues read").fill("Gentle start")
    page.get_by_role("button", name="Keep as a template").click()
    page.get_by_text("Kept as a template of your clinic: Gentle start.").wait_for()
    page.goto("/clinic/patients/?q=emma")
    page.get_by_role("link", name="Emma Lind").click()
    page.get_by_role("link", name="Program", exact=True).click()
    page.get_by_role("button", name="Put it in", exact=True).click()
    page.get_by_role("heading", name="Your changes, not saved yet").wait_for()
    assert against_axe(page) == [] and too_small(page) == [] and not overflows(page)
    page.goto("/clinic/templates/")
    page.get_by_text("Rename or delete").click()
    assert against_axe(page) == [] and too_small(page) == [] and not overflows(page)
    page.get_by_role("button", name="Delete this template").click()
    page.get_by_text("Deleted: Gentle start.").wait_for()


class Hand:
    """A hand that counts: each click and each field that is filled in is one action."""

    def __init__(self) -> None:
        self.actions = 0

    def click(self, what) -> None:
        self.actions += 1
        what.click()

    def fill(self, what, text: str) -> None:
        self.actions += 1
        what.fill(text)


def test_a_new_patient_has_a_program_and_a_handout_in_a_minute(therapist):
    page = therapist
    page.goto("/clinic/patients/")
    hand, began = Hand(), time.monotonic()
    hand.click(page.get_by_role("link", name="New patient"))
    hand.fill(page.get_by_label("Name of your patient"), "Hugo Lang")
    hand.fill(page.get_by_label("Age in years"), "45")
    hand.click(page.get_by_text("Low back", exact=True))
    hand.fill(page.get_by_label("How long has this episode lasted?"), "6")
    hand.fill(page.get_by_label("Back pain, on average"), "5")
    for sign in page.locator("fieldset.each").all():
        hand.click(sign.get_by_text("No", exact=True))
    hand.click(page.get_by_text("I asked about every sign on this page today."))
    hand.click(page.get_by_text("I asked about all of these."))
    hand.click(page.get_by_text("My patient knows this and agrees."))
    hand.click(page.get_by_role("button", name="Make the program"))
    with page.expect_download() as saved:
        hand.click(page.get_by_role("link", name="Handout (PDF)"))
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    took = time.monotonic() - began
    print(f"new patient to handout: {hand.actions} actions, {took:.1f} s")
    assert page.locator(".prescribed strong").count() >= 3
    assert 15 <= hand.actions <= 25 and took < 60


def test_a_therapist_signs_an_exercise_and_the_patient_reads_it(browser, seaside, therapist):
    (server, made), page = seaside, therapist
    page.goto("/clinic/")
    page.get_by_role("link", name="Read and confirm").click()
    page.get_by_role("link", name="Bird dog not confirmed").click()
    page.get_by_role("button", name="I have read it, and confirm it").click()
    page.get_by_text("Confirmed by Head Weber, PT 1234").wait_for()
    patient = context_of(browser, server, made["patient"], viewport=PHONE)
    own = patient.new_page()
    own.goto("/library/bird-dog/")
    own.get_by_text("Confirmed by Head Weber for Seaside Physical Therapy").wait_for()
    page.get_by_text("Change it").click()
    for stage in ("Strengthen and function", "Maintain"):
        page.get_by_label(f"{stage}: repetitions, at first").fill("8")
    page.get_by_role("button", name="Put it into the draft").click()
    page.get_by_text("It was changed since, so that no longer counts.").wait_for()
    page.goto("/clinic/content/")
    page.get_by_role("heading", name="Your own version, not active yet").wait_for()
    assert against_axe(page) == [] and too_small(page) == []
    own.reload()
    own.get_by_text("Confirmed by Head Weber for Seaside Physical Therapy").wait_for()  # not in force yet
    page.get_by_role("button", name="Discard these changes").click()
    page.get_by_text("The active version stays.").wait_for()
    patient.close()


KEPT = """async () => {
  const rows = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return rows.flat().map((request) => new URL(request.url).pathname);
}"""
"""Addresses of all that a browser keeps for days without a network."""


def test_pages_about_others_are_not_kept_in_the_browser(browser, seaside):
    server, made = seaside
    context = context_of(browser, server, made["therapist"], viewport=PHONE)
    page = context.new_page()
    page.goto("/settings/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    for address in (*PAGES["therapist"], "/settings/display/"):
        page.goto(address.format(**made))
    page.wait_for_function(f"async () => (await ({KEPT})()).includes('/settings/display/')")
    assert [path for path in page.evaluate(KEPT) if path.startswith("/clinic/")] == []
    context.close()


def test_the_morning_of_a_few_patients_is_short(browser, seaside):
    """All 80 are counted by ``benchmarks/bench_clinic.py``; these are the kinds of needs."""
    server, made = seaside
    context = context_of(browser, server, made["therapist"], viewport={"width": 1280, "height": 800})
    found = morning(context.new_page())
    print(found)
    assert len(found.patients) >= 4 and found.most <= MOST_A_PATIENT
    assert found.clicks <= 1 + MOST_A_PATIENT * len(found.patients)
    context.close()

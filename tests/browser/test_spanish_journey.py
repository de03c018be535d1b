"""Spanish from the first page on, by itself; and no page of a lived-in chart with English left on it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE, ROOT, START, watched
from tests.browser.english import english_on, spanish
from tests.browser.pages import PAGES, VIEWS
from tests.browser.serving import Server
from tests.browser.test_start_journey import MOST, Reader, chart

from birddog.catalog.language import load_language

OWN = {
    "Sit through a two-hour meeting": "Estar sentada en una reunión de dos horas",
    "Lift my little boy out of the bath": "Sacar a mi hijo de la bañera",
    "Put on socks in the morning": "Ponerme los calcetines por la mañana",
    "It began in a busy time at work. Weekends are better, long meetings are the worst.": "Empezó en el trabajo.",
}
"""What a person who speaks Spanish would have written."""
LONGER = 1.12
"""Spanish takes more words than English."""
MONTH = re.compile(r"enero|febrero|\bene\b|\bfeb\b", re.IGNORECASE)


class Mano(Reader):
    """The same hand on Spanish pages."""

    def word(self, english: str) -> str:
        return spanish()[english]

    def press(self, name: str) -> None:
        spanish_alone(self.page)
        super().press(name)


@pytest.fixture
def pagina(browser, server):
    """A page of a phone that speaks Spanish."""
    context = browser.new_context(viewport=PHONE, base_url=server.url, locale="es-ES", timezone_id="Europe/Madrid")
    opened = context.new_page()
    opened.clock.install(time=START)
    opened.add_init_script("window.speechSynthesis && (speechSynthesis.speak = (s) => (window.spoken = s.lang))")
    wrong = watched(opened, server)
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture
def lived_in(tmp_path):
    """A server with two weeks of an example course behind it, of someone who writes in Spanish."""
    text = (ROOT / "examples/charts/good-course.jsonl").read_text()
    for english, own in OWN.items():
        assert english in text
        text = text.replace(english, own)
    events = [json.loads(line) for line in text.splitlines()]
    for event in events:
        event.pop("actor", None)
        event["at"] += "" if "+" in event["at"] else "+00:00"
    some = [event for event in events[: len(events) // 2] if event["type"] != "edit"]  # a therapist's
    next(event for event in some if event["type"] == "session")["id"] = "session-1"
    server = Server(tmp_path)
    server.at(some[-1]["at"])
    server.start()
    server.fill(some)
    yield server
    server.stop()


def spanish_alone(page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert english_on(page) == [], page.url


def test_spanish_from_the_first_page_to_the_closing_questions(pagina, server):
    page, hand = pagina, Mano(pagina)
    page.emulate_media(reduced_motion="reduce")
    page.goto("/start/")
    spanish_alone(page)
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Español", exact=True).click()
    spanish_alone(page)
    the_intake(page, hand)
    expect(page).to_have_url(re.compile("/program/$"))
    assert chart(server)[0]["type"] == "intake"
    spanish_alone(page)
    the_session(page)
    the_rest(page)


def the_intake(page, hand) -> None:
    """Every step up to the program; each is read, and one is answered badly."""
    hand.press("Begin")
    hand.through_the_signs()
    hand.at("who")
    page.locator("[name='person.age']").fill("200")
    page.get_by_role("button", name=hand.word("Continue"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    spanish_alone(page)
    page.goto("/start/who/")
    hand.through_the_rest()
    hand.press("Yes, this is right")
    assert hand.seen <= LONGER * MOST["seen"], hand.seen
    assert hand.folded <= LONGER * MOST["folded"], hand.folded


def the_session(page) -> None:
    """The player: its words, its voice, its questions."""
    page.goto("/session/")
    plan = json.loads(page.locator("script#plan").text_content())
    assert plan["language"] == "es"
    assert plan["words"]["pause-button"] == spanish()["Pause"]
    page.get_by_role("switch", name=spanish()["Voice"]).check()
    page.get_by_role("button", name=spanish()["Start"], exact=True).click()
    page.clock.run_for(3000)
    spanish_alone(page)
    assert page.evaluate("window.spoken") == "es"
    for _ in range(60):
        if page.locator("#closing").is_visible():
            break
        page.keyboard.press("ArrowRight")
        page.clock.run_for(300)
    spanish_alone(page)
    page.locator("#usual").click()
    expect(page.locator("#kept").get_by_text(spanish()["Saved."])).to_be_visible()
    spanish_alone(page)


def the_rest(page) -> None:
    """Pages that answer: pain check, search, a lesson, settings."""
    page.goto("/pain-check/?when=during&pain=6&leg=none&lasting=no")
    spanish_alone(page)
    page.goto("/pain-check/?when=during&pain=99&leg=none&lasting=no")
    expect(page.get_by_text("Revisa lo que escribiste")).to_be_visible()
    spanish_alone(page)
    for word, found in (("puente", "bridge"), ("perro", "bird-dog")):
        page.goto("/library/")
        page.get_by_role("searchbox").fill(word)
        page.get_by_role("searchbox").press("Enter")
        name = load_language("es").exercise(found).name
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()
        spanish_alone(page)
    page.goto("/lessons/bending/")
    title = next(lesson.title for lesson in load_language("es").lessons if lesson.id == "bending")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto("/settings/")
    spanish_alone(page)


def test_no_page_of_a_lived_in_chart_has_english_left(browser, lived_in):
    context = browser.new_context(viewport=PHONE, base_url=lived_in.url, locale="es-ES", timezone_id="Europe/Madrid")
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.serviceWorker")  # it would fetch every page a second time
    wrong = watched(page, lived_in, allowed=("404",))
    left, dated = [], []
    for address in (*PAGES.values(), *VIEWS, "/nothing/"):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "es")
        left += [f"{address}: {text}" for text in english_on(page)]
        dated += [address] if MONTH.search(page.locator("main").inner_text()) else []
    assert left == []
    assert {"/", "/progress/why/", "/progress/summary/"} <= set(dated)
    context.close()
    assert wrong == []

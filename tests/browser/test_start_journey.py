"""The first five minutes, as they are lived: an emergency, an ordinary start, and one without scripts."""

from __future__ import annotations

import json
import re
import sqlite3

from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, watched
from tests.browser.pages import against_axe
from tests.browser.serving import Server

MOST_TAPS = 60


class Hand:
    """Counts what a person has to tap or fill in."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def word(self, english: str) -> str:
        """What the page says for it."""
        return english

    def press(self, name: str) -> None:
        self.taps += 1
        self.page.get_by_role("button", name=self.word(name), exact=True).click()

    def choose(self, name: str, value: str) -> None:
        self.taps += 1
        self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def write(self, name: str, text: str) -> None:
        self.taps += 1
        self.page.locator(f"[name='{name}']").fill(text)

    def mark(self, part: str) -> None:
        self.taps += 1
        self.page.locator(f"label.part-{part} path").click()

    def at(self, step: str) -> None:
        expect(self.page).to_have_url(re.compile(f"/start/{step}/$"))

    def through_the_signs(self) -> None:
        """No to each sign that is asked alone, then to the groups, after a look at them."""
        while self.page.locator("form.pick").count():
            before = self.page.url
            self.press("No")
            expect(self.page).not_to_have_url(before)
        for group in ("fracture", "systemic"):
            self.at(f"signs-{group}")
            self.press("No to all of these")
            self.press("Continue")

    def all_the_way(self) -> None:
        """From the first page to the program."""
        self.page.goto("/start/")
        self.press("Begin")
        self.through_the_signs()
        self.through_the_rest()
        self.press("Yes, this is right")
        expect(self.page).to_have_url(re.compile("/program/$"))

    def through_the_rest(self) -> None:
        """A person of 45 whose low back has hurt for four weeks."""
        self.at("who")
        self.write("person.age", "45")
        self.choose("person.sex", "female")
        self.choose("person.decides_for_self", "yes")
        self.press("Continue")
        self.at("pregnancy")
        self.press("No")
        self.at("where")
        self.mark("low_back")
        expect(self.page.get_by_label(self.word("Low back"))).to_be_checked()
        self.press("Continue")
        self.at("leg")
        self.press("No, it stays in my back")
        self.at("spell")
        self.write("episode.weeks", "4")
        self.choose("episode.weeks.unit", "weeks")
        self.choose("episode.onset", "gradual")
        self.choose("episode.course", "comes_and_goes")
        self.press("Continue")
        self.at("pain")
        for name, value in (("back_now", "4"), ("back_week", "5"), ("back_worst", "7")):
            self.choose(f"pain.{name}", value)
        self.press("Continue")
        self.at("feel")
        self.choose("eases", "walking")
        self.choose("worsens", "sitting")
        self.press("Continue")
        self.at("conditions")
        self.press("None of these: fill in for me to check")
        self.press("Continue")
        self.at("others")
        self.press("No to all of these")
        self.press("Continue")
        self.at("abilities")
        self.press("Yes to all of these")
        self.press("Continue")
        self.at("practical")
        self.choose("time.minutes", "20")
        for step in ("practical", "life", "own-words"):
            self.at(step)
            self.press("Continue")
        self.at("review")


def chart(server: Server) -> list[dict]:
    """The events as they lie in the server's database."""
    with sqlite3.connect(f"file:{server.home / 'birddog.sqlite3'}?mode=ro", uri=True) as base:
        return [json.loads(body) for (body,) in base.execute("SELECT body FROM records_event ORDER BY number")]


def check_access(page: Page) -> None:
    """Nothing that axe objects to, in the light and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert against_axe(page) == [], f"{page.url} ({scheme})"
    page.emulate_media(color_scheme="light")


def test_an_emergency_is_told_at_once(page, server):
    hand = Hand(page)
    page.goto("/start/")
    hand.press("Begin")
    hand.at("saddle_numbness")
    expect(page.locator(".given")).to_have_count(0)
    hand.press("Yes")
    hand.at("result")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get help now")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("banner")).to_have_count(0)
    check_access(page)
    (event,) = chart(server)
    assert (event["type"], event["intake"]) == ("intake", {"red_flags": {"saddle_numbness": "yes"}})

    hand.press("I pressed that by mistake")
    hand.at("saddle_numbness")
    check_access(page)
    hand.press("Not sure")
    expect(page.get_by_role("heading", level=1)).to_have_text("See a doctor today")
    assert [event["type"] for event in chart(server)] == ["intake", "correction", "intake"]
    page.goto("/emergency/")
    check_access(page)


def test_an_ordinary_start(page, server):
    hand = Hand(page)
    page.emulate_media(reduced_motion="reduce")
    page.goto("/start/")
    check_access(page)
    hand.press("Begin")
    hand.press("No")
    hand.at("back_passage_numbness")
    page.get_by_role("link", name="Back", exact=True).click()
    hand.at("saddle_numbness")
    expect(page.locator(".answer.given")).to_contain_text("No")

    page.goto("/start/")
    page.get_by_role("link", name="Go on where I was").click()
    hand.at("back_passage_numbness")
    hand.through_the_signs()
    hand.at("who")
    page.locator("[name='person.age']").fill("200")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("need another look")
    expect(page.locator("[name='person.age']")).to_have_value("200")
    hand.through_the_rest()
    check_access(page)
    hand.press("Yes, this is right")
    expect(page).to_have_url(re.compile("/program/$"))
    assert hand.taps <= MOST_TAPS

    (event,) = chart(server)
    intake = event["intake"]
    assert intake["person"] == {"age": 45, "sex": "female", "decides_for_self": "yes"}
    assert intake["episode"] == {"where": ["low_back"], "weeks": 4, "onset": "gradual", "course": "comes_and_goes"}
    assert intake["pain"] == {"back_now": 4, "back_week": 5, "back_worst": 7}
    assert intake["leg"] == {"reach": "none"}
    assert intake["time"] == {"minutes": 20}
    assert set(intake["red_flags"].values()) == {"no"} and len(intake["red_flags"]) == 30
    assert "life" not in intake and "equipment" not in intake


def test_a_start_without_scripts(browser, server):
    context = browser.new_context(
        viewport=PHONE, base_url=server.url, locale="en-US", java_script_enabled=False, reduced_motion="reduce"
    )
    page = context.new_page()
    wrong = watched(page, server)
    hand = Hand(page)
    hand.all_the_way()
    context.close()
    assert [event["type"] for event in chart(server)] == ["intake"]
    assert wrong == []

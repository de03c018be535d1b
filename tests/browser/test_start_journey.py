"""The first five minutes, as they are lived: an emergency, an ordinary start, and one without scripts."""

from __future__ import annotations

import json
import re
import sqlite3

from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, watched
from tests.browser.pages import against_axe
from tests.browser.serving import Server

from birddog.catalog import load_default

CONTENT = load_default()
NERVES = [item.id for item in CONTENT.screen_items if item.group == "cauda_equina"]
PAGES = (
    ("signs-sudden", ("legs", "vessels"), ("self_harm",)),
    ("signs-rest", ("illness", "fracture", "systemic"), ()),
)
"""Pages of danger signs after the first: their groups, and the signs that stand alone."""


WORDS = """() => {
    const said = {seen: 0, folded: 0};
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const e = node.parentElement;
        if (e.closest("script, style, svg, .visually-hidden, [role=status]")) continue;
        const words = node.data.split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length;
        const summary = e.closest("summary");
        const folded = e.closest("details:not([open])") && !summary;
        if (folded || e.checkVisibility({visibilityProperty: true})) said[folded ? "folded" : "seen"] += words;
    }
    return said;
}"""
"""Words on a page: in sight, and folded away."""


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

    def none_of_these(self, name: str, part: str) -> None:
        """The one answer to a whole list, after a look at its last line."""
        none = self.page.locator(f"[name='all.{part}'][value=none]")
        self.page.locator(f"#each-{part} legend").last.scroll_into_view_if_needed()
        self.page.locator(f"[name='all.{part}'][value=none]:not([aria-disabled])").wait_for()
        self.taps += 1
        self.page.locator(f"#all-{part}").get_by_role("radio", name=self.word(name), exact=True).check()
        expect(none).to_be_checked()

    def through_the_signs(self) -> None:
        """No to each sign of the first page, then to the groups of the others, after a look at them."""
        self.at("signs-nerves")
        for sign in NERVES:
            self.choose(f"red_flags.{sign}", "no")
        self.press("Continue")
        self.through_the_groups()

    def through_the_groups(self) -> None:
        """No to the groups of the other pages, each after a look at it."""
        for page, groups, single in PAGES:
            self.at(page)
            for group in groups:
                self.none_of_these("None of these", group)
            for sign in single:
                self.choose(f"red_flags.{sign}", "no")
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
        self.choose("person.decides_for_self", "yes")
        self.mark("low_back")
        expect(self.page.get_by_label(self.word("Low back"))).to_be_checked()
        self.press("Continue")
        self.at("pregnancy")
        self.press("No, or not possible")
        self.at("pain")
        self.choose("leg.reach", "none")
        self.write("episode.weeks", "4")
        self.choose("episode.weeks.unit", "weeks")
        self.choose("episode.onset", "gradual")
        self.choose("episode.course", "comes_and_goes")
        for name, value in (("back_now", "4"), ("back_week", "5")):
            self.choose(f"pain.{name}", value)
        self.choose("eases", "walking")
        self.choose("worsens", "sitting")
        self.choose("pain.settles_in", "hour")
        self.press("Continue")
        self.at("conditions")
        self.none_of_these("None of these", "conditions")
        self.none_of_these("Yes to all", "abilities")
        self.choose("time.minutes", "20")
        self.choose("life.activity", "some")
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
    hand.at("signs-nerves")
    expect(page.locator(":checked")).to_have_count(0)
    hand.choose("red_flags.back_passage_numbness", "no")
    page.locator("input[name='red_flags.saddle_numbness'][value=yes]").click()  # it does not wait for the others
    hand.at("result")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get help now")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("banner")).to_have_count(0)
    check_access(page)
    (event,) = chart(server)
    signs = {"saddle_numbness": "yes", "back_passage_numbness": "no"}
    assert (event["type"], event["intake"]) == ("intake", {"red_flags": signs})

    hand.press("I tapped that by mistake")
    hand.at("signs-nerves")
    expect(page.locator(":checked")).to_have_count(1)
    check_access(page)
    hand.choose("red_flags.saddle_numbness", "unsure")
    expect(page.get_by_text("See a doctor about this today.")).to_be_visible()
    hand.press("Continue")
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
    for sign in NERVES:
        hand.choose(f"red_flags.{sign}", "no")
    hand.press("Continue")
    hand.at("signs-sudden")
    page.get_by_role("link", name="Back", exact=True).click()
    hand.at("signs-nerves")
    expect(page.locator("[value=no]:checked")).to_have_count(len(NERVES))

    page.goto("/start/")
    page.get_by_role("link", name="Continue where I was").click()
    hand.at("signs-sudden")
    hand.through_the_groups()
    hand.at("who")
    page.locator("[name='person.age']").fill("200")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("need another look")
    expect(page.locator("[name='person.age']")).to_have_value("200")
    hand.through_the_rest()
    check_access(page)
    hand.press("Yes, this is right")
    expect(page).to_have_url(re.compile("/program/$"))
    assert hand.taps <= 39

    (event,) = chart(server)
    intake = event["intake"]
    assert intake["person"] == {"age": 45, "decides_for_self": "yes"}
    assert intake["episode"] == {"where": ["low_back"], "weeks": 4, "onset": "gradual", "course": "comes_and_goes"}
    assert intake["pain"] == {"back_now": 4, "back_week": 5, "settles_in": "hour"}
    assert intake["leg"] == {"reach": "none"}
    assert intake["time"] == {"minutes": 20}
    assert set(intake["red_flags"].values()) == {"no"} and len(intake["red_flags"]) == 30
    assert intake["life"] == {"activity": "some"} and "equipment" not in intake


MOST = {"screens": 9, "taps": 40, "seen": 1015, "folded": 330}
"""On the way from the first page to *Start*, in English; words are those of the pages before the program."""
PROGRAM_WORDS = 250
"""In sight on the page of the program."""


class Reader(Hand):
    """Counts screens and words as well."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.screens = self.seen = self.folded = 0

    def press(self, name: str) -> None:
        words = self.page.evaluate(WORDS)
        self.screens, self.seen = self.screens + 1, self.seen + words["seen"]
        self.folded += words["folded"]
        super().press(name)


def test_the_way_in_is_as_long_as_the_welcome_says(page, server):
    """Screens, taps and words of a person with none of the signs, from the welcome to the button of the review."""
    reader = Reader(page)
    page.goto("/start/")
    told = re.search(r"About (\d+) minutes", page.locator(".facts").inner_text())
    reader.all_the_way()
    assert told is not None
    needed = reader.seen / 200 + (reader.taps + 1) * 2 / 60  # with the press on Start
    assert needed <= int(told[1]) < needed + 2
    assert reader.screens <= MOST["screens"] and reader.taps + 1 <= MOST["taps"]
    assert reader.seen <= MOST["seen"], reader.seen
    assert reader.folded <= MOST["folded"], reader.folded
    assert page.evaluate(WORDS)["seen"] <= PROGRAM_WORDS


def test_a_press_that_comes_too_early_answers_nothing(page, server):
    """A double tap, or a key held down, does not answer the questions of the page that comes then."""
    page.goto("/start/")
    page.get_by_role("button", name="Begin").click()
    no = page.locator("[name='red_flags.saddle_numbness'][value=no]")
    no.scroll_into_view_if_needed()
    box = no.bounding_box()
    assert box is not None
    at = "(ms) => { const [one] = document.querySelector('form').getAnimations(); one.pause(); one.currentTime = ms; }"
    for ms in (200, 600):
        page.evaluate(at, ms)
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        no.focus()
        for key in ("Space", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        expect(page.locator(":checked")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
        assert page.url.endswith("/start/signs-nerves/")
    page.evaluate("document.querySelector('form').getAnimations()[0].finish()")
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(no).to_be_checked()
    button = page.get_by_role("link", name="Do I need help now?")
    page.reload()
    page.evaluate(at, 200)
    button.click()
    expect(page).to_have_url(re.compile("/emergency/$"))


def test_none_of_these_waits_for_the_last_sign(page, server):
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto("/start/")
    page.get_by_role("button", name="Begin").click()
    page.goto("/start/signs-sudden/")
    page.evaluate("document.querySelector('form').getAnimations()[0].finish()")
    none = page.locator("[name='all.vessels'][value=none]")
    expect(none).to_be_disabled()
    none.evaluate("e => e.click()")
    expect(none).not_to_be_checked()
    page.locator("[name='all.legs'][value=some]").focus()
    page.keyboard.press("Tab")
    expect(none).to_be_focused()
    expect(page.get_by_text("in one calf")).to_be_in_viewport()
    expect(none).to_be_enabled()
    page.keyboard.press("Space")
    expect(none).to_be_checked()


def test_only_some_opens_the_answers_to_each_and_no_answer_is_ever_hidden(page, server):
    page.goto("/start/")
    page.get_by_role("button", name="Begin").click()
    page.goto("/start/signs-sudden/")
    page.evaluate("document.querySelector('form').getAnimations()[0].finish()")
    group = page.locator("section.list", has_text="heart")
    rows = group.locator(".each input")
    unsure = page.locator("[name='red_flags.breathless'][value=unsure]")
    expect(rows.filter(visible=True)).to_have_count(0)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Heart, breathing, blood vessels")
    assert chart(server) == []
    page.evaluate("document.querySelector('form').getAnimations()[0].finish()")
    page.locator("[name='all.vessels'][value=some]").check()
    check_access(page)
    unsure.check()
    page.locator("#each-vessels legend").last.scroll_into_view_if_needed()
    group.get_by_role("radio", name="None of the others", exact=True).check()
    expect(unsure).to_be_visible()
    page.locator("#all-legs").scroll_into_view_if_needed()
    page.locator("#all-legs").get_by_role("radio", name="None of these", exact=True).check()
    page.locator("[name='red_flags.self_harm'][value=no]").check()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("See a doctor today")
    (event,) = chart(server)
    assert [sign for sign, told in event["intake"]["red_flags"].items() if told != "no"] == ["breathless"]
    assert len(event["intake"]["red_flags"]) == 10


def test_without_a_network_in_the_middle_what_was_entered_stays_and_goes_on(browser, server):
    context = browser.new_context(viewport=PHONE, base_url=server.url, locale="en-US", timezone_id="UTC")
    page = context.new_page()
    wrong = watched(page, server, allowed=("ERR_CONNECTION_REFUSED", "Failed to fetch"))
    page.goto("/start/")
    page.get_by_role("button", name="Begin").click()
    page.goto("/start/who/")
    page.locator("[name='person.age']").fill("45")
    page.locator("[name='person.decides_for_self'][value=yes]").check()
    page.locator("label.part-low_back path").click()
    for away, back in (
        (lambda: context.set_offline(True), lambda: context.set_offline(False)),
        (server.kill, server.start),
    ):
        away()
        page.get_by_role("button", name="Continue", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("needs a connection")
        expect(page.locator("[name='person.age']")).to_have_value("45")
        back()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page).to_have_url(re.compile("/start/signs-nerves/$"))
    page.goto("/start/who/")
    expect(page.locator("[name='person.age']")).to_have_value("45")
    context.close()
    assert wrong == []


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

"""From the first page to the next morning with the keyboard alone; the focus is always seen and never lost."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect
from tests.browser.test_start_journey import Hand, chart

MOST_KEYS = 90
"""Pressed on the way from the first page to *Start*."""
FAR = 160
"""No page has more stops than this; who has not arrived by then is in a trap."""
STOP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const ringed = (one) => {
        const { outlineStyle, outlineWidth } = one ? getComputedStyle(one) : { outlineStyle: "none" };
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
            && one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    const shown = [e, e.nextElementSibling, e.closest("label")].find(ringed);
    const box = (shown ?? e).getBoundingClientRect();
    const own = (top) => top && (e.contains(top) || shown?.contains(top) || top.closest("label")?.contains(e));
    const some = [0.5, 0.1, 0.9];
    const clear = some.some(x => some.some(
        y => own(document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))));
    return {what: e.outerHTML.slice(0, 120), seen: !!shown, clear, told: e.tabIndex < 0};
}"""
"""Where the focus is, whether a ring shows it, and whether nothing lies over it; null when it is nowhere."""
RESTED = "() => document.getAnimations().every(one => one.animationName !== 'settle')"
"""Whether the questions have been in sight long enough to be answered."""
SHOWN = "stop.told || stop.seen && stop.clear"


class Keys(Hand):
    """A person without a pointer."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.wrong: dict[str, None] = {}
        self.keys = 0

    def key(self, name: str) -> None:
        self.keys += 1
        if name != "Tab":
            self.page.wait_for_function(RESTED)  # earlier it would answer nothing
        self.page.keyboard.press(name)

    def look(self) -> None:
        """Note a stop that is not shown, or that something hides. A heading that was moved to needs no ring."""
        try:
            self.page.wait_for_function(f"() => {{ const stop = ({STOP})(); return !stop || {SHOWN}; }}", timeout=1000)
        except TimeoutError:
            self.wrong[f"{self.page.url}: {self.page.evaluate(STOP)}"] = None

    def kept(self) -> None:
        """The focus is somewhere on the page."""
        assert self.page.evaluate(STOP) is not None, f"{self.page.url}: the focus is lost"

    def to(self, place: Locator, key: str = "Tab") -> None:
        """Go on with Tab until the focus is there."""
        expect(place).to_be_visible()
        for _ in range(FAR):
            if place.evaluate("e => e === document.activeElement"):
                return
            self.key(key)
            self.look()
        raise AssertionError(f"{self.page.url}: {place} is out of reach")

    def enter(self, place: Locator) -> None:
        self.to(place)
        self.key("Enter")

    def leave(self, place: Locator) -> None:
        self.to(place)
        with self.page.expect_navigation():
            self.key("Enter")

    def press(self, name: str) -> None:
        """A button that leads to another page; an answer of a form of questions continues by itself."""
        if name == "Continue" and self.page.locator("form.questions input:focus").count():
            with self.page.expect_navigation():
                return self.key("Enter")
        return self.leave(self.page.get_by_role("button", name=name, exact=True))

    def none_of_these(self, name: str, part: str) -> None:
        """The answer below the list is its one stop."""
        none = self.page.locator(f"[name='all.{part}'][value=none]")
        self.to(none)
        expect(none).to_be_enabled()
        self.key("Space")
        expect(none).to_be_checked()

    def choose(self, name: str, value: str) -> None:
        group = self.page.locator(f"input[name='{name}']")
        wanted = group.and_(self.page.locator(f"[value='{value}']"))
        if wanted.get_attribute("type") == "radio":
            self.to(group.first)
            if wanted.evaluate("e => e === document.activeElement"):
                self.key("Space")
            elif wanted.and_(self.page.locator(".scale input")).count():
                for digit in value:
                    self.key(digit)
            elif wanted.evaluate("(e, all) => e === all.at(-1)", group.element_handles()):
                self.key("ArrowUp")  # from the first to the last
            while not wanted.is_checked():
                self.key("ArrowDown")
                self.look()
        else:
            self.to(wanted)
            self.key("Space")
        expect(wanted).to_be_checked()

    def write(self, name: str, text: str) -> None:
        self.to(self.page.locator(f"[name='{name}']"))
        self.keys += len(text)
        self.page.keyboard.type(text)

    def mark(self, part: str) -> None:
        self.choose("episode.where", part)


def test_from_the_first_page_to_the_next_morning(page, server):
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script("window.speechSynthesis && (speechSynthesis.speak = () => {})")
    hand = Keys(page)
    page.goto("/start/")
    skip_to_the_content(hand)
    hand.keys = 0
    hand.all_the_way()
    expect(page.get_by_role("link", name="Start", exact=True)).to_be_focused()
    assert hand.keys + 1 <= MOST_KEYS, hand.keys
    hand.leave(page.get_by_role("link", name="Go to today").first)
    skip_to_the_content(hand)
    hand.leave(page.locator("a.button.big[href='/session/']"))
    the_session(hand)
    the_end(hand, server)
    server.at("2026-03-03T07:30:00+00:00")
    page.clock.set_system_time("2026-03-03T07:30:00+00:00")
    page.reload()
    hand.leave(page.locator("a.button[href='/morning/']"))
    hand.choose("pain", "3")
    hand.press("Save")
    expect(page).to_have_url(re.compile(r"/morning/\?of="))
    assert [event["type"] for event in chart(server)] == ["intake", "session", "correction", "morning"]
    assert "\n".join(hand.wrong) == ""


def skip_to_the_content(hand: Keys) -> None:
    """The first stop leads past the header."""
    link = hand.page.locator(".skip-link")
    hand.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    hand.look()
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#main")).to_be_focused()
    hand.page.keyboard.press("Tab")
    assert hand.page.evaluate("document.getElementById('main').contains(document.activeElement)")
    hand.page.keyboard.press("Shift+Tab")


def the_session(hand: Keys) -> None:
    """Start, pause, skip, say how hard it was, look into each dialog and out again, finish."""
    page, play = hand.page, hand.page.locator("#play")
    hand.choose("before", "3")
    hand.enter(page.locator("#start"))
    expect(page.locator("#name")).to_be_focused()
    page.clock.run_for(500)
    for playing in ("false", "true"):
        page.keyboard.press("Space")
        expect(play).to_have_attribute("data-playing", playing)
    hand.enter(page.locator("#more"))
    hand.kept()
    hand.enter(page.locator("#skip"))
    hand.kept()
    for _ in range(200):
        if play.get_attribute("data-kind") == "effort":
            break
        page.clock.fast_forward(2000)
    hand.enter(page.get_by_role("button", name="Just right", exact=True))
    page.clock.run_for(500)
    hand.kept()
    for opener, dialog in (("#hurts", "#hurt-dialog"), ("#change", "#change-dialog"), ("#leave", "#leave-dialog")):
        hand.enter(page.locator(opener))
        expect(page.locator(dialog)).to_be_visible()
        assert page.locator(dialog).evaluate("e => e.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(page.locator(opener)).to_be_focused()
    page.keyboard.press("Enter")
    hand.enter(page.locator("#finish"))
    expect(page.locator("#closing-title")).to_be_focused()


def the_end(hand: Keys, server) -> None:
    """The closing questions, and the one a quarter of an hour later."""
    page = hand.page
    hand.enter(page.locator("#different"))
    expect(page.locator("#questions-title")).to_be_focused()
    hand.choose("during", "3")
    hand.choose("after", "2")
    hand.choose("leg", "none")
    hand.choose("adverse", "no")
    hand.enter(page.locator("#closing-form button[type=submit]"))
    expect(page.locator("#after-title")).to_be_focused()
    page.locator("#kept").get_by_text("Saved.").wait_for()
    page.clock.run_for(16 * 60_000)
    server.at("2026-03-02T09:00:00+00:00")
    hand.kept()
    hand.choose("lasted", "no")
    with page.expect_response("**/sync/"):
        hand.enter(page.locator("#quarter-form button[type=submit]"))
    hand.kept()
    hand.leave(page.get_by_role("link", name="Back to today").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")

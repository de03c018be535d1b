"""Eight weeks of a made-up person, through the pages: three sessions a week, walks, measures, less and less pain."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.browser.conftest import example

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAYS = 59
TICK_MS = 2000
"""The player takes no more than this at a time, however long the device slept."""


def pain_on(day: int) -> int:
    """Five at the start, one at the end."""
    return max(1, 5 - day // 12)


class Life:
    """One person with a browser, day by day."""

    def __init__(self, page, server) -> None:
        self.page, self.server = page, server
        self.day = 0

    def wake(self, day: int, hour: int = 8) -> None:
        """A morning: the clocks of both machines, then Today."""
        self.day = day
        now = BEGIN.replace(hour=hour) + timedelta(days=day)
        self.server.at(now)
        self.page.clock.set_system_time(now)
        self.page.goto("/")

    def answer_what_comes_first(self) -> None:
        """Danger signs, the morning after, measures: whatever Today asks."""
        page = self.page
        if page.locator("a.button[href='/safety/']").count():
            page.goto("/safety/")
            for no in page.locator("form[data-event=screen] input[value=no]").all():
                no.check()
            self.send("form[data-event=screen]")
            page.goto("/")
        if page.locator("a.button[href='/morning/']").count():
            page.goto("/morning/")
            page.locator(f"input[name=pain][value='{pain_on(self.day)}']").check(force=True)
            self.send("form#morning")
            page.goto("/")
        due = [link.get_attribute("href") for link in page.locator("main a[href^='/measures/']").all()]
        for address in dict.fromkeys(due):
            self.measure(address)
        page.goto("/")

    def measure(self, address: str) -> None:
        """Fill one measure in: pain as it is, own activities and change growing with the weeks."""
        self.page.goto(address)
        better = min(10, 4 + self.day // 10)
        wanted = {"nprs_back": pain_on(self.day), "nprs_leg": 0, "psfs": better, "groc": min(6, self.day // 9)}
        value = wanted[address.split("/")[2]]
        for field in self.page.locator(f"form[data-event=measure] input[type=radio][value='{value}']").all():
            field.check(force=True)
        self.send("form[data-event=measure]")

    def send(self, form: str) -> None:
        """Send a form, and wait until the page that follows it is there and the report is with the server."""
        with self.page.expect_navigation():
            self.page.locator(f"{form} button.big").click()

    def session(self) -> None:
        """Today's session from Start to the last question, with the player's own clock."""
        page, pain = self.page, pain_on(self.day)
        page.locator("a.button.big[href='/session/']").click()
        page.locator("#setup .scale-choice").nth(pain).click()
        page.get_by_role("button", name="Start", exact=True).click()
        page.locator("#play").wait_for()
        for _ in range(900):
            if page.locator("#closing").is_visible():
                break
            page.clock.fast_forward(TICK_MS)
        page.locator("#different").click()
        for name in ("during", "after"):
            page.locator(f"#closing-form input[name={name}][value='{pain}']").check(force=True)
        page.locator("#leg-question").get_by_text("No", exact=True).click()
        page.locator("#closing-form button[type=submit]").click()
        page.locator("#kept").get_by_text("Saved.").wait_for()

    def walk(self) -> None:
        """The walk that Today proposes."""
        if self.page.locator("form[data-event=aerobic] button").count():
            with self.page.expect_navigation():
                self.page.locator("form[data-event=aerobic] button").first.click()

    def chart(self) -> list[dict]:
        """All that was written down."""
        return [json.loads(line) for line in self.page.request.get("/export/events.jsonl").text().splitlines()]


def test_eight_weeks_through_the_pages(page, server):
    intake = example("desk-worker-38")
    intake["time"] = {"minutes": 10, "per_day": 1, "days_per_week": 3}
    server.fill([{"id": "intake-1", "at": BEGIN.isoformat(), "type": "intake", "intake": intake}])
    page.add_init_script("window.speechSynthesis && (speechSynthesis.speak = () => {})")
    life, stages, sessions = Life(page, server), [], 0
    for day in range(DAYS):
        life.wake(day)
        life.answer_what_comes_first()
        stages.append(page.locator("a.where").text_content().strip())
        if page.locator("a.button.big[href='/session/']").count():
            life.session()
            sessions += 1
            page.goto("/")
        life.walk()
    kinds = [event["type"] for event in life.chart()]
    assert kinds.count("session") == sessions >= 22
    assert kinds.count("morning") >= 20 and kinds.count("screen") >= 7 and kinds.count("aerobic") >= 20
    assert kinds.count("measure") >= 12
    told = list(dict.fromkeys(stage.split("·")[-1].strip() for stage in stages))
    assert told == ["Calm and move", "Stabilize", "Strengthen and function", "Maintain"]
    page.goto("/progress/")
    assert page.locator("main svg").count()
    page.goto("/progress/why/")
    assert "A little more" in page.locator("main").text_content()

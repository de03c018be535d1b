"""A day and what may happen on it: a morning, a flare, a leg that gets worse."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
MORNING = "2026-02-11T08:00:00+00:00"


@pytest.fixture
def midway(server, page):
    """The server in week five of a good course."""
    rows = [json.loads(row) for row in (ROOT / "examples/charts/good-course.jsonl").read_text().splitlines()]
    for row in rows:
        row["at"] = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC).isoformat()
        row.pop("actor", None)
    server.at(MORNING)
    server.fill([row for row in rows if row["at"] < "2026-02-10T18:30" and row["type"] != "edit"])
    page.clock.set_fixed_time(MORNING)
    return server


def no_to_all(page) -> None:
    """Answer no to every danger sign."""
    for sign in page.locator("fieldset.sign").all():
        sign.get_by_text("No", exact=True).click()


def no_by_theme(page) -> None:
    """The same by theme: one press fills in what has no answer, in sight, and leaves what was answered."""
    first = page.locator("fieldset.sign").first
    first.get_by_text("Not sure", exact=True).click()
    for theme in page.locator("section.signs").all():
        theme.locator("fieldset").last.scroll_into_view_if_needed()
        for button in theme.get_by_role("button", name="No to all").all():
            button.click()
            expect(theme.get_by_text("Filled in above")).to_be_visible()
    expect(first.get_by_label("Not sure")).to_be_checked()
    first.get_by_text("No", exact=True).click()
    for sign in page.locator("section.signs:not(:has(.no-to-all)) fieldset").all():
        sign.get_by_text("No", exact=True).click()


def pain(page, name: str, value: int) -> None:
    """Choose a number on a pain scale."""
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def test_a_day_and_what_may_happen_on_it(page, midway):
    page.goto("/")
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    page.get_by_role("link", name="Tell us how it is").click()
    pain(page, "pain", 2)
    page.get_by_text("A little", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="What it means for today")).to_be_visible()
    expect(page.get_by_text("Mild sore muscles")).to_be_visible()

    page.goto("/")
    expect(page.get_by_role("link", name="Tell us how it is")).to_have_count(0)
    minutes = page.get_by_label("Minutes").input_value()
    page.get_by_role("button", name="I did this").click()
    expect(page.get_by_text(f"Reported today: {minutes} min")).to_be_visible()

    page.get_by_role("link", name="Is this pain normal?").click()
    page.get_by_text("During an exercise").click()
    pain(page, "pain", 6)
    pain(page, "before", 2)
    page.get_by_text("No, not in the leg").click()
    page.locator('input[name="lasting"][value="no"]').check()
    page.get_by_role("button", name="Show what to do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too much. Stop for today.")
    page.get_by_role("link", name="It hurts more than usual today").click()

    pain(page, "pain", 7)
    no_by_theme(page)
    page.get_by_role("button", name="This is a flare").click()
    expect(page.get_by_role("heading", name="You are in a flare-up: day 1")).to_be_visible()
    page.get_by_role("link", name="The flare-up is over").click()
    pain(page, "pain", 3)
    page.get_by_role("button", name="The flare-up is over").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("You are in a flare")).to_have_count(0)

    page.get_by_role("link", name="Something changed").click()
    page.get_by_role("link", name="My leg").click()
    page.get_by_text("Farther down the leg").click()
    page.get_by_text("Longer, or it is still so").click()
    page.get_by_text("Below the knee").click()
    page.locator('input[name="numbness"][value="yes"]').check()
    page.get_by_text("Yes, and it is new").click()
    expect(page.get_by_text("See a doctor about this today.")).to_be_visible()
    no_to_all(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="See a doctor today")).to_be_visible()
    expect(page.get_by_role("link", name="Start", exact=True)).to_have_count(0)
    page.get_by_role("link", name="A page to take with you").click()
    expect(page.get_by_role("heading", name="Danger signs")).to_be_visible()

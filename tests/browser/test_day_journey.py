"""A day and what may happen on it: a morning, a flare, a leg that gets worse; every page held against WCAG 2.2 AA."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
MORNING = "2026-02-11T08:00:00+00:00"
PAGES = (
    "/", "/program/", "/pain-check/", "/pain-check/?when=after&pain=6&before=3&leg=down&lasting=yes", "/morning/",
    "/safety/", "/changed/", "/leg/", "/flare/", "/progress/", "/progress/why/", "/progress/summary/",
    "/measures/nprs_back/", "/measures/psfs/", "/measures/groc/", "/measures/rmdq-24/",
)  # fmt: skip


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


def pain(page, name: str, value: int) -> None:
    """Choose a number on a pain scale."""
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def test_a_day_and_what_may_happen_on_it(page, midway):
    page.goto("/")
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    page.get_by_role("link", name="Say how it is").click()
    pain(page, "pain", 2)
    page.get_by_text("A little", exact=True).click()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", name="What it means for today")).to_be_visible()
    expect(page.get_by_text("Mild sore muscles")).to_be_visible()

    page.goto("/")
    expect(page.get_by_role("link", name="Say how it is")).to_have_count(0)
    page.get_by_role("button", name="I did this").click()
    expect(page.get_by_text("Written down today: 30 min")).to_be_visible()

    page.get_by_role("link", name="Is this pain normal?").click()
    page.get_by_text("During an exercise").click()
    pain(page, "pain", 6)
    pain(page, "before", 2)
    page.get_by_text("No, not in the leg").click()
    page.locator('input[name="lasting"][value="no"]').check()
    page.get_by_role("button", name="Tell me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too much. Stop for today.")
    page.get_by_role("link", name="It hurts more than usual today").click()

    pain(page, "pain", 7)
    no_to_all(page)
    page.get_by_role("button", name="This is a flare").click()
    expect(page.get_by_role("heading", name="You are in a flare: day 1")).to_be_visible()
    page.get_by_role("link", name="The flare is over").click()
    pain(page, "pain", 3)
    page.get_by_role("button", name="The flare is over").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("You are in a flare")).to_have_count(0)

    page.get_by_role("link", name="Something changed").click()
    page.get_by_role("link", name="My leg").click()
    page.get_by_text("Further down the leg").click()
    page.get_by_text("Longer, or it is still so").click()
    page.get_by_text("Below the knee").click()
    page.locator('input[name="numbness"][value="yes"]').check()
    page.get_by_text("Yes, and it is new").click()
    expect(page.get_by_text("Have this looked at by a doctor today.")).to_be_visible()
    no_to_all(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="See a doctor today")).to_be_visible()
    expect(page.get_by_role("link", name="Start", exact=True)).to_have_count(0)
    page.get_by_role("link", name="A page to take along").click()
    expect(page.get_by_role("heading", name="Screening")).to_be_visible()


@pytest.mark.skipif(not AXE.is_file(), reason="axe is not installed (make frontend)")
def test_every_page_is_accessible_in_both_themes_and_fits(page, midway):
    found = []
    rules = {"light": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "dark": ["cat.color"]}
    for theme, tags in rules.items():
        page.emulate_media(color_scheme=theme)
        for address in PAGES:
            page.goto(address)
            page.evaluate(AXE.read_text())
            result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", tags)
            found += [f"{theme} {address} {v['id']}: {v['nodes'][0]['target']}" for v in result["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{theme} {address}: wider than the screen")
    assert found == []

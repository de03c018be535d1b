"""One's own: search, an exercise, wishes that change Today, settings, a copy, and the end of it all."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect
from tests.browser.serving import Server


def test_search_wish_settings_copy_and_the_end(page: Page, filled: Server):
    page.goto("/library/")
    page.get_by_role("searchbox").fill("brige")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Bridge").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge")
    first = _a_wish_changes_today(page)
    _settings_change_pages(page)
    _a_copy(page, first)
    _the_end(page)


def _a_wish_changes_today(page: Page) -> str:
    """Take the first exercise of the session out, and back in. Returns its id."""
    name = _session(page)[0]
    page.goto(f"/library/{name}/")
    page.get_by_role("button", name="Not this one").click()
    expect(page.get_by_role("heading", name="Left out because you asked us to")).to_be_visible()
    assert name not in _session(page)
    page.goto("/")
    expect(page.locator(f'a[href="/library/{name}/"]')).to_have_count(0)
    page.goto(f"/library/{name}/")
    page.get_by_role("button", name="I want it back").click()
    expect(page.get_by_role("heading", name="Left out because you asked us to")).to_have_count(0)
    return name


def _session(page: Page) -> list[str]:
    """Exercises of the session, as the player gets them."""
    return [item["exercise"] for item in page.request.get("/session.json").json()["session"]["items"]]


def _settings_change_pages(page: Page) -> None:
    page.goto("/settings/program/")
    page.get_by_role("radio", name="10", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your program now fits")).to_be_visible()
    page.goto("/settings/display/")
    page.get_by_label("Dark").check()
    page.get_by_label("Español").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 18, 24)"
    page.goto("/library/bridge/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Puente")
    page.goto("/settings/display/")
    page.get_by_label("English").check()
    page.locator("main button[type=submit]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def _a_copy(page: Page, first: str) -> None:
    page.goto("/settings/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything (chart file)").click()
    events = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert [(e["type"], e.get("wish")) for e in events] == [
        ("intake", None), ("swap", "not_this"), ("arrange", None), ("arrange", None),
    ]  # fmt: skip
    assert events[1]["exercise"] == first


def _the_end(page: Page) -> None:
    page.get_by_role("link", name="Erase everything").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("make sure").fill("erase")
    page.get_by_role("button", name="Erase everything now").click()
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()
    assert page.request.get("/export/events.jsonl").text() == ""

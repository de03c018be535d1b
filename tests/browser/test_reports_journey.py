"""A report is made, undone, put right; and it arrives whatever the browser does with its database."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, START, watched

BLOCKED = {
    "forbidden": "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }",
    "refused": "indexedDB.open = () => { const asked = {}; setTimeout(() => { asked.onerror && asked.onerror(); });"
    " asked.error = new DOMException('no', 'UnknownError'); return asked; }",
    "silent": "indexedDB.open = () => ({})",
    "none": "Object.defineProperty(window, 'indexedDB', {get: () => null})",
    "nothing allowed": """const denied = () => new DOMException("no", "SecurityError");
        for (const name of ["localStorage", "sessionStorage", "indexedDB"])
            Object.defineProperty(window, name, {get: () => { throw denied() }});
        LockManager.prototype.request = ServiceWorkerContainer.prototype.register = async () => { throw denied() };
        Clipboard.prototype.writeText = async () => { throw denied() };""",
}


def walks(page: Page) -> list[dict]:
    text = page.request.get("/export/events.jsonl").text()
    return [event for line in text.splitlines() if (event := json.loads(line))["type"] == "aerobic"]


def walk(page: Page) -> None:
    page.goto("/")
    page.locator("#walk-minutes").fill("12")
    with page.expect_navigation():
        page.locator("form[data-event=aerobic] button").click()


def test_a_report_is_undone_with_one_tap_and_another_is_put_right(page, filled):
    walk(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert page.locator(".told").count() == 0
    walk(page)
    page.goto("/reports/")
    page.get_by_role("link", name="Walk or similar").last.click()
    page.get_by_label("Minutes").fill("15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Minutes: 15")).to_be_visible()
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Minutes: 12")).to_be_visible()


def test_without_a_network_what_is_put_right_waits_in_its_form(page, filled):
    walk(page)
    page.goto("/reports/")
    page.get_by_role("link", name="Walk or similar").last.click()
    page.get_by_label("Minutes").fill("20")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("needs a connection")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Minutes: 20")).to_be_visible()


@pytest.mark.parametrize("how", [*BLOCKED, "deleted"])
def test_a_report_arrives_once_whatever_becomes_of_the_database(browser, filled, how: str):
    context = browser.new_context(base_url=filled.url, locale="en-US", timezone_id="UTC", viewport=PHONE)
    context.clock.install(time=START)
    page = context.new_page()
    wrong = watched(page, filled)
    if how in BLOCKED:
        page.add_init_script(BLOCKED[how])
    page.goto("/")
    page.locator("#walk-minutes").fill("12")
    if how == "deleted":
        other = context.new_page()
        other.goto("/settings/")
        deleted = "new Promise((done) => { indexedDB.deleteDatabase('birddog').onsuccess = done })"
        other.evaluate(f"async () => {{ await {deleted} }}")
    page.locator("form[data-event=aerobic] button").click()
    for _ in range(100):
        if walks(page):
            break
        page.clock.run_for(500)
        page.wait_for_timeout(20)
    assert len(walks(page)) == 1
    expect(page.locator(".told")).to_contain_text("12 min")
    context.close()
    assert wrong == []


def test_what_a_browser_does_not_allow_is_said_where_it_matters_and_fails_nowhere(page, filled):
    page.add_init_script(BLOCKED["nothing allowed"])
    page.goto("/settings/reminders/")
    page.get_by_text("If the button does nothing").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copy the highlighted address")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith(filled.url)
    page.goto("/session/")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#play")).to_be_visible()

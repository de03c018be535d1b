"""Days without a network: what is written is kept and arrives once, in order; pages come from the cache."""

from __future__ import annotations

import json
import signal
import sqlite3
import time

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, START, watched

NO_NETWORK = ("net::ERR", "Failed to fetch", "Failed to load resource")
FORM = """(said) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = "/log/pain/"; form.dataset.event = "pain"; form.id = "tell";
  form.innerHTML = `<input type="hidden" name="id" value="${crypto.randomUUID()}">
    <input type="hidden" name="next" value="/">
    <input type="hidden" name="said" value="${said}"><label>Back <input name="back"></label><button>Tell</button>`;
  document.getElementById("main").append(form);
}"""


@pytest.fixture
def phone(browser, filled):
    """A page whose console may say that there is no network."""
    context = browser.new_context(viewport=PHONE, base_url=filled.url, locale="en-US", timezone_id="UTC")
    opened = context.new_page()
    opened.clock.install(time=START)
    wrong = watched(opened, filled, NO_NETWORK)
    yield opened
    context.close()
    assert wrong == []


def tell(page: Page, pain: int, said: str = "Thank you") -> None:
    """Report pain through a form such as every page has."""
    page.evaluate(FORM, said)
    page.locator("#tell input[name=back]").fill(str(pain))
    with page.expect_navigation():
        page.locator("#tell button").click()


def pains(server) -> list[int]:
    """The pains that are in the chart, in the order in which they were taken in."""
    with sqlite3.connect(f"file:{server.home}/birddog.sqlite3?mode=ro", uri=True) as db:
        rows = db.execute("SELECT body FROM records_event WHERE type = 'pain' ORDER BY number").fetchall()
    return [json.loads(body)["back"] for (body,) in rows]


def sessions(server) -> list[str]:
    """When the sessions in the chart were done."""
    with sqlite3.connect(f"file:{server.home}/birddog.sqlite3?mode=ro", uri=True) as db:
        rows = db.execute("SELECT body FROM records_event WHERE type = 'session' ORDER BY number").fetchall()
    return [json.loads(body)["at"] for (body,) in rows]


def arrived(server, expected: list[int]) -> None:
    """Wait until these pains are in the chart, and no others."""
    until(lambda: len(pains(server)) >= len(expected))
    assert pains(server) == expected


def until(check, seconds: float = 10) -> None:
    """Wait until ``check`` holds."""
    limit = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.05)


def end_session(page: Page, during: int) -> None:
    """Begin the session of the page, end it at once, and say how the worst pain was."""
    page.goto("/session/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#leave").click()
    page.locator("#finish").click()
    page.locator("#different").click()
    page.locator(f"input[name=during][value='{during}']").check(force=True)
    page.locator("#closing-form").get_by_role("button").last.click()
    expect(page.locator("#after")).to_be_visible()


def everything_kept(page: Page) -> None:
    """Wait until the service worker has all that the server wants kept."""
    finished = """async () => {
        for (const name of await caches.keys())
          if (name.startsWith("birddog-pages-") && await (await caches.open(name)).match("/kept-index")) return true;
        return false;
    }"""
    until(lambda: page.evaluate(finished), 60)


def test_a_day_offline_arrives_once_and_in_order(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    phone.context.set_offline(True)
    phone.reload()
    line = phone.locator("#connection")
    expect(line).to_contain_text("This page is as of 8:00 AM.")
    expect(line).to_contain_text("Offline")
    for pain in (1, 2, 3):
        tell(phone, pain)
        expect(phone.get_by_text("Kept on this device. It is sent")).to_be_visible()
    expect(line).to_contain_text("3 reports are waiting to be sent.")
    phone.reload()
    expect(line).to_contain_text("3 reports are waiting to be sent.")
    for path in ("/session/", "/library/", "/lessons/hurt-vs-harm/", "/emergency/", "/flare/"):
        phone.goto(path)
        expect(phone.locator("#main"), path).not_to_contain_text("This page is not on your device yet")
    assert phone.evaluate("fetch('/session.json').then(answer => answer.status)") == 200
    phone.goto("/routines/")
    expect(phone.locator("#main")).to_contain_text("This page is not on your device yet")
    assert pains(filled) == []

    phone.context.set_offline(False)
    phone.goto("/")
    expect(line).to_be_hidden()
    arrived(filled, [1, 2, 3])
    tell(phone, 4)
    expect(phone.get_by_text("Thank you")).to_be_visible()
    arrived(filled, [1, 2, 3, 4])


def test_a_lost_answer_a_double_click_and_a_refusal(phone, filled):
    phone.goto("/")
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    phone.context.route("**/sync/", lose, times=1)
    tell(phone, 5)
    expect(phone.get_by_text("Kept on this device. It is sent")).to_be_visible()
    assert lost == [200]
    phone.clock.run_for(10_000)
    expect(phone.locator("#connection")).to_be_hidden()
    arrived(filled, [5])

    phone.evaluate(FORM, "Thank you")
    phone.locator("#tell input[name=back]").fill("6")
    with phone.expect_navigation():
        phone.locator("#tell button").dblclick()
    expect(phone.get_by_text("Thank you")).to_be_visible()
    arrived(filled, [5, 6])

    phone.evaluate(FORM, "Thank you")
    phone.locator("#tell input[name=back]").fill("60")
    phone.locator("#tell button").click()
    expect(phone.locator("#tell .refused")).to_contain_text("allowed: 0 to 10")
    expect(phone.locator("#tell input[name=back]")).to_have_value("60")
    phone.locator("#tell input[name=back]").fill("7")
    phone.locator("#tell button").click()
    expect(phone.get_by_text("Thank you")).to_be_visible()
    arrived(filled, [5, 6, 7])


def test_what_waits_outlives_the_tab_and_the_server(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    filled.kill()
    tell(phone, 2)
    expect(phone.get_by_text("Kept on this device. It is sent")).to_be_visible()
    context = phone.context
    phone.close()
    filled.start()
    again = context.new_page()
    again.clock.install(time=START)
    again.goto("/")
    arrived(filled, [2])
    expect(again.locator("#connection")).to_be_hidden()


def test_the_pages_of_one_person_go_when_another_comes(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    mine = phone.evaluate("document.querySelector('meta[name=person]').content")
    phone.evaluate("navigator.serviceWorker.controller.postMessage({ whose: 'somebody-else' })")
    until(lambda: f"birddog-pages-{mine}" not in phone.evaluate("caches.keys()"))
    phone.context.set_offline(True)
    phone.goto("/")
    expect(phone.locator("#main")).to_contain_text("This page is not on your device yet")


def test_a_danger_sign_told_offline_holds_the_session_that_was_kept(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    phone.context.set_offline(True)
    phone.goto("/session/")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible()
    phone.goto("/safety/")
    for sign in phone.locator("fieldset.sign").all():
        sign.locator("input[value=no]").check()
    phone.locator("input[name='red_flags.fever'][value=yes]").check()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Done").click()
    phone.goto("/session/")
    expect(phone.get_by_role("heading", name="No exercises for now")).to_be_visible()
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_hidden()
    expect(phone.get_by_role("link", name="Emergency")).to_be_visible()

    phone.context.set_offline(False)
    phone.goto("/")
    until(lambda: phone.request.get("/session.json").json()["session"] is None)
    phone.goto("/session/")
    expect(phone.get_by_role("heading", name="No session now")).to_be_visible()


def test_a_kept_session_asks_again_when_danger_signs_are_due(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    phone.context.set_offline(True)
    phone.clock.set_system_time("2026-03-08T08:00:00+00:00")
    phone.goto("/session/")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible()
    phone.clock.set_system_time("2026-03-09T08:00:00+00:00")
    phone.goto("/session/")
    expect(phone.get_by_role("heading", name="No exercises for now")).to_be_visible()
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_hidden()


def test_a_device_without_room_says_so_and_sends_when_it_can(phone, filled):
    phone.goto("/")
    phone.evaluate(FORM, "Thank you")
    quota = {"origin": filled.url, "quotaSize": 1}
    phone.context.new_cdp_session(phone).send("Storage.overrideQuotaForOrigin", quota)
    phone.context.set_offline(True)
    phone.locator("#tell input[name=back]").fill("4")
    phone.locator("#tell button").click()
    expect(phone.get_by_text("This device has no room to keep this")).to_be_visible()
    expect(phone.locator("#tell input[name=back]")).to_have_value("4")
    phone.context.set_offline(False)
    arrived(filled, [4])
    with phone.expect_navigation():
        phone.locator("#tell button").click()
    expect(phone.get_by_text("Thank you")).to_be_visible()
    arrived(filled, [4])


def test_a_kept_session_stops_when_the_server_knows_better(phone, filled):
    """On a slow network the kept page comes first; a danger sign was told on another device in the meantime."""
    phone.goto("/")
    everything_kept(phone)
    sign = {"id": "elsewhere", "at": START, "type": "screen", "red_flags": {"all_others": "no", "fever": "yes"}}
    filled.tell([sign])
    filled.running.send_signal(signal.SIGSTOP)
    phone.goto("/session/")
    phone.get_by_role("button", name="Start", exact=True).click()
    expect(phone.locator("#play")).to_be_visible()
    filled.running.send_signal(signal.SIGCONT)
    expect(phone.get_by_role("heading", name="No exercises for now")).to_be_visible()
    expect(phone.locator("#play")).to_be_hidden()
    phone.keyboard.press("Space")
    expect(phone.get_by_text("Please stop here.")).to_be_visible()


def test_a_session_that_hurt_is_not_done_again_as_it_was(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    phone.context.set_offline(True)
    end_session(phone, 9)
    phone.clock.set_system_time("2026-03-03T08:00:00+00:00")
    phone.goto("/session/")
    expect(phone.get_by_role("heading", name="No exercises for now")).to_be_visible()
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_hidden()


def test_days_offline_have_a_session_each(phone, filled):
    phone.goto("/")
    everything_kept(phone)
    phone.context.set_offline(True)
    for day in (2, 3):
        phone.clock.set_system_time(f"2026-03-0{day}T08:00:00+00:00")
        end_session(phone, 2)
        phone.reload()
        expect(phone.locator("#after")).to_be_visible()
    filled.at("2026-03-03T09:00:00+00:00")
    phone.context.set_offline(False)
    phone.goto("/")
    until(lambda: len(sessions(filled)) == 2)
    assert [at[:10] for at in sessions(filled)] == ["2026-03-02", "2026-03-03"]

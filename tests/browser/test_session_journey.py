"""The guided session from the first page to the chart: with a fast clock, without a network, by keyboard alone."""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import PHONE, START, watched
from tests.browser.pages import against_axe

SILENT = "window.speechSynthesis && (speechSynthesis.speak = () => {})"


@pytest.fixture
def player(page, filled):
    """The session page, quiet."""
    page.add_init_script(SILENT)
    page.goto("/session/")
    return page


def begin(page, before: int | None = None) -> None:
    if before is not None:
        page.locator("#setup .scale-choice").nth(before).click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#play").wait_for()


def kind(page) -> str:
    return page.locator("#play").get_attribute("data-kind")


def run_until(page, *kinds: str) -> None:
    """Let time pass until a step of one of these kinds begins, or the questions come."""
    for _ in range(900):
        if page.locator("#closing").is_visible() or kind(page) in kinds:
            return
        page.clock.run_for(1000)
    raise AssertionError(f"never came to {kinds}")


def close(page, during: int, after: int) -> None:
    page.locator("#closing").wait_for()
    page.get_by_role("button", name="Something was different").click()
    for name, pain in (("during", during), ("after", after)):
        page.locator(f"#closing-form input[name={name}][value='{pain}']").check(force=True)
    page.locator("#closing-form #leg-question").get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Save my answers").click()
    page.locator("#after").wait_for()


def chart(page) -> list[dict]:
    answer = page.request.get("/export/events.jsonl")
    assert answer.ok
    return [json.loads(line) for line in answer.text().splitlines()]


def sessions(page) -> list[dict]:
    return [event for event in chart(page) if event["type"] == "session"]


def plan(page) -> dict:
    return json.loads(page.locator("script#plan").text_content())


def until_written_down(page) -> None:
    """Let time pass until the server has it. Requests give up by the page's clock: it stands while one is under way."""
    under_way: set = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    for _ in range(600):
        if page.locator("#kept").get_by_text("Saved.").is_visible():
            return
        if not under_way:
            page.clock.run_for(2_000)
        page.wait_for_timeout(50)
    raise AssertionError("never written down")


def test_a_whole_session_reaches_the_chart(player, filled):
    page, todo = player, plan(player)
    begin(page, before=3)
    run_until(page, "move", "out")
    assert page.locator("#picture > svg").count() == 1
    assert page.locator("#of").text_content() == f"of {todo['items'][0]['dose']['reps']}"
    for effort in ("Easy", "Just right", "Hard"):
        run_until(page, "effort")
        page.get_by_role("button", name=effort, exact=True).click()
    run_until(page, "never")
    close(page, during=3, after=2)
    page.locator("#kept").get_by_text("Saved.").wait_for()
    (event,) = sessions(page)
    assert [item["exercise"] for item in event["items"]] == [item["exercise"] for item in todo["items"]]
    assert [item.get("effort") for item in event["items"]][:3] == [2, 5, 8]
    assert all(item["done"] == "yes" and item["reps"] for item in event["items"])
    assert (event["pain_before"], event["pain_during"], event["pain_after"], event["leg"]) == (3, 3, 2, "none")

    assert not page.locator("#quarter").is_visible()
    page.clock.run_for(16 * 60_000)
    filled.at("2026-03-02T09:00:00+00:00")
    page.locator("#quarter").wait_for()
    page.locator("#quarter-form").get_by_text("Yes, it still is").click()
    with page.expect_response("**/sync/"):
        page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#quarter").wait_for(state="hidden")
    (fixed,) = [event for event in chart(page) if event["type"] == "correction"]
    assert fixed["corrects"] == event["id"] and fixed["change"]["over_mild_minutes"] >= 16


def test_it_hurts_and_another_one_instead(player):
    page, todo = player, plan(player)
    begin(page)
    run_until(page, "move", "out")
    page.get_by_role("button", name="This hurts").click()
    page.locator("#hurt-dialog .scale-choice").nth(7).click()
    page.locator("[data-down=no]").click()
    page.locator("#hurt-answer").wait_for()
    assert todo["items"][0]["hurt"]["says"][0] in page.locator("#hurt-says").text_content()
    page.get_by_role("button", name="Continue with the next exercise").click()
    assert page.locator("#name").text_content() == todo["items"][1]["name"]

    page.get_by_role("button", name="Easier or harder").click()
    easier = todo["items"][1]["easier"][0]
    page.get_by_role("switch", name="From now on").click()
    page.locator("#choices-easier button").first.click()
    assert page.locator("#amount").text_content() == easier["amount"]

    page.get_by_role("button", name="This hurts").click()
    page.locator("[data-down=yes]").click()
    page.get_by_role("button", name="It stays down the leg").click()
    page.get_by_role("button", name="Save my answers").click()
    page.get_by_role("link", name="Answer the danger signs now").wait_for()
    page.locator("#kept").get_by_text("Saved.").wait_for()
    (event,) = sessions(page)
    assert event["items"][0] | {"exercise": ""} == {"exercise": "", "done": "no", "reps": 0, "pain": 7, "hurt": True}
    assert (event["leg"], event["leg_exercise"]) == ("down", easier["exercise"])
    assert "pain_before" not in event and "leg_minutes" not in event
    assert [e["wish"] for e in chart(page) if e["type"] == "swap"] == ["easier"]
    page.goto("/session/")
    assert "/safety/" in page.url


def test_interrupted_it_goes_on_where_it_was(player):
    page = player
    begin(page, before=4)
    run_until(page, "effort")
    run_until(page, "move", "out")
    where = page.locator("#where").text_content()
    page.reload()
    page.get_by_text("You stopped in the middle").wait_for()
    page.get_by_role("button", name="Continue where you were").click()
    page.locator("#play").wait_for()
    assert page.locator("#where").text_content() == where == f"Exercise 2 of {len(plan(page)['items'])}"
    run_until(page, "never")
    # The battery dies right after the last question: the device had no time to put it with what waits to be sent.
    page.evaluate("""() => {
        IDBObjectStore.prototype.add = function () { this.transaction.abort(); };
        window.fetch = async () => { throw new TypeError("off") };
    }""")
    close(page, during=1, after=1)
    page.get_by_text("This device has no room").wait_for()
    assert sessions(page) == []
    page.reload()
    page.locator("#kept").get_by_text("Saved.").wait_for()
    (event,) = sessions(page)
    assert event["pain_before"] == 4 and event["items"][0]["done"] == "yes"


def test_without_the_server_it_goes_on_and_arrives_once(browser, filled):
    context = browser.new_context(base_url=filled.url, locale="en-US", timezone_id="UTC", viewport=PHONE)
    page = context.new_page()
    page.clock.install(time=START)
    wrong = watched(page, filled, allowed=("ERR_CONNECTION_REFUSED", "Failed to fetch"))
    page.add_init_script(SILENT)
    page.goto("/session/")
    page.wait_for_load_state("networkidle")
    begin(page, before=2)
    run_until(page, "move", "out")
    filled.kill()
    run_until(page, "never")
    close(page, during=2, after=2)
    page.get_by_text("Kept on this device. It is sent").wait_for()
    filled.start()
    until_written_down(page)
    page.reload()
    assert len(sessions(page)) == 1
    context.close()
    assert wrong == []


def test_by_keyboard_alone_and_for_everyone(player):
    page = player
    assert against_axe(page) == []
    page.get_by_role("button", name="Start", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("#play").wait_for()
    page.clock.run_for(500)
    assert against_axe(page) == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert kind(page) in ("move", "out")
    page.keyboard.press("Space")
    assert page.locator("#play").get_attribute("data-playing") == "false"
    assert against_axe(page) == []
    page.keyboard.press("Space")
    page.locator("#hurts").focus()
    page.keyboard.press("Space")
    assert page.locator("#hurt-dialog").is_visible() and page.locator("#play").get_attribute("data-playing") == "false"
    assert against_axe(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#play").get_attribute("data-playing") == "true"
    page.locator("#change").press("Enter")
    assert against_axe(page) == []
    page.keyboard.press("Escape")
    page.locator("#lying").press("Enter")
    assert against_axe(page) == []
    small = page.evaluate("""() => [...document.querySelectorAll("#play button, #play a")].filter(e => e.offsetParent)
        .map(e => [e.id || e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, r]) => r.width < 55.9 || r.height < 55.9)""")
    assert small == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = (
        "() => [...document.querySelectorAll('#play *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    )
    assert page.evaluate(f"({wide})().map(e => e.id || e.className)") == []
    page.locator("#leave").press("Enter")
    page.get_by_role("button", name="Finish").press("Enter")
    page.locator("#closing").wait_for()
    assert against_axe(page) == []

"""Every ending of a session x what can go wrong: the events are those of a session finished by its form, each once."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from tests.browser.conftest import PHONE, START, example, watched
from tests.browser.serving import Server

NEXT_DAY = "2026-03-03T09:00:00+00:00"
BLOCKED = "indexedDB.open = () => { throw new DOMException('not allowed here', 'SecurityError') }"
ANSWERING = """const asked = window.fetch;
window.fetch = async (address, how) => {
    if (address !== "/sync/") return asked(address, how);
    const answer = await window.takeReports(how.body);
    if (answer === null) throw new TypeError("no network");
    return new Response(answer, {headers: {"Content-Type": "application/json"}});
};"""
"""Reports go to the test and never to the server, also from a page that is closed in that moment."""
SILENT = "window.speechSynthesis && (speechSynthesis.speak = () => {})"


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """One server for all; what is told is taken by the test, so that every session is the first one."""
    made = Server(tmp_path_factory.mktemp("endings"))
    made.at(START)
    made.start()
    made.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
    yield made
    made.stop()


@dataclass
class Device:
    """A browser, and the chart that its reports come into: each id once, as the server takes them."""

    context: BrowserContext
    server: Server
    chart: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    online: bool = True

    def take(self, body: str) -> str | None:
        """What the server does with reports; ``None`` when it cannot be reached."""
        if not self.online:
            return None
        receipts = []
        for event in json.loads(body)["events"]:
            known = self.chart.setdefault(event["id"], event)
            same = {**known, "at": ""} == {**event, "at": ""}
            if not same:
                self.refused.append(event["id"])
            receipts.append({"id": event["id"], "status": "already" if same else "refused", "message": ""})
        return json.dumps({"receipts": receipts})

    def open(self, address: str) -> Page:
        """A page of this device."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def events(self) -> list[dict[str, Any]]:
        """What came in, without ids and times."""
        return [{k: v for k, v in event.items() if k not in ("id", "at")} for event in self.chart.values()]

    def came(self, expected: list[dict[str, Any]], page: Page) -> None:
        """Wait until just this is in the chart."""
        for _ in range(100):
            if len(self.events()) >= len(expected):
                break
            page.clock.run_for(500)
            page.wait_for_timeout(20)
        page.wait_for_timeout(50)
        assert self.events() == expected
        assert self.refused == []


def fresh(browser: Browser, serving: Server) -> Device:
    """A browser on the first morning."""
    context = browser.new_context(
        viewport=PHONE, base_url=serving.url, locale="en-US", timezone_id="UTC", service_workers="block"
    )
    made = Device(context, serving)
    context.clock.install(time=START)
    context.expose_binding("takeReports", lambda _, body: made.take(body))
    context.add_init_script(ANSWERING)
    context.add_init_script(SILENT)
    return made


@pytest.fixture
def device(browser: Browser, serving: Server):
    """A fresh browser; nothing must have gone wrong."""
    made = fresh(browser, serving)
    wrong: list[list[str]] = []
    made.context.on("page", lambda page: wrong.append(watched(page, serving)))
    yield made
    made.context.close()
    assert [text for page in wrong for text in page] == []


def begin(page: Page) -> None:
    """Begin, do one repetition, and say that it hurts."""
    page.locator("#setup .scale-choice").nth(3).click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#skip").click()
    page.locator("#skip").click()
    page.clock.run_for(15_000)
    page.locator("#hurts").click()
    page.locator("#hurt-dialog .scale-choice").nth(7).click()
    page.locator("[data-down=no]").click()
    page.locator("#hurt-next").click()
    page.locator("#change").click()
    page.get_by_role("switch", name="From now on").click()
    page.locator("#leave-out").click()


def to_questions(page: Page) -> None:
    page.locator("#leave").click()
    page.locator("#finish").click()
    page.locator("#closing-form").wait_for()


def answer(page: Page) -> None:
    """Answer the three questions."""
    for name, value in (("during", 6), ("after", 5), ("leg", "same"), ("adverse", "yes")):
        page.locator(f"#closing-form input[name={name}][value='{value}']").check(force=True)
    page.locator("#adverse-note").fill("I felt faint")
    page.locator("#adverse-note").blur()


def to_the_answers(page: Page) -> None:
    """Through a session to its end, with the questions answered and not saved yet."""
    begin(page)
    to_questions(page)
    answer(page)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Save my answers").click()
    page.locator("#after").wait_for()


# ---- endings: each does the same and tells the same, and returns a page that is open afterwards
def by_its_form(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    to_the_answers(page)
    finish(page)
    return page


def resumed(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    begin(page)
    page.close()
    page = device.open("/session/")
    expect(page.locator("#setup")).to_be_hidden()
    page.get_by_role("button", name="Continue where you were").click()
    to_questions(page)
    answer(page)
    finish(page)
    return page


def at_its_questions(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    to_the_answers(page)
    page.close()
    device.context.clock.set_system_time(NEXT_DAY)
    return device.open("/")


def at_its_questions_and_back(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    to_the_answers(page)
    page.close()
    page = device.open("/session/")
    expect(page.locator("#closing-form input[name=during][value='6']")).to_be_checked()
    expect(page.locator("#adverse-note")).to_have_value("I felt faint")
    finish(page)
    return page


# ---- endings in the middle: nothing is answered at the end
def unanswered(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    begin(page)
    to_questions(page)
    finish(page)
    return page


def left(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    begin(page)
    page.close()
    device.context.clock.set_system_time(NEXT_DAY)
    return device.open("/")


def started_again(device: Device, page: Page, finish: Callable[[Page], None]) -> Page:
    begin(page)
    page.reload()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#play").wait_for()
    return page


ANSWERED = (by_its_form, resumed, at_its_questions, at_its_questions_and_back)


def killed_while_saving(page: Page) -> None:
    """The tab goes in the moment of the tap."""
    page.evaluate("document.querySelector('#closing-form button[type=submit]').click()")
    page.close()


def twice(page: Page) -> None:
    page.evaluate("""() => { const form = document.getElementById("closing-form");
        form.requestSubmit(); form.requestSubmit(); document.getElementById("usual").click(); }""")
    page.locator("#after").wait_for()


def in_another_tab(device: Device) -> Callable[[Page], None]:
    """Opened in a second tab at the questions, and saved in both."""

    def finish(page: Page) -> None:
        other = device.open("/session/")
        page.locator("#elsewhere").wait_for()
        submit(other)
        with suppress(Error):  # what hurt makes the first page load anew, perhaps just now
            page.evaluate("document.getElementById('closing-form').requestSubmit()")

    return finish


KEPT = ("online", "offline", "indexeddb-blocked")
ALL = (*KEPT, "tab-killed", "two-tabs", "twice")
MATRIX = [
    *((by_its_form, condition) for condition in ALL),
    *((resumed, condition) for condition in (*KEPT, "two-tabs")),
    *((at_its_questions, condition) for condition in KEPT),
    *((at_its_questions_and_back, condition) for condition in ("online", "tab-killed", "two-tabs")),
    *((unanswered, condition) for condition in ("tab-killed", "twice")),
    *((left, condition) for condition in KEPT),
    *((started_again, condition) for condition in KEPT),
]
"""A session that nobody finishes has no moment of saving that could be cut off or doubled."""


@pytest.fixture(scope="module")
def expected(browser: Browser, serving: Server) -> dict[str, list[dict[str, Any]]]:
    """The events of a session finished by its form, with all answers and with none."""
    found = {}
    for name, ending in (("answered", by_its_form), ("middle", unanswered)):
        device = fresh(browser, serving)
        ending(device, device.open("/session/"), submit)
        for _ in range(100):
            if len(device.chart) == 2:
                break
            device.context.clock.run_for(100)
        found[name] = device.events()
        device.context.close()
    return found


def test_what_the_form_writes(expected):
    session, wish = expected["answered"]
    assert session["items"][0]["hurt"] and session["items"][0]["pain"] == 7 and session["items"][0]["done"] == "partly"
    told = {
        name: session[name] for name in ("pain_before", "pain_during", "pain_after", "leg", "adverse", "adverse_note")
    }
    assert told == {
        "pain_before": 3, "pain_during": 6, "pain_after": 5, "leg": "same", "adverse": "yes",
        "adverse_note": "I felt faint",
    }  # fmt: skip
    assert (wish["type"], wish["wish"]) == ("swap", "not_this")
    assert "leg" not in expected["middle"][0] and expected["middle"][1] == wish


@pytest.mark.parametrize(("ending", "condition"), MATRIX, ids=lambda each: getattr(each, "__name__", each))
def test_the_same_events_once_each(device: Device, expected, ending, condition: str):
    wanted = expected["answered" if ending in ANSWERED else "middle"]
    finish: Callable[[Page], None] = submit
    if condition == "indexeddb-blocked":
        device.context.add_init_script(BLOCKED)
    device.online = condition != "offline"
    if condition == "tab-killed":
        finish = killed_while_saving
    if condition == "two-tabs":
        finish = in_another_tab(device)
    if condition == "twice":
        finish = twice
    page = ending(device, device.open("/session/"), finish)
    if page.is_closed():
        page = device.open("/")
    if condition == "offline":
        page.wait_for_timeout(100)
        device.online = True
        device.context.clock.set_system_time(NEXT_DAY)
        page = device.open("/")
    device.came(wanted, page)


def test_no_more_than_usual_is_one_tap(device: Device):
    page = device.open("/session/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#skip").click()
    page.locator("#skip").click()
    page.clock.run_for(9_000)
    page.locator("#leave").click()
    page.locator("#finish").click()
    page.get_by_role("button", name="No more than usual").click()
    page.locator("#after").wait_for()
    for _ in range(50):
        if device.chart:
            break
        page.wait_for_timeout(20)
    (event,) = device.events()
    assert (event["usual"], event["adverse"]) == (True, "no")


def test_a_session_in_which_nothing_was_done_or_told_writes_nothing_and_says_so(device: Device):
    page = device.open("/session/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#leave").click()
    page.locator("#finish").click()
    page.get_by_role("button", name="Something was different").click()
    submit(page)
    expect(page.locator("#kept")).to_contain_text("nothing was saved")
    page.wait_for_timeout(100)
    assert device.chart == {}


def test_what_one_person_did_is_not_told_for_another(device: Device):
    page = device.open("/session/")
    begin(page)
    page.close()
    page = device.open("/")
    page.evaluate("""() => {
        for (const name of Object.keys(localStorage).filter((one) => one.startsWith("birddog-session:")))
            localStorage[name] = JSON.stringify({...JSON.parse(localStorage[name]), owner: "somebody-else"});
    }""")
    page.close()
    device.context.clock.set_system_time(NEXT_DAY)
    page = device.open("/session/")
    expect(page.locator("#resume")).to_be_hidden()
    page.wait_for_timeout(200)
    assert device.chart == {}

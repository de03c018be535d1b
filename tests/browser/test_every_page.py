"""What every page must be: accessible in both themes, of our own making, light, and whole at any width."""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import ROOT, START, example, watched
from tests.browser.pages import CLINIC, FILES, PAGES, VIEWS, against_axe_in_both_themes, overflows, too_small
from tests.browser.serving import Server

SEEN = [pytest.param(address, id=name) for name, address in [*PAGES.items(), *zip(VIEWS, VIEWS, strict=True)]]
WIDTHS = (390, 768, 1440)
MOST_BYTES = 100_000
"""First load of Today, compressed, without fonts."""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A server with two weeks of an example course behind it."""
    server = Server(tmp_path_factory.mktemp("lived-in"))
    lines = (ROOT / "examples/charts/good-course.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    for event in events:
        event.pop("actor", None)
        event["at"] += "" if "+" in event["at"] else "+00:00"
    some = [event for event in events[: len(events) // 2] if event["type"] != "edit"]  # a therapist's
    next(e for e in some if e["type"] == "session")["id"] = "session-1"
    server.at(some[-1]["at"])
    server.start()
    server.fill(some)
    yield server
    server.stop()


@pytest.fixture
def tab(browser, lived_in):
    """A page of a phone; at the end nothing must have gone wrong."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=lived_in.url, locale="en-US")
    opened = context.new_page()
    wrong = watched(opened, lived_in)
    yield opened
    context.close()
    assert wrong == []


def test_the_list_of_pages_is_whole():
    from birddog.web.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == set(PAGES) | FILES | CLINIC


@pytest.mark.parametrize("address", SEEN)
def test_a_page_is_accessible_and_whole(tab, address):
    """In both themes, at every width, and with text twice as large: one visit, since a page only changes its style."""
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    whole = tab.evaluate("() => document.documentElement.scrollHeight")
    tab.set_viewport_size({"width": 390, "height": whole})  # the bar at the bottom hides nothing that can be scrolled
    assert against_axe_in_both_themes(tab) == []
    assert too_small(tab) == []
    wide = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        wide += [width] if overflows(tab) else []
    assert wide == []
    tab.set_viewport_size({"width": 640, "height": 900})
    tab.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert not overflows(tab), "with text twice as large"


def test_today_is_light_on_first_load(browser, server):
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=server.url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    loaded: dict[str, float] = {}
    kinds: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on("Network.loadingFinished", lambda e: loaded.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto("/", wait_until="load")
    weighed = {kinds.get(r, "?"): 0.0 for r in loaded}
    for request, size in loaded.items():
        weighed[kinds.get(request, "?")] += size
    total = sum(size for kind, size in weighed.items() if kind != "Font")
    assert 0 < total <= MOST_BYTES, weighed
    context.close()

"""A session listened to and looked at from two meters: nothing is cut or said over work, and all is large."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.browser.conftest import ROOT, START, watched

SPEECH = (ROOT / "tests/browser/speech.js").read_text()
"""A headless browser has no voices: this one logs what is said, from when to when, and whether it was cut."""
WATCHED = """() => { window.work = []; const waiting = new Set(["prepare", "ready", "switch", "rest", "effort"]);
    new MutationObserver(() => {
        const play = document.getElementById("play"), kind = play.dataset.kind;
        const last = window.work.at(-1);
        if (!last || last.kind !== kind) window.work.push({kind, works: !waiting.has(kind), at: performance.now()});
    }).observe(document.getElementById("play"), {attributes: true, attributeFilter: ["data-kind"]}); }"""


@pytest.mark.parametrize(("locale", "lying"), [("en-US", False), ("es-MX", True)])
def test_a_session_is_said_whole_and_large(browser, filled, locale: str, lying: bool):
    for width, height in ((390, 844), (844, 390)):
        context = browser.new_context(
            base_url=filled.url, locale=locale, timezone_id="UTC", viewport={"width": width, "height": height}
        )
        page = context.new_page()
        page.clock.install(time=START)
        page.add_init_script(SPEECH)
        wrong = watched(page, filled)
        page.goto("/session/")
        if lying:
            page.locator("input[name=lying_down]").check(force=True)
        page.evaluate(f"({WATCHED})()")
        page.locator("#start").click()
        page.clock.run_for(3_000)
        share = "document.getElementById('picture').getBoundingClientRect().height / innerHeight"
        size = "parseFloat(getComputedStyle(document.getElementById('caption')).fontSize)"
        assert page.evaluate(share) >= 0.449 and page.evaluate(size) >= 32
        holds: list[float] = []
        for _ in range(220 if width < height else 60):
            if page.locator("#closing").is_visible():
                break
            kind = page.locator("#play").get_attribute("data-kind")
            if kind == "hold" and not holds:
                holds.append(page.evaluate("document.getElementById('count').getBoundingClientRect().height"))
            page.clock.run_for(4_000)
        assert holds and min(holds) >= 150
        said, work = page.evaluate("window.said"), page.evaluate("window.work")
        assert [one["text"] for one in said if one["cut"]] == []
        begins = [(one["at"], after["at"]) for one, after in pairwise(work) if one["works"]]
        long = [one for one in said if len(one["text"]) > 25 and one["to"] is not None]
        assert len(long) >= 4
        over = [
            one["text"] for one in long for start, end in begins if one["from"] < end - 50 and one["to"] > start + 300
        ]
        assert over == []
        context.close()
        assert wrong == []

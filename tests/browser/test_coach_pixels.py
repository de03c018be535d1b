"""From pixels to a count: the browser's camera sees our own figure, drawn and moving, and the real detector finds it.

For a quiet machine, and not in every run: it is part of ``make prove PART=coach``. It says that the whole way works, of
a drawn figure; it says nothing about people.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Playwright
from tests.browser.conftest import FLAGS, PHONE, START, chromium
from tests.browser.test_coach_journey import CAMERA, turn_on
from tests.browser.test_session_journey import SILENT, begin

from birddog import figures
from birddog.body.anthropometry import Body
from birddog.body.motion import keyframes
from birddog.catalog.movements import drill
from birddog.web.live.wire import WHOLE

EXERCISE, TIMES, FPS, SHOWN_AT = "cat-cow", 3, 10, 30
TEMPO, STILL_S = 1.25, 30
SHOW = "t => { const s = document.querySelector('svg'); s.pauseAnimations(); s.setCurrentTime(t); }"
PAGE = """<body style="margin:0;background:#d8d2c8;display:grid;place-items:center;height:480px">
<div style="width:600px">%s</div><style>svg{width:100%%;height:auto;max-height:470px}</style></body>"""


@pytest.fixture(scope="module")
def video(tmp_path_factory, driver: Playwright) -> Path:
    """The animated figure as a film, JPEG after JPEG: it stands still for long, then moves, again and again."""
    length = keyframes(drill(EXERCISE).movement, Body(), "right", 2.0).line.length / TEMPO
    moments = [0.0, *(TEMPO * k / FPS for k in range(1, round(TIMES * length * FPS)))]
    path = tmp_path_factory.mktemp("figure") / "figure.mjpeg"
    with path.open("wb") as film:
        browser = driver.chromium.launch(executable_path=chromium(driver), args=FLAGS)
        page = browser.new_page(viewport={"width": 640, "height": 480})
        page.set_content(PAGE % figures.svg(EXERCISE, figures.Asked("animated")))
        for moment in moments:
            page.evaluate(SHOW, moment)
            picture = page.screenshot(type="jpeg", quality=85)
            film.write(picture * (SHOWN_AT // FPS if moment else SHOWN_AT * STILL_S))
        browser.close()
    return path


def test_our_own_figure_is_found_and_counted_in_what_the_camera_sees(video, filled, driver):
    frames: list[int] = []
    told: list[dict] = []
    browser = driver.chromium.launch(
        executable_path=chromium(driver),
        args=[*FLAGS, *CAMERA, f"--use-file-for-fake-video-capture={video}"],
    )
    context = browser.new_context(viewport=PHONE, base_url=filled.url, permissions=["camera"], service_workers="block")
    page = context.new_page()
    page.clock.install(time=START)
    page.add_init_script(SILENT)

    def hear(socket) -> None:
        socket.on("framesent", lambda payload: frames.append(len(payload)))
        socket.on("framereceived", lambda payload: told.append(json.loads(payload)))

    def stands(seconds: float) -> bool:
        late = [m for m in told if "at" in m and m["at"] > told[-1].get("at", 0) - 1000 * seconds]
        return len(late) > 5 * seconds and {m["state"] for m in late} <= {"ready", "resting"}

    page.on("websocket", hear)
    turn_on(page)
    while not stands(6):
        page.wait_for_timeout(200)
    told.clear()
    begin(page)
    while not (stands(6) and told[-1]["count"]):
        page.wait_for_timeout(200)
    browser.close()
    assert sum(size == WHOLE for size in frames) >= 0.9 * len(frames)
    assert [message["seen"]["reps"] for message in told if "seen" in message][-1] == TIMES

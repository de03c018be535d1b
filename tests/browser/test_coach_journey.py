"""The camera coach in a browser: landmarks put in at the detector's boundary, what leaves the page, and doing without.

The film is one of the second generator (synthetic truth). In these tests the detector's worker is replaced; the camera
is the browser's own test picture.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright
from tests.body.coach import generator
from tests.browser.conftest import FLAGS, PHONE, START, chromium, watched
from tests.browser.pages import against_axe
from tests.browser.test_session_journey import SILENT, begin, chart, close, run_until

from birddog.web.live.wire import HEAD, MOST_BYTES, WHOLE

STATIC = Path(__file__).resolve().parents[2] / "src" / "birddog" / "web" / "static" / "birddog"
EXERCISE, TIMES = "cat-cow", 2  # the first exercise of the desk worker's session
CAMERA = ["--use-fake-device-for-media-stream"]
WATCH_TRACKS = """
window.tracks = [];
const media = navigator.mediaDevices, real = media.getUserMedia.bind(media);
media.getUserMedia = async (asked) => { const s = await real(asked); window.tracks.push(...s.getTracks()); return s; };
"""
DETECTOR = """
const film = FILM;
let next = 0, runs = false, at = 0;
new BroadcastChannel("film").onmessage = () => { runs = true; next = 0; };
self.onmessage = ({ data }) => {
  if (data.do === "load") return self.postMessage({ told: "ready" });
  data.bitmap.close();
  const [image, seen, world] = film[runs ? Math.min(next++, film.length - 1) : 0];
  at += 100;
  const trembles = image.map((x) => x + 0.004 * (Math.random() - 0.5));
  const found = { told: "found", at, aspect: 16 / 9, light: 0.5, marks: { image: trembles, seen, world } };
  setTimeout(() => self.postMessage(found), 40); // no quicker than a device: a server that is busy lets frames go
};
"""


@pytest.fixture(scope="module")
def camera(driver: Playwright):
    """A Chromium with a test picture for a camera."""
    running = driver.chromium.launch(executable_path=chromium(driver), args=[*FLAGS, *CAMERA])
    yield running
    running.close()


@pytest.fixture(scope="module")
def film() -> str:
    """The detector of this file: it finds one person who does the exercise."""
    take = generator.take(EXERCISE, generator.Scene(repetitions=TIMES, fps=10, noise=0.004), np.random.default_rng(3))
    there = np.isfinite(take.image).all(axis=(1, 2))
    frames = [
        [image[:, :2].ravel().round(4).tolist(), seen.round(3).tolist(), world.ravel().round(3).tolist()]
        for image, seen, world in zip(take.image[there], take.visibility[there], take.world[there], strict=True)
    ]
    return DETECTOR.replace("FILM", json.dumps(frames))


class Watched:
    """All that a page sends: requests with what they carry, sockets with the length of each message."""

    def __init__(self, page: Page) -> None:
        self.requests: list[tuple[str, int]] = []
        self.frames: list[int] = []
        self.sockets: list[str] = []
        page.context.on("request", lambda one: self.requests.append((one.url, len(one.post_data_buffer or b""))))
        page.on("websocket", self._socket)

    def _socket(self, socket) -> None:
        self.sockets.append(socket.url)
        socket.on("framesent", lambda payload: self.frames.append(len(payload)))


def opened(camera: Browser, server, film: str, allowed: bool = True):
    context = camera.new_context(
        viewport=PHONE, base_url=server.url, locale="en-US", timezone_id="UTC", service_workers="block",
        permissions=["camera"] if allowed else [],
    )  # fmt: skip
    page = context.new_page()
    page.clock.install(time=START)
    page.add_init_script(SILENT)
    page.add_init_script(WATCH_TRACKS)
    page.route("**/coach/worker*.mjs", lambda route: route.fulfill(body=film, content_type="text/javascript"))
    return page


def turn_on(page: Page) -> None:
    page.goto("/session/")
    page.get_by_role("switch", name="Camera coach").check(force=True)


def all_off(page: Page) -> bool:
    states = page.evaluate("window.tracks.map((track) => track.readyState)")
    return bool(states) and set(states) == {"ended"}


def test_landmarks_become_a_count_that_the_person_confirms(camera, filled, film):
    page = opened(camera, filled, film)
    wrong, seen = watched(page, filled, ("Service Worker registration",)), Watched(page)
    page.goto("/session/")
    assert not any("/coach/" in url for url, _ in seen.requests), "loaded before it was opened"
    turn_on(page)
    page.locator("#coach-state").get_by_text("I can see you").wait_for()
    assert page.locator("#coach-light").is_visible()
    assert "from the side" in (page.locator("#coach-place").text_content() or "")
    assert against_axe(page) == []
    page.get_by_role("radio", name="Yes").check()
    page.locator("#coach-state").get_by_text("Two people are in the picture").wait_for()
    page.get_by_role("radio", name="No, only me").check()
    page.locator("#coach-state").get_by_text("I can see you").wait_for()
    page.get_by_role("switch", name="Show only the line figure").check(force=True)
    assert page.locator("#coach-video").evaluate("(video) => getComputedStyle(video).visibility") == "hidden"

    begin(page)
    page.locator("#coach-says").get_by_text("I can see you").wait_for()
    assert page.locator("#coach-light-here").is_visible()
    page.evaluate("new BroadcastChannel('film').postMessage('go')")
    page.locator("#coach-count").get_by_text(str(TIMES), exact=True).wait_for(timeout=60_000)
    run_until(page, "effort")
    assert page.locator("#coach-proposed").text_content() == str(TIMES)
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Save this number").click()
    page.locator("#leave").click()
    page.locator("#finish").click()
    page.locator("#closing").wait_for()
    assert all_off(page)
    close(page, during=2, after=2)
    page.locator("#kept").get_by_text("Saved.").wait_for()

    told = chart(page)
    (session,) = [event for event in told if event["type"] == "session"]
    assert session["items"][0] == {"exercise": EXERCISE, "done": "partly", "reps": TIMES + 1}
    saw = next(event for event in told if event["type"] == "coach")
    assert (saw["exercise"], saw["reps"], saw["session"]) == (EXERCISE, TIMES, session["id"])
    assert saw["judged"] > 0.9
    assert {row["joint"] for row in saw["ranges"]} and all(row["within"] > 0 for row in saw["ranges"])
    shown = page.request.get("/progress/").text()
    assert f"Cat and cow</a>: {TIMES} times" in shown

    # what left the page: landmarks in messages of a fixed length, and what every session sends
    assert set(seen.frames) <= {HEAD.size, WHOLE} and max(seen.frames) <= MOST_BYTES
    assert len(seen.frames) > 100
    ours = rf"ws://127.0.0.1:{filled.port}/coach/\?exercise=[a-z-]+&language=en"
    assert all(re.fullmatch(ours, url) for url in seen.sockets)
    assert sum(size for _, size in seen.requests) <= 10_000
    assert wrong == []
    page.context.close()


def test_without_permission_the_session_goes_on_and_says_so(camera, filled, film):
    page = opened(camera, filled, film, allowed=False)
    wrong = watched(page, filled, ("Service Worker registration",))
    turn_on(page)
    page.locator("#coach-state").get_by_text("The camera is not allowed here. Your session works without").wait_for()
    assert not page.get_by_role("switch", name="Camera coach").is_checked()
    begin(page)
    assert not page.locator("#coach-line").is_visible()
    run_until(page, "move", "out")
    assert wrong == []
    page.context.close()


def test_without_the_model_and_when_the_page_is_left_no_camera_stays_on(camera, filled, film):
    page = opened(camera, filled, "self.onmessage = () => self.postMessage({ told: 'failed', why: 'no wasm' })")
    turn_on(page)
    page.locator("#coach-state").get_by_text("The coach could not be loaded. Your session works").wait_for()
    assert all_off(page)
    page.context.close()
    for leaves in (
        "dispatchEvent(new PageTransitionEvent('pagehide'))",
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))",
        "document.getElementById('coach-on').click()",
    ):
        page = opened(camera, filled, film)
        turn_on(page)
        page.locator("#coach-state").get_by_text("I can see you").wait_for()
        assert not all_off(page)
        page.evaluate(f"() => {{ {leaves} }}")
        assert all_off(page)
        assert not page.locator("#coach-light").is_visible()
        page.context.close()


def test_when_the_connection_is_lost_the_session_goes_on(camera, filled, film):
    page = opened(camera, filled, film)
    turn_on(page)
    page.locator("#coach-state").get_by_text("I can see you").wait_for()
    begin(page)
    page.locator("#coach-says").get_by_text("I can see you").wait_for()
    filled.stop()
    page.locator("#coach-says").get_by_text("The coach has no connection. Your session works without").wait_for()
    run_until(page, "move", "out")
    page.get_by_role("button", name="Camera off").click()
    assert all_off(page)
    page.context.close()


def test_no_part_of_it_could_send_a_picture():
    """No script makes a file or a stream of a picture, or knows another way out than to its own server."""
    ways = r"RTCPeerConnection|MediaRecorder|toDataURL|toBlob|convertToBlob|captureStream|sendBeacon"
    for script in (STATIC / "player.js", *(STATIC / "coach").glob("*js")):
        assert re.findall(ways, script.read_text(encoding="utf-8")) == [], script.name


def test_the_real_detector_runs_under_its_own_policy_and_sees_nobody_in_a_test_picture(camera, filled):
    context = camera.new_context(viewport=PHONE, base_url=filled.url, permissions=["camera"], service_workers="block")
    page = context.new_page()
    page.clock.install(time=START)
    page.add_init_script(SILENT)
    seen, policies = Watched(page), []
    context.on(
        "response",
        lambda one: policies.append(one.headers.get("content-security-policy", "")) if "/worker" in one.url else None,
    )
    turn_on(page)
    page.locator("#coach-state").get_by_text("I cannot see you yet").wait_for(timeout=60_000)
    for _ in range(100):
        if len(seen.frames) >= 5:
            break
        page.wait_for_timeout(100)
    assert set(seen.frames) == {HEAD.size}
    assert policies == ["default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"]
    assert [url for url, _ in seen.requests if not url.startswith(filled.url)] == []
    context.close()

"""The coach's socket under abuse: refused or closed with a reason, and a session beside it goes on."""

from __future__ import annotations

import struct
import time
from contextlib import contextmanager, suppress

import pytest
from tests.browser.serving import Server
from tests.coach_frames import write
from tests.hostile.raw import SENT, Browser
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from birddog.web.live.wire import HEAD, WHOLE, Picture

EXERCISE = "cat-cow"  # of the session that the server's person has today
NOBODY = float("nan")
CUT_OFF = 1006
"""The connection is gone before the reason could be read: whoever still sends when it closes may not get it."""


def frame(at: float) -> bytes:
    return write(Picture(at, 1.5, NOBODY, 0.5, None))


@contextmanager
def opened(server: Server, exercise: str = EXERCISE, **given):
    SENT["sockets"] += 1
    address = f"ws://127.0.0.1:{server.port}/coach/?exercise={exercise}"
    with connect(address, **{"origin": server.url, "open_timeout": 20, **given}) as link:
        yield link


def closed(link: ClientConnection, within_s: float = 10.0) -> tuple[int, str]:
    """Code and reason with which the server closes; whatever it says before is read."""
    until = time.monotonic() + within_s
    try:
        while time.monotonic() < until:
            link.recv(timeout=until - time.monotonic())
    except ConnectionClosed as error:
        return (error.rcvd.code, error.rcvd.reason) if error.rcvd else (CUT_OFF, "")
    raise AssertionError("it was not closed")


def test_a_session_is_told_what_the_coach_sees(server):
    with opened(server) as link:
        assert '"view":"side"' in link.recv(timeout=20)
        link.send(frame(0.0))
        assert '"state":"setting_up"' in link.recv(timeout=5)


WRONG = {
    "nothing": b"",
    "too short": frame(1.0)[:-1],
    "too long": frame(1.0) + b"x",
    "landmarks cut off": HEAD.pack(1, 255, 255, 1, 1000, 1500) + bytes(100),
    "landmarks that are not there": HEAD.pack(1, 255, 255, 1, 1000, 1500),
    "another version": HEAD.pack(2, 255, 255, 0, 1000, 1500),
    "no aspect": HEAD.pack(1, 255, 255, 0, 1000, 0),
    "floats that are no numbers": struct.pack("<5f", *[NOBODY] * 5) + bytes(WHOLE - 20),
    "text": "a frame",
    "JSON": '{"v":1,"landmarks":[NaN]}',
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_frame_closes_the_socket_with_the_reason(server, what):
    with opened(server) as link:
        link.send(WRONG[what])
        code, reason = closed(link)
    assert code == 4400
    assert "allowed" in reason


def test_a_message_that_is_too_long_is_not_read(server):
    for message in (bytes(521), bytes(5_000_000), [bytes(200)] * 50):  # the last one in parts
        with opened(server) as link:
            with suppress(ConnectionClosed):
                link.send(message)
            assert closed(link)[0] in (1009, CUT_OFF)


def test_time_that_does_not_rise_closes_the_socket(server):
    for later in (1.0, 0.5, 0.0):
        with opened(server) as link:
            link.send(frame(1.0))
            link.send(frame(later))
            assert closed(link) == (4400, f"time is {later:g} s after 1 s; it must rise")


def test_frames_that_come_too_fast_close_the_socket_and_one_beside_it_goes_on(server):
    with opened(server) as link:
        began = time.monotonic()
        with suppress(ConnectionClosed):
            for n in range(1, 1001):
                link.send(frame(n / 1000))
        assert closed(link)[0] == 4429
    assert time.monotonic() - began < 5
    assert b"</html>" in Browser(server).get("/")
    with opened(server) as link:
        link.recv(timeout=20)


def test_an_idle_socket_is_closed_and_a_ping_is_no_frame(server):
    with opened(server) as link:
        link.ping()
        began = time.monotonic()
        assert closed(link, 25) == (4408, "no frame for 15 s")
    assert 13 < time.monotonic() - began < 20


def test_another_site_and_a_caller_without_a_page_are_refused(server):
    wrong: dict[str, dict] = {
        "another site": {"origin": "http://example.org"},
        "another port": {"origin": f"http://127.0.0.1:{server.port + 1}"},
        "no page": {"origin": None},
        "a file": {"origin": "null"},
        "a name that is not ours": {"origin": "http://evil.example", "additional_headers": {"Host": "evil.example"}},
    }
    for given in wrong.values():
        with pytest.raises((InvalidStatus, ConnectionClosed)) as refused, opened(server, **given) as link:
            link.recv(timeout=5)
        assert "403" in str(refused.value) or "400" in str(refused.value)


def test_an_exercise_that_is_not_theirs_today_is_refused(server):
    for exercise in ("bodyweight-squat", "../../etc/passwd", "", "x" * 500):
        with opened(server, exercise) as link:
            code, reason = closed(link)
        assert code == 4403
        assert "not in the session of today" in reason


def test_a_second_page_takes_the_coach_over(server):
    with opened(server) as first:
        first.recv(timeout=20)
        with opened(server) as second:
            second.recv(timeout=20)
            assert closed(first) == (4409, "the coach is open on another page")
            second.send(frame(1.0))
            second.recv(timeout=5)

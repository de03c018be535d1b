"""Behind HTTPS nothing is told over plain HTTP, and only the proxy says what is what."""

from __future__ import annotations

import pytest
from tests.browser.conftest import START
from tests.browser.serving import Server
from tests.hostile.raw import head, said, status

PAGES = ("/", "/accounts/login/", "/emergency/", "/static/birddog/app.css", "/sw.js", "/nowhere/")


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A server with accounts that believes in a proxy on this machine."""
    made = Server(
        tmp_path_factory.mktemp("https"),
        environment={"BIRDDOG_ACCOUNTS": "true", "BIRDDOG_HTTPS": "yes", "BIRDDOG_HOSTS": "birddog.example.org"},
    )
    made.at(START)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("path", PAGES)
def test_plain_http_is_led_to_https(behind, path):
    for proof in ({}, {"X_Forwarded_Proto": "http"}, {"X-Forwarded_Proto": "https"}):
        answer = said(behind, _request(path, proof))
        assert status(answer) == 301, answer
        assert b"location: https://birddog.example.org/" in answer.lower()


def _request(path: str, more: dict[str, str]) -> bytes:
    rows = "".join(f"{name if '-' in name else name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    return f"GET {path} HTTP/1.1\r\nHost: birddog.example.org\r\n{rows}Connection: close\r\n\r\n".encode()


def test_through_the_proxy_all_is_served_and_cookies_are_for_https_only(behind):
    page = said(behind, _request("/accounts/login/", {"X_Forwarded_Proto": "https"}))
    assert status(page) == 200
    cookies = [row for row in page.lower().split(b"\r\n") if row.startswith(b"set-cookie")]
    assert cookies
    assert all(b"secure" in row for row in cookies)
    assert b"strict-transport-security" in page.lower()


def test_a_monitor_on_this_machine_needs_no_https(behind):
    assert status(said(behind, head("GET", "/healthz", Connection="close"))) == 200

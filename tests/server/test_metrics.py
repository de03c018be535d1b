"""Numbers about the server: on a port of their own, few, and nothing about people."""

from __future__ import annotations

import re
import socket
import time
import urllib.error
import urllib.request

import pytest
from tests.browser.serving import Server, free_port

from birddog.core.content.values import BirddogError
from birddog.server.metrics import first_part
from birddog.server.run import check_address


@pytest.mark.parametrize(
    ("path", "part"),
    [("/", "/"), ("/session/done/", "/session"), ("/calendar/secret-key.ics", "/calendar"), ("/static/x", "/static"),
     ("/wp-login.php", "other"), ("/my%20back%20hurts/", "other"), ("no-slash", "other")],
)  # fmt: skip
def test_an_address_counts_by_its_first_part_and_only_if_something_is_there(path, part):
    assert first_part(path) == part


def numbers(port: int, awaited: str) -> str:
    """What the second port says, once it says what is awaited: a request is counted after its answer has gone."""
    for _ in range(100):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            text = answer.read().decode()
        if awaited in text:
            break
        time.sleep(0.1)
    return text


def test_a_running_server_counts_what_it_answers(tmp_path):
    port = free_port()
    server = Server(tmp_path, environment={"BIRDDOG_METRICS": str(port)})
    server.at("2026-03-02T08:00:00+00:00")
    server.start()
    try:
        for address in ("/emergency/", "/emergency/", "/my-name-is-jo/"):
            try:
                urllib.request.urlopen(server.url + address, timeout=20).close()
            except urllib.error.HTTPError as error:
                assert error.code == 404
        text = numbers(port, '404",under="other"} 1.0')
    finally:
        server.stop()
    assert 'birddog_requests_total{method="GET",status="200",under="/emergency"} 2.0' in text
    assert 'birddog_requests_total{method="GET",status="404",under="other"} 1.0' in text
    assert re.search(r'birddog_request_seconds_count\{under="/emergency"\} 2\.0', text)
    assert "birddog_requests_running 0.0" in text
    assert "my-name-is-jo" not in text


def test_a_port_that_is_taken_is_said_before_anything_is_made():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BirddogError, match=rf"port {port} of 127.0.0.1 .* BIRDDOG_METRICS"):
            check_address("127.0.0.1", port, "BIRDDOG_METRICS")

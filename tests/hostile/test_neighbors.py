"""Without accounts a server answers the user who started it; other users of the machine are refused."""

from __future__ import annotations

import os
import socket
import sys

import pytest
from tests.hostile.raw import head, said, status

from birddog.server.neighbors import user_of

ASK = head("GET", "/", Connection="close")
NOBODY = 65_534


def connected_pair(family: socket.AddressFamily, address: str):
    """Both ends of a connection on the loopback."""
    with socket.socket(family) as listening:
        listening.bind((address, 0))
        listening.listen()
        here = socket.create_connection(listening.getsockname()[:2])
        return here, listening.accept()[0]


@pytest.mark.parametrize("family, address", [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_the_system_knows_whose_a_connection_is(family, address):
    here, there = connected_pair(family, address)
    with here, there:
        assert user_of(here.getsockname(), here.getpeername()) == (os.geteuid() if sys.platform == "linux" else None)
        assert user_of(("127.0.0.1", 1), ("127.0.0.1", 2)) is None
        assert user_of(("no address", 1), ("127.0.0.1", 2)) is None


def test_the_owner_is_answered(server):
    assert status(said(server, ASK)) == 200


def as_another_user(server) -> int:
    """The status that another user of this machine gets for the first page."""
    child = os.fork()
    if child == 0:
        try:
            os.setuid(NOBODY)
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
                link.sendall(ASK)
                os._exit(status(link.recv(4096)) // 100)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_another_user_of_the_machine_is_refused(server):
    if os.geteuid() != 0:
        assert user_of(("127.0.0.1", 1), ("127.0.0.1", 2)) is None  # only root can be another user
        return
    assert as_another_user(server) == 4

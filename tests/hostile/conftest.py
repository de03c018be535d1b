"""A server that is attacked on the loopback, shared by the tests of one file."""

from __future__ import annotations

import pytest
from tests.browser.conftest import START, example
from tests.browser.serving import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """A running server of one person, whose program has begun."""
    made = Server(tmp_path_factory.mktemp("hostile"))
    made.at(START)
    made.start()
    made.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
    yield made
    made.stop()

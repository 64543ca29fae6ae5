"""The real server with a line in front of it that can be made bad."""

import pytest

from tests.browser.server import Server
from tests.faults.proxy import Proxy


@pytest.fixture
def server(settings):
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def proxy(server):
    proxy = Proxy(server.port)
    yield proxy
    proxy.stop()

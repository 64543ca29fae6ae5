"""Real browsers for days on the river: a phone at the bank, a desk in the office, and the server they talk to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from patrol_app.commands.demo.pictures import draw_bank
from tests.browser.camera import Camera
from tests.browser.server import Server
from tests.browser.visitor import GRANTED, Visitor

CHROMIUM = Path("/usr/bin/chromium")
PHONE_PX = {"width": 412, "height": 892}
DESK_PX = {"width": 1440, "height": 900}
#: On the bank of 白水河 at 洞头村, between two points of the reach.
BANK = {"longitude": 112.8832, "latitude": 35.4339, "accuracy": 8}


@pytest.fixture(scope="session")
def camera(tmp_path_factory) -> Camera:
    camera = Camera(tmp_path_factory.mktemp("camera") / "bank.mjpeg")
    camera.look_at(draw_bank("first look"))
    return camera


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, camera):
    given = {
        **browser_type_launch_args,
        "args": [
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera.file}",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
        ],
    }
    if CHROMIUM.exists():
        given["executable_path"] = str(CHROMIUM)
    return given


@pytest.fixture
def server(settings):
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def address(server) -> str:
    """Where everybody goes; a test may put a bad line in between."""
    return server.url


@pytest.fixture
def make_visitor(browser, server, address) -> Callable[..., Visitor]:
    """Bring somebody with a browser of his own; nothing may have gone wrong in it when the test ends."""
    visitors: list[Visitor] = []

    def bring(**context_args) -> Visitor:
        context: BrowserContext = browser.new_context(
            base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **context_args
        )
        visitor = Visitor(context, ahead_s=server.ahead_s)
        visitors.append(visitor)
        return visitor

    yield bring
    wrong = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def make_phone(make_visitor) -> Callable[..., Visitor]:
    """Give a phone at the bank, with leave to use camera and position."""

    def bring(**more) -> Visitor:
        return make_visitor(
            viewport=PHONE_PX,
            is_mobile=True,
            has_touch=True,
            device_scale_factor=2,
            geolocation=BANK,
            permissions=GRANTED,
            **more,
        )

    return bring


@pytest.fixture
def make_desk(make_visitor) -> Callable[[], Visitor]:
    """Give a desk in an office."""
    return lambda: make_visitor(viewport=DESK_PX)

"""The real server, on a line that may break, for clients that others wrote: they know tus and our headers only."""

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from patrol_app.app import create_app
from patrol_app.ledger.database import begin_writing, db
from patrol_app.media.store import Store
from patrol_app.web.sessions import open_session
from tests.browser.server import Server
from tests.builders import NOW, jpeg, make_call, make_problem
from tests.cast import Cast
from tests.conftest import make_settings
from tests.faults.proxy import Proxy


@dataclass(frozen=True)
class Sender:
    """A patroller with a session at the server, whatever client he sends his pictures with."""

    proxy: Proxy
    media_dir: Path
    headers: dict[str, str] = field(repr=False)

    @property
    def endpoint(self) -> str:
        return f"{self.proxy.url}/api/v1/media"

    def ask(self, method, path, body=None, **headers):
        """Ask the server by Python's own client; gives the answer, raises HTTPError for a refusal."""
        url = path if path.startswith("http") else self.proxy.url + path
        asked = Request(url, body, {**self.headers, **headers}, method=method)  # noqa: S310  ours
        return urlopen(asked, timeout=20)  # noqa: S310  ours

    def name(self, raw) -> dict[str, str]:
        """File an entry that names the picture; gives what an upload says of it."""
        entry = make_problem(pictures=[("before", raw)])
        body = json.dumps(make_call(entry)).encode()
        kind = {"Content-Type": "application/json"}
        with self.ask("POST", "/api/v1/entries", body, **kind) as answer:
            assert json.load(answer)["results"][0]["status"] == "accepted"
        sha256 = hashlib.sha256(raw).hexdigest()
        return {"sha256": sha256, "type": "image/jpeg", "entry_id": entry["id"]}

    def is_stored(self, raw) -> bool:
        """Say whether the picture came in as it was sent, and its author may have it back."""
        sha256 = hashlib.sha256(raw).hexdigest()
        path = Store(self.media_dir).original(sha256)
        if not path.exists():
            return False
        with self.ask("GET", f"/api/v1/media/{sha256}?size=original") as answer:
            return answer.read() == path.read_bytes() == raw

    def written_to(self, url) -> Path:
        """Give the file of an upload under way."""
        return Store(self.media_dir).incoming.turn_of(url.rsplit("/", 1)[1]).path


@pytest.fixture(scope="module")
def sender(river, tmp_path_factory):
    """One server for all tests of a client; each sends a picture of its own."""
    settings = make_settings(
        shutil.copytree(river, tmp_path_factory.mktemp("outside") / "instance")
    )
    app = create_app(settings, clock=lambda: NOW)
    with app.app_context():
        begin_writing(db.session())
        token = open_session(db.session(), Cast.patroller.person_id, NOW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    server = Server(settings)
    server.start()
    proxy = Proxy(server.port)
    ours = {"Cookie": f"patrol={token}", "X-Patrol": "1", "Origin": proxy.url}
    yield Sender(proxy, settings.media_dir, ours)
    proxy.stop()
    server.stop()


@pytest.fixture
def break_first(sender):
    """Let the first request of this method meet with a fault; gives what is asked from then on, in order."""

    def order(method, fault):
        sender.proxy.asked.clear()
        left = [fault]
        sender.proxy.mischief = lambda request: (
            left.pop() if left and request.method == method else None
        )
        return sender.proxy.asked

    yield order
    sender.proxy.mischief = lambda _request: None


@pytest.fixture
def picture(request):
    """A picture of 20 to 30 kB that no other test sends."""
    return jpeg(request.node.nodeid, size=(1200, 900))

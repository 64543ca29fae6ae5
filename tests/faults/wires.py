"""Ways for an outside phone to the server: through a real socket, or straight into the app, cut where one likes."""

import http.client
import io
import json
import os
import signal
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from patrol_app.app import create_app
from patrol_app.ledger.database import db
from tests.conftest import ORIGIN

#: What the server does to its files; before each of these, and before each statement, it may be killed.
DEEDS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}


class NoAnswerError(Exception):
    """The line broke before the answer was heard."""


@dataclass(frozen=True)
class Trouble:
    """What goes wrong with one request: how much of its body arrives, whether the answer does, when the server dies.

    `reaches` is a share from 0 to 1, None for a request that never arrives; `dies_at` counts statements and files.
    """

    reaches: float | None = 1.0
    is_heard: bool = True
    dies_at: int | None = None


FINE = Trouble()


@dataclass(frozen=True)
class Answer:
    """What was heard; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class SocketWire:
    """A connection to a port, opened anew when it broke; what goes wrong is the affair of whoever listens there."""

    def __init__(self, port: int, patience_s: float = 20) -> None:
        self._line = http.client.HTTPConnection("localhost", port, timeout=patience_s)
        self._ours = {"Origin": f"http://localhost:{port}", "X-Patrol": "1"}

    def ask(self, method, path, headers, body=b"", _trouble=FINE) -> Answer:
        try:
            self._line.request(method, path, body, {**self._ours, **headers})
            answer = self._line.getresponse()
            told = {name.lower(): said for name, said in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswerError from error

    def close(self) -> None:
        self._line.close()


class AppWire:
    """The app itself, in this process; cut off as gunicorn is: the body ends too soon, or nobody hears the answer."""

    def __init__(self, settings, clock) -> None:
        self._settings = settings
        self._clock = clock
        self.app = create_app(settings, clock=clock)
        #: How many requests were killed half-way.
        self.deaths = 0

    def ask(self, method, path, headers, body=b"", trouble=FINE) -> Answer:
        if trouble.reaches is None:
            raise NoAnswerError
        arrived = body[: round(trouble.reaches * len(body))]
        if trouble.dies_at is not None:
            self._die(trouble.dies_at, method, path, headers, arrived, len(body))
        answer = self._open(method, path, headers, arrived, len(body))
        if len(arrived) < len(body) or not trouble.is_heard:
            raise NoAnswerError
        return answer

    def restart(self) -> None:
        """Take the app away with all it holds, and start another one."""
        self.close()
        self.app = create_app(self._settings, clock=self._clock)

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.app.extensions["chores"].queue.storage.close()

    def _open(self, method, path, headers, arrived, length_bytes) -> Answer:
        # A client of its own: cookies are the phone's affair.
        answer = self.app.test_client(use_cookies=False).open(
            path,
            method=method,
            headers={"Origin": ORIGIN, "X-Patrol": "1", **headers},
            input_stream=io.BytesIO(arrived),
            content_length=length_bytes,
        )
        told = {name.lower(): said for name, said in answer.headers.items()}
        return Answer(answer.status_code, told, answer.get_data())

    def _die(self, at, *request) -> None:
        """Let a process of its own take the request; kill it before it does the so manieth thing to what is kept."""
        # SQLite must not be carried into another process: all is closed first, and the other opens its own.
        self.close()
        with warnings.catch_warnings():
            # Its other threads are the test's own and hold nothing of ours.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            with suppress(BaseException):
                self.app = create_app(self._settings, clock=self._clock)
                self._count_down(at)
                self._open(*request)
            os._exit(0)
        _, ended = os.waitpid(pid, 0)
        self.deaths += os.WIFSIGNALED(ended)
        self.app = create_app(self._settings, clock=self._clock)
        raise NoAnswerError

    def _count_down(self, left: int) -> None:
        kept = str(self._settings.instance_dir)

        def count(*_):
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def listen(driver, *_):
            driver.set_trace_callback(count)

        def audit(name, given):
            if name in DEEDS and str(given[0]).startswith(kept):
                count()

        with self.app.app_context():
            event.listen(db.engine, "checkout", listen)
        sys.addaudithook(audit)

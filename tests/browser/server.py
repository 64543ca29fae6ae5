"""The real server on a port of its own, which a test may stop and start as a village loses and finds its signal."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from patrol_app.settings import Settings
from tests.builders import NOW

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 20


class Server:
    """gunicorn with the product's own settings, over the files of one test."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._process = None
        self._log = settings.instance_dir / "server.log"
        self.port = find_free_port()
        self.url = f"http://localhost:{self.port}"
        self.trust: ssl.SSLContext | None = None
        #: How far the tests' clock is ahead of this machine's, in seconds.
        self.ahead_s = (NOW - datetime.now(UTC)).total_seconds()

    def start(self, **environ) -> None:
        environ = {
            **environ,
            "PATH": os.environ["PATH"],
            "PORT": str(self.port),
            "PATROL_DEMO": "1",
            "PATROL_INSTANCE_DIR": str(self._settings.instance_dir),
            "PATROL_SECRET_KEYS": self._settings.secret_keys[0],
            "PATROL_TEST_CLOCK_AHEAD_S": str(self.ahead_s),
        }
        if "TLS_PEM" in environ:
            self.trust = ssl.create_default_context(cafile=environ["TLS_PEM"])
            self.url = f"https://localhost:{self.port}"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "tests.browser.served:app"],
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Take the server away, so that nothing answers any more."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self._process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def connect(self, host: str, *, timeout: float) -> http.client.HTTPConnection:
        """A connection to it by one of its names, over TLS where it speaks TLS."""
        if self.trust is None:
            return http.client.HTTPConnection(host, self.port, timeout=timeout)
        return http.client.HTTPSConnection(host, self.port, timeout=timeout, context=self.trust)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log}")

    def _answers(self) -> bool:
        asked = self.connect("localhost", timeout=2)
        with suppress(OSError, http.client.HTTPException), closing(asked):
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        return False


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

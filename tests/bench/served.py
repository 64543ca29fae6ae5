"""The product as shipped, on a free port of this machine alone, and what it takes of processor and memory."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import find_free_port

ROOT = Path(__file__).parent.parent.parent
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 20


@dataclass(frozen=True)
class Served:
    """A running server; its processes are the one that was started and those it started."""

    pid: int
    port: int

    def cpu_ms(self) -> float:
        """Give the processor's time of all its processes so far, in user and in kernel mode."""
        return sum(map(_cpu_ms, self._pids()))

    def rss_mb(self) -> float:
        """Give the memory that its processes hold now, shared pages counted in each."""
        return sum(map(_rss_mb, self._pids()))

    def _pids(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


@contextmanager
def serve(
    folder: Path, secret: str, *, app: str = "patrol_app.wsgi:app", **environ: str
) -> Iterator[Served]:
    """Serve the installation in `folder` with the product's own gunicorn settings, bound to loopback."""
    port = find_free_port()
    ours = {
        "PATH": os.environ["PATH"],
        "PATROL_INSTANCE_DIR": str(folder),
        "PATROL_SECRET_KEYS": secret,
        **environ,
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", app]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=ours, stdout=log, stderr=log)
    try:
        _wait_until_ready(process, port)
        yield Served(process.pid, port)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS_A_SECOND


def _rss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

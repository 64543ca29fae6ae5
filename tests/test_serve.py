"""One command serves and works, says in words what ended, and leaves nothing running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patrol_app.settings import ROOT

PATIENCE_S = 20
FOREVER = "import time; time.sleep(600)"
#: Ends like a worker that cannot start.
AT_ONCE = "raise SystemExit(7)"

SERVE = """
import sys
from patrol_app.serve import serve
web, worker = ([sys.executable, "-c", program] for program in sys.argv[1:])
sys.exit(serve(web, worker, again_s=0.2))
"""


@pytest.fixture
def start(tmp_path):
    """Start it with these two programs as its parts; what it says stands in the file."""
    started = []

    def begin(web, worker):
        said = tmp_path / "said"
        with said.open("wb") as stderr:
            served = subprocess.Popen(
                [sys.executable, "-c", SERVE, web, worker], cwd=ROOT, stderr=stderr
            )
        started.append(served)
        return served, said

    yield begin
    for served in started:
        served.kill()
        served.wait()


def wait_until(question):
    until = time.monotonic() + PATIENCE_S
    while not (answer := question()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return answer


def list_parts(served):
    """The processes it started, once both run."""
    listed = Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text().split()
    return [int(pid) for pid in listed] if len(listed) == 2 else None


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_both_end_when_it_does(start, told):
    served, _ = start(FOREVER, FOREVER)
    parts = wait_until(lambda: list_parts(served))

    served.send_signal(told)

    assert served.wait(PATIENCE_S) == (-told if told == signal.SIGKILL else 0)
    wait_until(lambda: not any(map(runs, parts)))


def test_without_its_web_server_it_ends_and_says_so(start):
    served, said = start(AT_ONCE, FOREVER)

    assert served.wait(PATIENCE_S) == 7
    assert "the web server ended (7)" in said.read_text()


def test_a_worker_that_died_is_said_in_words_and_starts_again(start):
    served, said = start(FOREVER, FOREVER)
    web, worker = wait_until(lambda: list_parts(served))

    os.kill(worker, signal.SIGKILL)

    wait_until(lambda: "the worker ended (-9)" in said.read_text())
    wait_until(lambda: (parts := list_parts(served)) and worker not in parts)
    assert runs(web)


def test_a_worker_that_cannot_start_leaves_the_web_server_alone(start):
    served, said = start(FOREVER, AT_ONCE)

    wait_until(lambda: said.read_text().count("the worker ended (7)") >= 2)
    assert served.poll() is None

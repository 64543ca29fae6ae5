"""`python -m patrol_app.serve`: the web server and the worker as one command; both end together.

It loads nothing of the product, for it does nothing but wait (docs/decisions/0007).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial

Command = Sequence[str]

WEB = (sys.executable, "-m", "gunicorn", "patrol_app.wsgi:app")
WORKER = (sys.executable, "-m", "flask", "--app", "patrol_app.wsgi", "patrol", "work")

#: Longer than each of them takes to end what it was given.
END_S = 35
#: Before a worker that ended by itself is started again: one that cannot start must not keep the machine busy.
AGAIN_S = 10

_A_DAY_S = 86_400
_PR_SET_PDEATHSIG = 1
_ENDS = {signal.SIGTERM, signal.SIGINT}
_WAITED_FOR = {signal.SIGCHLD, *_ENDS}


def serve(web_command: Command, worker_command: Command, *, again_s: float = AGAIN_S) -> int:
    """Serve until told to stop, or until the web server ends by itself; give the exit status."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _WAITED_FOR)
    web, worker = _start(web_command), _start(worker_command)
    again_at: float | None = None
    try:
        while web.poll() is None:
            if again_at is None and worker.poll() is not None:
                _say(
                    f"the worker ended ({worker.returncode}) and starts again in {again_s} s; until"
                )
                _say("then pictures get their copies when somebody looks at them. Nothing is lost.")
                again_at = time.monotonic() + again_s
            if _is_told_to_end(until=again_at):
                return 0
            if again_at is not None and time.monotonic() >= again_at:
                worker, again_at = _start(worker_command), None
        status: int = web.returncode
        _say(f"the web server ended ({status}); the lines above say why.")
        return abs(status)
    finally:
        _end(web, worker)


def _is_told_to_end(*, until: float | None) -> bool:
    """Wait until somebody tells us to end, one of the parts ends, or it is time; say whether it was the first."""
    patience_s = _A_DAY_S if until is None else max(until - time.monotonic(), 0)
    told = signal.sigtimedwait(_WAITED_FOR, patience_s)
    return told is not None and told.si_signo in _ENDS


def _start(command: Command) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=partial(_become_part_of, os.getpid()))  # noqa: PLW1509, S603  one thread, our own programs


def _become_part_of(whole_pid: int) -> None:
    """Hear signals again, and be told to end if the whole is killed without a chance to say so (prctl(2))."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != whole_pid:
        os._exit(1)


def _end(*parts: subprocess.Popen[bytes]) -> None:
    for part in parts:
        part.terminate()
    until = time.monotonic() + END_S
    for part in parts:
        try:
            part.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()


def _say(words: str) -> None:
    sys.stderr.write(f"→ {words}\n")


if __name__ == "__main__":
    sys.exit(serve(WEB, WORKER))

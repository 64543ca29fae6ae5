"""A disk that a test can hold up, break, and ask what it has been told to keep."""

import errno
import os
import threading
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 10


class Disk:
    """Stands before `os.fsync` and `os.fdatasync`; what it lets through reaches the real disk.

    `kept` are the files whose syncs have ended, as `look` found them when the sync began: their names, or what another
    `look` at the descriptor makes of them.
    """

    def __init__(self, monkeypatch, look=None):
        self.is_broken = False
        self.kept = []
        self._look = look or (
            lambda descriptor: str(Path(f"/proc/self/fd/{descriptor}").readlink())
        )
        self._is_held_up = False
        self._through = threading.Semaphore(0)
        self._asked = threading.Semaphore(0)
        for name in ("fsync", "fdatasync"):
            monkeypatch.setattr(os, name, self._stand_before(getattr(os, name)))

    @contextmanager
    def held_up(self):
        """Let nothing through meanwhile."""
        self._is_held_up = True
        try:
            yield
        finally:
            self._is_held_up = False
            self.let_one_through()

    def let_one_through(self):
        """Let a sync end that is held up, or the next one."""
        self._through.release()

    def wait_until_asked(self):
        """Wait until somebody has asked for a sync once more."""
        assert self._asked.acquire(timeout=PATIENCE_S)

    def _stand_before(self, sync):
        def ask(descriptor):
            found = self._look(descriptor)
            self._asked.release()
            if self._is_held_up:
                assert self._through.acquire(timeout=PATIENCE_S)
            if self.is_broken:
                raise OSError(errno.EIO, "broken")
            sync(descriptor)
            self.kept.append(found)

        return ask

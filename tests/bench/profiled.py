"""What gunicorn serves when the bench asks where the time goes: the product, watched, one request at a time."""

import atexit
import cProfile
import os
import time
from collections.abc import Iterable
from typing import Any

from patrol_app.wsgi import app

# The time of the processor, not of the clock: others work on this machine too.
_PROFILE = cProfile.Profile(time.thread_time)
_inside = app.wsgi_app


def _watched(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"] in {"/healthz", "/readyz"}:
        return _inside(environ, start_response)
    _PROFILE.enable()
    try:
        return _inside(environ, start_response)
    finally:
        _PROFILE.disable()


app.wsgi_app = _watched  # type: ignore[method-assign]
atexit.register(lambda: _PROFILE.dump_stats(os.environ["BENCH_PROFILE"]))

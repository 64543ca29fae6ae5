"""What gunicorn serves in browser tests: the product itself, by a clock that began at the tests' morning."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from patrol_app.app import create_app
from patrol_app.settings import Settings

AHEAD = timedelta(seconds=float(os.environ["PATROL_TEST_CLOCK_AHEAD_S"]))

settings = Settings.from_environ(os.environ)
if "PATROL_TEST_DIST_DIR" in os.environ:
    settings = replace(settings, dist_dir=Path(os.environ["PATROL_TEST_DIST_DIR"]))

app = create_app(settings, clock=lambda: datetime.now(UTC) + AHEAD)

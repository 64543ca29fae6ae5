"""What gunicorn serves in browser tests: the product itself, by a clock that began at the tests' morning."""

import os
from datetime import UTC, datetime, timedelta

from patrol_app.app import create_app
from patrol_app.settings import Settings

AHEAD = timedelta(seconds=float(os.environ["PATROL_TEST_CLOCK_AHEAD_S"]))

app = create_app(Settings.from_environ(os.environ), clock=lambda: datetime.now(UTC) + AHEAD)

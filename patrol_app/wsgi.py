"""Where a web server finds the product: reads the environment and nothing else."""

import os

from patrol_app.app import create_app
from patrol_app.settings import Settings

app = create_app(Settings.from_environ(os.environ))

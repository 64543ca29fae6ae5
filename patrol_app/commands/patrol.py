"""The group of commands typed as `flask patrol …`."""

from flask.cli import AppGroup

from patrol_app.commands.county import county
from patrol_app.commands.demo import demo
from patrol_app.commands.work import work

patrol = AppGroup(
    "patrol",
    help="River patrols: the demo, a county, the worker, and later the roster and the ledger.",
)
patrol.add_command(demo)
patrol.add_command(work)
patrol.add_command(county)

"""The group of commands typed as `flask patrol …`."""

from flask.cli import AppGroup

from patrol_app.commands.demo import demo

patrol = AppGroup("patrol", help="River patrols: the demo, and later the roster and the ledger.")
patrol.add_command(demo)

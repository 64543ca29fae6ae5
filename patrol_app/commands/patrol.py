"""The group of commands typed as `flask patrol …`."""

from flask.cli import AppGroup

from patrol_app.commands.certificate import certificate
from patrol_app.commands.county import county
from patrol_app.commands.demo.command import demo
from patrol_app.commands.outbox.command import import_outbox
from patrol_app.commands.person import person
from patrol_app.commands.roster import roster
from patrol_app.commands.work import work

patrol = AppGroup(
    "patrol",
    help="River patrols: the demo, a county, the worker, the roster, each person's way in,"
    " what a phone could not send.",
)
for command in (demo, county, certificate, work, roster, person, import_outbox):
    patrol.add_command(command)

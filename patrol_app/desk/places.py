"""The place a page is about: which of the reader's areas, and the month's sheets of its people."""

from collections.abc import Sequence

from flask import g

from patrol_app.desk.sheet import Sheet, make_sheet, months_needed
from patrol_app.domain.calendar import Period
from patrol_app.domain.errors import NotFound
from patrol_app.domain.frequency import DEFAULT_RULES
from patrol_app.ledger.database import db
from patrol_app.ledger.queries.month import list_contacts, list_day_bits, list_duties
from patrol_app.ledger.tables.register import AreaRow
from patrol_app.web.clock import today


def pick_area(areas: Sequence[AreaRow], area_id: str | None) -> AreaRow:
    """Give the area of that id among the reader's, the first one when none is named; raises NotFound."""
    area = next((area for area in areas if area_id in (None, area.id)), None)
    if area is None:
        raise NotFound
    return area


def read_sheets(area: AreaRow, month: Period) -> list[Sheet]:
    """Lay out an area's month, one sheet a role, as far as this request's reader oversees it."""
    on = today()
    duties = list_duties(
        db.session(), g.actor, on, area_path=area.path, month=month, roles=list(DEFAULT_RULES)
    )
    bits = list_day_bits(
        db.session(), [duty.appointment_id for duty in duties], months_needed(month)
    )
    contacts = list_contacts(db.session(), {duty.person_id for duty in duties})
    return [
        make_sheet(
            rule,
            month,
            [duty for duty in duties if duty.role is rule.role],
            bits,
            contacts,
            today=on,
        )
        for rule in DEFAULT_RULES.values()
    ]

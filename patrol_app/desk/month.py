"""The pages 履职核查: a township's month at a glance, one person's month, and the way from a cell to its patrols."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from patrol_app.desk.asked import read_day, read_month
from patrol_app.desk.cards import make_card
from patrol_app.desk.places import pick_area, read_sheets
from patrol_app.desk.sheet import make_row, months_needed
from patrol_app.domain.calendar import Period, month_of
from patrol_app.domain.errors import NotFound
from patrol_app.domain.frequency import DEFAULT_RULES, Frequency
from patrol_app.domain.permissions import Deed
from patrol_app.ledger.database import db
from patrol_app.ledger.queries.month import (
    Duty,
    count_problems,
    find_duty,
    list_contacts,
    list_credited,
    list_day_bits,
)
from patrol_app.ledger.queries.places import list_month_areas
from patrol_app.web.access import for_deed
from patrol_app.web.clock import now, today


@for_deed(Deed.SEE_MONTH)
def show_month() -> str:
    """Show who walked on which day, role by role."""
    on, month = today(), _month_asked()
    areas = list_month_areas(db.session(), g.actor, on)
    area = pick_area(areas, request.args.get("area"))
    sheets = read_sheets(area, month)
    return render_template(
        "desk/month.html",
        area=area,
        areas=areas,
        **_around(month),
        sheets=sheets,
        cards=[make_card(sheet, running=month.holds(on)) for sheet in sheets],
        problems=count_problems(db.session(), g.actor, on, area_path=area.path, month=month),
    )


@for_deed(Deed.SEE_MONTH)
def show_person(appointment_id: str) -> str:
    """Show one person's month as a list, each day with a way to its patrols."""
    duty = _get_duty(appointment_id)
    month, rule = _month_asked(), _get_rule(duty)
    bits = list_day_bits(db.session(), [appointment_id], months_needed(month))
    contact = list_contacts(db.session(), [duty.person_id]).get(duty.person_id)
    return render_template(
        "desk/person_month.html",
        row=make_row(rule, month, duty, bits, contact, today=today()),
        rule=rule,
        **_around(month),
    )


@for_deed(Deed.SEE_MONTH)
def open_days(appointment_id: str, first_on: str) -> Response:
    """Go from a cell to its patrol; where several count, to the 台账 of those days."""
    duty = _get_duty(appointment_id)
    first = read_day(first_on)
    if first is None:
        raise NotFound
    last = read_day(request.args.get("to")) or first
    days = Period(month_of(first).kind, first, last)
    entry_ids = list_credited(db.session(), g.actor, today(), appointment_id, days)
    if len(entry_ids) == 1:
        return redirect(url_for("desk.show_patrol", entry_id=entry_ids[0]))
    days_asked = {"from": first.isoformat(), "to": last.isoformat()}
    return redirect(
        f"{url_for('desk.list_ledger')}?{urlencode({'person': duty.person_id, **days_asked})}"
    )


def _get_rule(duty: Duty) -> Frequency:
    rule = DEFAULT_RULES.get(duty.role)
    if rule is None:
        raise NotFound
    return rule


def _get_duty(appointment_id: str) -> Duty:
    duty = find_duty(db.session(), g.actor, today(), appointment_id)
    if duty is None:
        raise NotFound
    return duty


def _month_asked() -> Period:
    """The month asked for, never one that has not begun."""
    this_month = month_of(today())
    asked = read_month(request.args.get("month"))
    return this_month if asked is None or asked.from_on > this_month.from_on else asked


def _around(month: Period) -> dict[str, object]:
    """What pages of a month say of it, and the months beside it."""
    after = month_of(month.to_on + timedelta(days=1))
    return {
        "month": month,
        "before": month_of(month.from_on - timedelta(days=1)),
        "after": after if after.from_on <= today() else None,
        "today": today(),
        "as_of": now(),
    }

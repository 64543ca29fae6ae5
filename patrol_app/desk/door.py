"""The desk's addresses in one list, and what all its pages know."""

from collections.abc import Callable

from flask import Blueprint, g

from patrol_app.desk import ledger, month, overview, patrols, people, points, problems
from patrol_app.desk.dates import say_minutes, say_stamp
from patrol_app.desk.findings import say_title
from patrol_app.desk.offices import Menu, held_levels, make_menu
from patrol_app.domain.people import mask_phone
from patrol_app.ledger.database import db
from patrol_app.ledger.queries.problems import count_waiting
from patrol_app.web.clock import today

desk = Blueprint("desk", __name__, url_prefix="/desk")

desk.add_url_rule("/", view_func=overview.show_overview)
desk.add_url_rule("/problems", view_func=problems.list_problems)
desk.add_url_rule("/problems/<problem_id>", view_func=problems.show_problem)
desk.add_url_rule("/ledger", view_func=ledger.list_ledger)
desk.add_url_rule("/ledger/print", view_func=ledger.print_ledger)
desk.add_url_rule("/patrols/<entry_id>", view_func=patrols.show_patrol)
desk.add_url_rule("/patrols/<entry_id>/print", view_func=patrols.print_patrol)
desk.add_url_rule("/map", view_func=points.show_map)
desk.add_url_rule("/points/<point_id>", view_func=points.show_point)
desk.add_url_rule("/month", view_func=month.show_month)
desk.add_url_rule("/month/<appointment_id>", view_func=month.show_person)
desk.add_url_rule("/month/<appointment_id>/<first_on>", view_func=month.open_days)
desk.add_url_rule("/people", view_func=people.list_people)
desk.add_url_rule("/people/<person_id>", view_func=people.show_person_of_roster)
desk.add_url_rule("/people/<person_id>/phone", view_func=people.show_phone, methods=["POST"])
desk.add_url_rule("/people/<person_id>/card", view_func=people.give_card, methods=["POST"])
desk.add_url_rule("/people/<person_id>/revoke", view_func=people.revoke_phones, methods=["POST"])

desk.add_app_template_filter(say_minutes, "minutes")
desk.add_app_template_filter(say_stamp, "stamp")
desk.add_app_template_filter(say_title, "titled")
desk.add_app_template_filter(mask_phone, "masked")
desk.add_app_template_filter(points.say_doubts, "doubts_said")


@desk.context_processor
def know_the_reader() -> dict[str, Callable[[], Menu]]:
    """Give each page the way to its menu; a page that says what went wrong never asks."""
    return {"find_menu": find_menu}


def find_menu() -> Menu:
    """Give the menu of this request's reader, counted once."""
    if "menu" not in g:
        on = today()
        waiting = count_waiting(db.session(), g.actor, on, held_levels(g.actor, on))
        g.menu = make_menu(g.actor, on, waiting)
    menu: Menu = g.menu
    return menu

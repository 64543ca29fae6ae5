"""Who may do what, written out once more by hand so that nobody changes it by accident."""

import pytest

from patrol_app.domain.people import Role
from patrol_app.domain.permissions import ALLOWED, Deed, may

#            patroller village assistant township clerk county
TABLE = {
    "patrol": "yes yes yes yes no no",
    "report_problem": "yes yes yes yes no no",
    "tell": "yes yes yes yes no no",
    "accept_problem": "no yes yes yes no yes",
    "handle_problem": "no yes yes yes no yes",
    "escalate_problem": "no yes yes yes no yes",
    "confirm_problem": "no yes yes yes no yes",
    "reopen_problem": "no yes yes yes no yes",
    "see_overview": "no yes yes yes yes yes",
    "see_ledger": "no yes yes yes yes yes",
    "see_problems": "no yes yes yes yes yes",
    "see_month": "no yes yes yes yes yes",
    "see_places": "no yes yes yes yes yes",
    "see_roster": "no no no yes yes yes",
    "see_phone": "no no no yes no yes",
    "give_card": "no no no yes no yes",
}


@pytest.mark.parametrize("deed", Deed)
def test_each_deed_is_for_the_roles_of_the_table(deed):
    assert ["yes" if may({role}, deed) else "no" for role in Role] == TABLE[deed].split()


def test_every_deed_says_who_may():
    assert set(ALLOWED) == set(Deed)
    assert set(TABLE) == set(Deed)


def test_nobody_may_nothing_and_one_role_of_several_is_enough():
    assert not may(set(), Deed.PATROL)
    assert may({Role.CLERK, Role.PATROLLER}, Deed.PATROL)

"""The walk itself: how much of the reach is walked, where the track breaks off and why."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.ledger.tables.duties import PatrolRow
from tests.browser.walker import WAY, end_walk, start_walk, walk_to
from tests.browser.words import say
from tests.cast import Cast


@pytest.fixture
def find_walk(session):
    """Give the patroller's last walk as the ledger has it."""

    def find():
        session.rollback()
        walks = select(PatrolRow).where(PatrolRow.person_id == Cast.patroller.person_id)
        return session.scalars(walks.order_by(PatrolRow.seq.desc()).limit(1)).one()

    return find


def share_of(phone):
    figure = phone.page.locator(".figures > div").filter(has_text=say("phone.patrol.reach"))
    return int(figure.locator("dd").inner_text().strip().removesuffix("%"))


def test_the_share_of_the_reach_rises_with_the_walk(make_phone, find_walk):
    phone = make_phone()
    start_walk(phone)
    shares = []
    for place in WAY:
        walk_to(phone, place)
        phone.page.wait_for_timeout(200)
        shares.append(share_of(phone))
    phone.look()
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    assert shares == sorted(set(shares))
    walk = find_walk()
    assert walk.coverage_permille // 10 == shares[-1]
    expect(phone.page.get_by_text(say("phone.done.share", n=shares[-1]))).to_be_visible()
    phone.look()

"""Fault F08: a phone's clock says anything. Nothing is refused, nothing counts for the future, the desk says why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from patrol_app.domain.doubts import Doubt
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow
from tests.builders import NOW, make_patrol
from tests.invariants import check_invariants

TODAY = date(2026, 11, 22)
SHIFTS = {
    "a day behind": timedelta(days=-1),
    "a day ahead": timedelta(days=1),
    "1970": datetime(1970, 1, 1, 8, tzinfo=UTC) - NOW,
    "2099": datetime(2099, 6, 1, 8, tzinfo=UTC) - NOW,
}


@pytest.fixture
def patrol_of(phone, session, settings):
    """File a walk and give it as the ledger has it."""

    def file(sent_at, **changes):
        entry = make_patrol(**changes)
        (result,) = phone.send(entry, sent_at=sent_at)["results"]
        assert result["status"] == "accepted"
        session.rollback()
        check_invariants(session, settings.media_dir)
        return session.get(PatrolRow, entry["id"])

    return file


@pytest.mark.parametrize("shift", SHIFTS.values(), ids=SHIFTS)
def test_a_clock_that_is_wrong_all_along_is_set_right_by_its_skew(patrol_of, session, shift):
    patrol = patrol_of(NOW + shift, started_at=NOW + shift - timedelta(minutes=45))

    assert patrol.day_on == TODAY
    assert Doubt.CLOCK in patrol.doubts
    credited = session.query(PatrolCreditRow).filter_by(entry_id=patrol.entry_id).all()
    assert [credit.day_on for credit in credited] == [TODAY]


@pytest.mark.parametrize("shift", SHIFTS.values(), ids=SHIFTS)
def test_a_clock_that_was_set_right_on_the_way_counts_on_the_day_it_arrives_or_said(
    patrol_of, shift
):
    patrol = patrol_of(NOW, started_at=NOW + shift - timedelta(minutes=45))

    believed = TODAY - timedelta(days=1) if shift == SHIFTS["a day behind"] else TODAY
    assert patrol.day_on == believed
    assert (Doubt.CLOCK in patrol.doubts) == (believed == TODAY)


def test_nothing_is_ever_counted_for_a_day_that_has_not_come(patrol_of):
    for shift in SHIFTS.values():
        for sent_at in (NOW, NOW + shift):
            assert patrol_of(sent_at, started_at=NOW + shift).day_on <= TODAY


def test_another_zone_in_the_middle_of_a_walk_is_no_doubt(patrol_of):
    ended_at = (NOW - timedelta(minutes=5)).astimezone(UTC).isoformat(timespec="milliseconds")

    patrol = patrol_of(NOW, ended_at=ended_at)

    assert patrol.day_on == TODAY
    assert not {Doubt.CLOCK, Doubt.CLOCK_SKEWED} & set(patrol.doubts)


def test_the_desk_says_why_in_words(patrol_of, log_in, app):
    patrol = patrol_of(NOW, started_at=NOW.replace(year=1970))

    page = log_in("township", app.test_client()).get(f"/desk/patrols/{patrol.entry_id}")

    assert "手机时间不对，按服务器时间算日子" in page.text

"""The day of a patrol, whatever the phone's clock said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from patrol_app.domain.clock import judged_day
from patrol_app.domain.doubts import Doubt

STARTED = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
SERVER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def judge(started_at=STARTED, **changes):
    """A patrol begun at half past eight here, sent at six in the evening by a phone whose clock is right."""
    given = {"sent_at": SERVER, "server_at": SERVER, "not_before": None, "accepted_at": SERVER}
    judged = judged_day(started_at, **{**given, **changes})
    return judged.day_on, judged.doubt


def on(day):
    return date(2026, 11, day)


def test_a_right_clock_gives_its_own_day():
    assert judge() == (on(22), None)


def test_a_day_begins_at_midnight_in_shanghai():
    assert judge(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)) == (on(22), None)


def test_three_weeks_out_of_signal_keep_their_day():
    assert judge(STARTED - 21 * DAY) == (on(1), None)


@pytest.mark.parametrize("skew", [-10 * MINUTE, 10 * MINUTE])
def test_ten_minutes_are_not_worth_saying(skew):
    assert judge(STARTED + skew, sent_at=SERVER + skew) == (on(22), None)


@pytest.mark.parametrize("skew", [-11 * MINUTE, 11 * MINUTE, 5 * 60 * MINUTE])
def test_a_skew_within_the_day_is_a_label(skew):
    assert judge(STARTED + skew, sent_at=SERVER + skew) == (on(22), Doubt.CLOCK_SKEWED)


@pytest.mark.parametrize("skew", [-DAY, DAY, -9000 * DAY])
def test_a_skew_that_moves_the_day_is_put_right_and_doubted(skew):
    assert judge(STARTED + skew, sent_at=SERVER + skew) == (on(22), Doubt.CLOCK)


def test_a_start_after_the_acceptance_counts_on_the_day_of_acceptance():
    assert judge(STARTED + 3 * DAY) == (on(22), Doubt.CLOCK)


def test_a_start_before_the_last_checkpoint_counts_on_the_day_of_acceptance():
    assert judge(STARTED - 3 * DAY, not_before=STARTED - DAY) == (on(22), Doubt.CLOCK)


def test_a_start_at_the_last_checkpoint_or_at_the_acceptance_is_believed():
    assert judge(not_before=STARTED) == (on(22), None)
    assert judge(SERVER) == (on(22), None)


def test_a_clock_that_was_reset_and_put_right_on_the_way_is_never_1970():
    assert judge(datetime(1970, 1, 1, tzinfo=UTC)) == (on(22), Doubt.CLOCK)


def test_a_year_out_of_signal_is_believed_and_no_longer():
    assert judge(SERVER - 366 * DAY) == (date(2025, 11, 21), None)
    assert judge(SERVER - 366 * DAY - MINUTE) == (on(22), Doubt.CLOCK)


def test_what_the_server_itself_made_knows_no_skew():
    assert judge(sent_at=None) == (on(22), None)

"""One person's requests have a pace, counted by all workers together; nobody pays for another (trust, D27)."""

from datetime import datetime, timedelta

import pytest

from patrol_app.app import create_app
from patrol_app.web.pace import A_SECOND, AT_ONCE, Pace
from tests.builders import NOW
from tests.cast import Cast


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pace"


def drain(pace, person_id, at: datetime):
    """Take all there is at this moment, and say how much it was."""
    taken = 0
    while pace.take(person_id, at):
        taken += 1
    return taken


def test_three_weeks_of_records_pass_at_once(path):
    entries, photos, asked_for_each = 60, 500, 3
    assert drain(Pace(path), "one", NOW) == AT_ONCE > entries + photos * asked_for_each


def test_who_was_too_fast_goes_on_at_a_steady_pace(path):
    pace = Pace(path)
    drain(pace, "one", NOW)
    assert drain(pace, "one", NOW + timedelta(seconds=3)) == 3 * A_SECOND
    assert drain(pace, "one", NOW + timedelta(days=1)) == AT_ONCE


def test_three_hundred_phones_behind_one_address_are_three_hundred_people(path):
    pace = Pace(path)
    drain(pace, "the runaway", NOW)
    assert [drain(pace, f"person {number}", NOW) for number in range(5)] == [AT_ONCE] * 5
    assert all(pace.take(f"person {number}", NOW) for number in range(5, 300))


def test_all_workers_count_together(path):
    one, other = Pace(path), Pace(path)
    assert drain(one, "one", NOW) == AT_ONCE
    assert not other.take("one", NOW)


def test_a_clock_that_is_turned_back_gives_nothing_away(path):
    pace = Pace(path)
    drain(pace, "one", NOW)
    assert not pace.take("one", NOW - timedelta(days=1))


def test_more_people_than_places_still_come_in(path, monkeypatch):
    monkeypatch.setattr("patrol_app.web.pace._BUCKETS", 4)
    pace = Pace(path)
    assert all(pace.take(f"person {number}", NOW) for number in range(100))


def test_where_the_file_cannot_be_laid_out_each_worker_counts_alone(tmp_path):
    pace = Pace(tmp_path / "nowhere" / "pace")
    assert drain(pace, "one", NOW) == AT_ONCE


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/api/v1/plan", "application/problem+json"), ("/desk/", "text/html")],
)
def test_who_is_too_fast_is_told_so_in_words_and_others_go_on(app, log_in, clock, path, kind):
    runaway, other = log_in("village", app.test_client()), log_in("township", app.test_client())
    drain(app.extensions["pace"], Cast.village_chief.person_id, clock())

    answer = runaway.get(path)

    assert (answer.status_code, answer.mimetype) == (429, kind)
    assert answer.headers["Retry-After"] == "10"
    assert "等一会儿再试" in answer.text
    assert other.get(path).status_code != 429
    clock.move(seconds=10)
    assert runaway.get(path).status_code != 429


def test_a_new_session_is_the_same_person(app, settings, log_in, clock):
    drain(app.extensions["pace"], Cast.patroller.person_id, clock())
    again = create_app(settings, clock=clock)
    assert log_in("patroller", again.test_client()).get("/api/v1/plan").status_code == 429

"""The one write path: sent twice, out of order, by the wrong person, along another's reach."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from patrol_app.domain.entries import Kind
from patrol_app.ledger.append import Parcel, Status, append
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.projections.days import days_in
from patrol_app.ledger.tables.books import RefusalRow
from patrol_app.ledger.tables.duties import ConsentRow, DutyMonthRow, PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumUseRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem, name_picture
from tests.cast import Cast
from tests.invariants import check_invariants

TODAY = NOW.date()


def parcel_of(entry):
    envelope = {
        key: value
        for key, value in entry.items()
        if key not in {"private_salt", "private", "signature"}
    }
    return Parcel(envelope, entry["private_salt"], entry["private"], entry["signature"])


@pytest.fixture
def file(session):
    """File entries in one transaction each, as their authors unless told otherwise."""

    def file_one(entry, *, author=None, sent_at=NOW, server_at=NOW):
        session.rollback()
        begin_writing(session)
        filed = append(
            session,
            parcel_of(entry),
            author=author or entry["by"],
            sent_at=sent_at,
            server_at=server_at,
        )
        session.commit()
        return filed

    return file_one


@pytest.fixture
def count(session):
    return lambda: session.scalar(select(func.count()).select_from(EntryRow))


def patrol_row(session, entry):
    return session.get(PatrolRow, entry["id"], populate_existing=True)


def problem_row(session, entry):
    return session.get(ProblemRow, entry["id"], populate_existing=True)


def about(problem, kind, by, at=NOW, **body):
    """An entry about a problem."""
    return make_entry(kind, by=by, at=at, body={"problem_id": problem["id"], **body})


def handled(problem, by, picture=b"", at=NOW):
    media = [name_picture(picture or jpeg("after"), "after", problem["id"])]
    body = {"problem_id": problem["id"], "result": "清理完了"}
    return make_entry(Kind.PROBLEM_HANDLED, by=by, at=at, body=body, media=media)


def rechecking(problem, outcome, by, **changes):
    rechecks = [{"problem_id": problem["id"], "outcome": outcome, "reason": None}]
    return make_patrol(by=by, rechecks=rechecks, **changes)


def test_an_entry_takes_the_next_number_of_its_county(file, session, settings):
    last = session.scalar(
        select(func.max(EntryRow.seq)).where(EntryRow.ledger == Cast.patroller.ledger)
    )
    filed = file(make_patrol())
    assert (filed.status, filed.seq) == (Status.ACCEPTED, last + 1)
    check_invariants(session, settings.media_dir)


def test_sent_again_it_keeps_its_place(file, count):
    entry = make_patrol()
    first = file(entry)
    before = count()
    again = file(entry, server_at=NOW + timedelta(hours=3))
    assert (again.status, again.seq, again.accepted_at) == (
        Status.DUPLICATE,
        first.seq,
        first.accepted_at,
    )
    assert count() == before


def test_a_clock_set_back_does_not_reorder_the_ledger(file, session, settings):
    first = file(make_patrol())
    second = file(make_patrol(), server_at=NOW - timedelta(days=2))
    assert second.accepted_at == first.accepted_at
    check_invariants(session, settings.media_dir)


REFUSED = {
    "the same id with other content": ("entry_conflict", lambda: None),
    "another person's": (
        "not_author",
        lambda: (make_patrol(by=Cast.other_patroller), Cast.patroller.person_id),
    ),
    "an office he never held": (
        "never_appointed",
        lambda: make_patrol(entry={"appointment": Cast.village_chief.appointment_id}),
    ),
    "no office at all": ("never_appointed", lambda: make_patrol(entry={"appointment": None})),
    "the neighbouring county's ledger": (
        "foreign_ledger",
        lambda: make_patrol(entry={"ledger": Cast.neighbour.ledger}),
    ),
    "the neighbouring county's reach": (
        "foreign_reach",
        lambda: make_patrol(reach_id=Cast.neighbour.reach_id),
    ),
    "a reach that does not exist": ("foreign_reach", lambda: make_patrol(reach_id="nowhere")),
    "a private half that was exchanged": (
        "hash_mismatch",
        lambda: make_patrol(entry={"private_commit": "0" * 64}),
    ),
}


@pytest.mark.parametrize(("code", "make"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_an_entry_is_refused_and_noted(file, session, count, code, make):
    made = make()
    if made is None:
        first = make_patrol()
        file(first)
        made = make_patrol(entry={"id": first["id"]}, weather="rain")
    entry, author = made if isinstance(made, tuple) else (made, None)
    before = count()
    filed = file(entry, author=author)
    assert (filed.status, filed.error.code) == (Status.REFUSED, code)
    assert count() == before
    noted = session.scalars(select(RefusalRow).where(RefusalRow.entry_id == entry["id"])).one()
    assert noted.code == code


def test_a_walk_counts_for_its_day(file, session):
    entry = make_patrol()
    file(entry)
    month = session.get(DutyMonthRow, (Cast.patroller.appointment_id, "2026-11"))
    assert TODAY in days_in(month.month, month.made_days)
    assert TODAY in days_in(month.month, month.clean_days)


def test_a_stand_ins_walk_is_kept_for_him_with_its_doubt(file, session):
    entry = make_patrol(by=Cast.other_patroller, reach_id=Cast.patroller.reach_id)
    assert file(entry).status is Status.ACCEPTED
    assert patrol_row(session, entry).doubts == ["recheck_missing", "stand_in"]
    credit = session.scalars(
        select(PatrolCreditRow).where(PatrolCreditRow.entry_id == entry["id"])
    ).one()
    assert credit.appointment_id == Cast.other_patroller.appointment_id
    month = session.get(DutyMonthRow, (Cast.other_patroller.appointment_id, "2026-11"))
    assert TODAY in days_in(month.month, month.made_days)
    assert TODAY not in days_in(month.month, month.clean_days)


def test_two_walks_on_a_day_are_one_day_and_the_better_one_counts(file, session):
    file(make_patrol(by=Cast.other_patroller, reach_id=Cast.patroller.reach_id))
    file(make_patrol(by=Cast.other_patroller))
    month = session.get(DutyMonthRow, (Cast.other_patroller.appointment_id, "2026-11"))
    assert TODAY in days_in(month.month, month.clean_days)


def test_a_phone_of_1970_counts_on_the_true_day(file, session):
    started_at = NOW.replace(year=1970, month=1, day=1)
    entry = make_patrol(started_at=started_at)
    file(entry, sent_at=started_at + timedelta(hours=1))
    assert patrol_row(session, entry).day_on == TODAY
    assert "clock" in patrol_row(session, entry).doubts


def test_found_without_a_problem_is_a_doubt_until_the_problem_arrives(file, session):
    patrol_id = uuid7(NOW)
    items = [{"item": n, "finding": "none", "known_problems": []} for n in range(1, 9)]
    items[2]["finding"] = "found"
    patrol = make_patrol(patrol_id=patrol_id, items=items)
    file(patrol)
    assert "found_without_problem" in patrol_row(session, patrol).doubts
    problem = make_problem(patrol_id=patrol_id)
    file(problem)
    assert "found_without_problem" not in patrol_row(session, patrol).doubts
    assert problem_row(session, problem).doubts == []


def test_a_problem_ahead_of_its_patrol_waits_for_it(file, session):
    patrol_id = uuid7(NOW)
    problem = make_problem(patrol_id=patrol_id)
    file(problem)
    assert problem_row(session, problem).doubts == ["patrol_unknown"]
    file(make_patrol(patrol_id=patrol_id))
    assert problem_row(session, problem).doubts == []


def test_what_was_cleaned_at_once_is_closed_with_its_pair(file, session):
    before, after = jpeg("before"), jpeg("after")
    entry = make_problem(
        on_the_spot={"opinion": "当场清理", "result": "装袋运走"},
        pictures=[("before", before), ("after", after)],
    )
    entry_media = entry["media"]
    entry_media[1]["pairs_with"] = entry_media[0]["sha256"]
    file(entry)
    row = problem_row(session, entry)
    assert (row.state, row.doubts, row.result) == ("closed", [], "装袋运走")


def test_a_problem_goes_up_and_is_cured_and_confirmed_by_another(file, session):
    problem = make_problem(severity="major")
    file(problem)
    row = problem_row(session, problem)
    assert (row.state, row.held_by) == ("reported", "village")
    file(
        about(
            problem,
            Kind.PROBLEM_ESCALATED,
            Cast.village_chief,
            reason="办不了",
            to="township",
            name=None,
        )
    )
    row = problem_row(session, problem)
    assert (row.state, row.held_by) == ("escalated", "township")
    file(handled(problem, Cast.township))
    assert problem_row(session, problem).state == "handled"
    file(rechecking(problem, "solved", Cast.patroller))
    assert problem_row(session, problem).state == "confirmed"


def test_nobody_confirms_his_own_cure(file, session):
    problem = make_problem()
    file(problem)
    file(rechecking(problem, "gone", Cast.patroller))
    assert problem_row(session, problem).state == "handled"
    second = rechecking(problem, "solved", Cast.patroller)
    file(second)
    assert problem_row(session, problem).state == "handled"
    line = session.scalars(
        select(ProblemEventRow).where(ProblemEventRow.entry_id == second["id"])
    ).one()
    assert (line.fits, line.doubts) == (False, ["own_cure"])


def test_a_chief_of_another_village_leaves_a_line_without_effect(file, session):
    problem = make_problem()
    file(problem)
    attempt = handled(problem, Cast.other_village_chief)
    assert file(attempt).status is Status.ACCEPTED
    assert problem_row(session, problem).state == "reported"
    line = session.scalars(
        select(ProblemEventRow).where(ProblemEventRow.entry_id == attempt["id"])
    ).one()
    assert line.doubts == ["outside_area"]


def test_lines_that_come_before_their_problem_are_folded_in(file, session):
    problem = make_problem()
    late = handled(problem, Cast.village_chief)
    file(late)
    line = session.scalars(
        select(ProblemEventRow).where(ProblemEventRow.entry_id == late["id"])
    ).one()
    assert line.doubts == ["problem_unknown"]
    file(problem)
    session.refresh(line)
    assert (problem_row(session, problem).state, line.doubts, line.fits) == ("handled", [], True)


BOOK = "0193a5fe-7ba0-7244-af71-76292308e25e"


def test_a_number_used_twice_in_a_book_is_said_of_the_second(file, session):
    one = make_patrol(entry={"device_id": BOOK, "device_seq": 1})
    two = make_patrol(entry={"device_id": BOOK, "device_seq": 1})
    file(one)
    file(two)
    assert "book_number_reused" not in patrol_row(session, one).doubts
    assert "book_number_reused" in patrol_row(session, two).doubts


def test_a_book_whose_chain_is_broken_says_so(file, session):
    one = make_patrol(entry={"device_id": BOOK, "device_seq": 1})
    two = make_patrol(entry={"device_id": BOOK, "device_seq": 2, "prev": "0" * 64})
    file(one)
    file(two)
    assert "book_broken" in patrol_row(session, two).doubts


def test_a_chief_whose_phone_says_1970_decides_all_the_same(file, session):
    problem = make_problem()
    file(problem)
    in_1970 = NOW.replace(year=1970)
    file(handled(problem, Cast.village_chief, at=in_1970), sent_at=in_1970 + timedelta(hours=1))
    assert problem_row(session, problem).state == "handled"


def test_two_hundred_rechecks_of_one_problem_are_folded_once(file, session):
    problem = make_problem()
    file(problem)
    again = {"problem_id": problem["id"], "outcome": "unchanged", "reason": None}
    file(make_patrol(rechecks=[again] * 200))
    lines = session.scalars(
        select(ProblemEventRow).where(ProblemEventRow.problem_id == problem["id"])
    ).all()
    assert len(lines) == 200
    assert problem_row(session, problem).state == "reported"


def test_nobody_spoils_the_book_of_another(file, session):
    stranger_made = {"device_id": BOOK, "device_seq": 1}
    file(make_patrol(by=Cast.other_patroller, entry=stranger_made))
    own = make_patrol(entry={"device_id": BOOK, "device_seq": 1})
    file(own)
    assert {"book_number_reused", "book_broken"}.isdisjoint(patrol_row(session, own).doubts)


def test_nobody_takes_the_id_of_anothers_walk(file, session):
    patrol_id = uuid7(NOW)
    file(make_patrol(by=Cast.other_patroller, patrol_id=patrol_id))
    own = make_patrol(patrol_id=patrol_id)
    file(own)
    assert "patrol_id_reused" not in patrol_row(session, own).doubts


def test_a_picture_hangs_only_on_a_problem_that_its_entry_is_about(file, session):
    problem = make_problem()
    file(problem)
    picture = name_picture(jpeg("alien"), "before", problem["id"])
    other = make_problem(by=Cast.other_patroller, entry={"media": [picture]})
    file(other)
    use = session.get(MediumUseRow, (other["id"], 0))
    assert use.problem_id == other["id"]


def test_a_key_nobody_knows_says_nothing_about_reach_or_problem(file, session):
    problem = make_problem()
    file(problem)
    told = about(
        problem,
        Kind.PROBLEM_TOLD,
        Cast.patroller,
        whom="village_chief",
        way="call",
        got_through=True,
        reach_id="a newer phone's idea",
    )
    assert file(told).status is Status.ACCEPTED


def test_what_was_not_checked_wants_a_reason(file, session):
    items = [{"item": n, "finding": "not_checked", "known_problems": []} for n in range(1, 9)]
    silent = make_patrol(items=items)
    file(silent)
    assert "unchecked" in patrol_row(session, silent).doubts
    month = session.get(DutyMonthRow, (Cast.patroller.appointment_id, "2026-11"))
    assert TODAY not in days_in(month.month, month.clean_days)


def test_a_withdrawn_consent_stays_withdrawn_whatever_the_clock_said(file, session):
    later = NOW.replace(year=2099)
    for kind, at in ((Kind.CONSENT_GIVEN, later), (Kind.CONSENT_WITHDRAWN, NOW)):
        file(make_entry(kind, at=at, body={"version": 1}))
    assert session.get(ConsentRow, (Cast.patroller.person_id, 1)).given is False


def test_a_refusal_sent_again_and_again_is_noted_once(file, session):
    entry = make_patrol(entry={"appointment": None})
    for _ in range(3):
        file(entry)
    noted = session.scalars(select(RefusalRow).where(RefusalRow.entry_id == entry["id"])).all()
    assert len(noted) == 1

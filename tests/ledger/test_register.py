"""The register changes by entries only, and can be derived from them again."""

import json
from operator import itemgetter

import pytest
from sqlalchemy import func, select, text

from patrol_app.domain.errors import (
    BadShape,
    ForeignLedger,
    NeverAppointed,
    RegisterInUse,
    UnknownReference,
)
from patrol_app.domain.register import Table
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import Base, begin_writing
from patrol_app.ledger.parse import parse
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.register import project_change
from patrol_app.ledger.queries.scope import find_actor, list_appointments
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from patrol_app.ledger.tables.entries import EntryRow, VaultRow
from patrol_app.ledger.tables.register import PersonRow, PointRow
from tests.builders import NOW
from tests.cast import Cast
from tests.invariants import check_invariants

OFFICE = Table.APPOINTMENT
HELD = Cast.patroller.appointment_id
REGISTER = (
    "area",
    "reach",
    "point",
    "river",
    "confluence",
    "section",
    "person",
    "appointment",
    "appointment_reach",
)


@pytest.fixture
def alter(session):
    """Make one change in a transaction of its own; `values` replace those of the row."""

    def alter_one(
        table, row_id, *, ledger=Cast.patroller.ledger, by=None, take_out=False, **values
    ):
        session.rollback()
        begin_writing(session)
        after = None if take_out else {**(read_row(session, table, row_id) or {}), **values}
        filed = change(session, table, row_id, after, ledger=ledger, by=by, at=NOW)
        session.commit()
        return filed

    return alter_one


@pytest.fixture
def read_entry(session):
    def read(entry_id):
        row = session.scalars(select(EntryRow).where(EntryRow.id == entry_id)).one()
        return json.loads(row.envelope), session.get(VaultRow, entry_id).private

    return read


def count(session):
    return session.scalar(select(func.count()).select_from(EntryRow))


def office_of(session, member):
    held = list_appointments(session, [member.person_id])
    return next(one for one in held if one.id == member.appointment_id)


def test_a_change_is_an_entry_of_its_county_with_before_and_after(alter, read_entry, session):
    filed = alter(OFFICE, HELD, to_on="2026-12-31")
    envelope, private = read_entry(filed.id)
    assert (envelope["kind"], envelope["ledger"]) == ("register.changed", Cast.patroller.ledger)
    assert (envelope["by"], envelope["appointment"], private) == (None, None, {})
    body = envelope["body"]
    assert (body["table"], body["id"]) == ("appointment", HELD)
    assert body["before"]["reach_ids"] == [Cast.patroller.reach_id]
    assert body["after"] == {**body["before"], "to_on": "2026-12-31"}
    assert office_of(session, Cast.patroller).to_on.isoformat() == "2026-12-31"


def test_a_name_stands_only_in_the_private_half(alter, read_entry, session):
    person_id = uuid7(NOW)
    filed = alter(Table.PERSON, person_id, name="示例新", phone="13800000099", language="zh-CN")
    envelope, private = read_entry(filed.id)
    assert envelope["body"]["after"] == {"language": "zh-CN", "disabled_at": None}
    assert private == {"after": {"name": "示例新", "phone": "13800000099"}}
    person = session.get(PersonRow, person_id)
    assert (person.name, person.ledger) == ("示例新", Cast.patroller.ledger)


def test_the_same_again_files_nothing(alter, session):
    before = count(session)
    assert alter(OFFICE, HELD) is None
    assert count(session) == before


def test_at_a_desk_the_person_and_his_office_stand_in_the_entry(alter, read_entry, session):
    office = office_of(session, Cast.county)
    filed = alter(OFFICE, HELD, by=office, to_on="2026-12-31")
    envelope, _ = read_entry(filed.id)
    assert (envelope["by"], envelope["appointment"]) == (office.person_id, office.id)


def test_who_is_disabled_comes_in_no_more_until_it_is_undone(alter, session):
    person_id = Cast.patroller.person_id
    alter(Table.PERSON, person_id, disabled_at="2026-11-22T01:00:00.000Z")
    assert find_actor(session, person_id) is None
    alter(Table.PERSON, person_id, disabled_at=None)
    assert find_actor(session, person_id).name == Cast.patroller.name


def test_an_office_may_be_given_other_reaches(alter, session):
    alter(OFFICE, HELD, reach_ids=[Cast.other_patroller.reach_id])
    assert office_of(session, Cast.patroller).reach_ids == {Cast.other_patroller.reach_id}
    alter(OFFICE, HELD, reach_ids=[])
    assert office_of(session, Cast.patroller).reach_ids == frozenset()


IN_USE = {
    "a village with a reach": (Table.AREA, Cast.patroller.area_id),
    "a reach that was walked": (Table.REACH, Cast.patroller.reach_id),
    "a person in office": (Table.PERSON, Cast.patroller.person_id),
    "a person with nothing but an account": (Table.PERSON, Cast.stranger.person_id),
    "an office somebody walked in": (OFFICE, HELD),
}


@pytest.mark.parametrize(("table", "row_id"), IN_USE.values(), ids=IN_USE)
def test_what_something_refers_to_is_not_taken_out(alter, session, table, row_id):
    before = count(session)
    with pytest.raises(RegisterInUse):
        alter(table, row_id, take_out=True)
    session.rollback()
    assert count(session) == before
    assert read_row(session, table, row_id) is not None


def test_a_point_that_walks_may_name_is_not_taken_out(alter, session):
    point = session.scalars(
        select(PointRow).where(PointRow.reach_id == Cast.patroller.reach_id).limit(1)
    ).one()
    with pytest.raises(RegisterInUse):
        alter(Table.POINT, point.id, take_out=True)


def test_what_nothing_refers_to_is_taken_out_by_an_entry(alter, read_entry, session):
    area_id = uuid7(NOW)
    alter(Table.AREA, area_id, level="village", name="错字村", parent_id=Cast.township.area_id)
    filed = alter(Table.AREA, area_id, take_out=True)
    assert read_row(session, Table.AREA, area_id) is None
    assert read_entry(filed.id)[0]["body"]["after"] is None


REFUSED = {
    "a village of the other county": (
        UnknownReference,
        (Table.REACH, "new"),
        {
            "area_id": Cast.neighbour.area_id,
            "river": "白水河",
            "name": "段",
            "banks": "both",
            "approximate": True,
        },
    ),
    "an office of nobody": (
        UnknownReference,
        (OFFICE, "new"),
        {
            "person_id": "nobody",
            "role": "clerk",
            "area_id": Cast.township.area_id,
            "reach_ids": [],
            "from_on": "2026-01-01",
        },
    ),
    "another county's person": (
        ForeignLedger,
        (Table.PERSON, Cast.neighbour.person_id),
        {"name": "示例改"},
    ),
    "a reach without a name": (BadShape, (Table.REACH, Cast.patroller.reach_id), {"name": None}),
}


@pytest.mark.parametrize(("refusal", "row", "values"), REFUSED.values(), ids=REFUSED)
def test_a_refused_change_changes_nothing(alter, session, refusal, row, values):
    before, stood = count(session), read_row(session, *row)
    with pytest.raises(refusal):
        alter(*row, **values)
    session.rollback()
    assert count(session) == before
    assert read_row(session, *row) == stood


def test_another_county_cannot_take_out_a_point(alter, session):
    point = session.scalars(
        select(PointRow).where(PointRow.reach_id == Cast.patroller.reach_id).limit(1)
    ).one()
    with pytest.raises(ForeignLedger):
        alter(Table.POINT, point.id, ledger=Cast.neighbour.ledger, name="改了")


def test_an_office_of_the_neighbours_decides_nothing_here(alter, session):
    with pytest.raises(ForeignLedger):
        alter(OFFICE, HELD, by=office_of(session, Cast.neighbour_township), to_on="2026-12-31")


def test_who_never_held_the_office_decides_nothing(alter, session):
    office = office_of(session, Cast.county)
    forged = type(office)(**{**vars(office), "person_id": Cast.patroller.person_id})
    with pytest.raises(NeverAppointed):
        alter(OFFICE, HELD, by=forged, to_on="2026-12-31")


def test_a_person_may_hold_an_office_in_two_counties(alter, session):
    ledger = Cast.neighbour.ledger
    values = {"person_id": Cast.county.person_id, "role": "clerk", "reach_ids": []}
    values |= {"area_id": Cast.neighbour_township.area_id, "from_on": "2026-01-01"}
    alter(OFFICE, uuid7(NOW), ledger=ledger, **values)
    held = list_appointments(session, [Cast.county.person_id])
    assert {one.ledger for one in held} == {Cast.county.ledger, ledger}


def dump(session):
    return {
        name: sorted(
            session.execute(Base.metadata.tables[name].select()).all(), key=itemgetter(0, 1)
        )
        for name in REGISTER
    }


def test_the_register_is_derived_again_from_the_entries_alone(alter, session, settings):
    alter(OFFICE, HELD, reach_ids=[], to_on="2026-12-31")
    alter(Table.PERSON, Cast.patroller.person_id, phone="13800000098", language="en")
    check_invariants(session, settings.media_dir)
    stood = dump(session)
    assert all(stood.values())
    session.rollback()
    begin_writing(session)
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in reversed(REGISTER):
        session.execute(Base.metadata.tables[name].delete())
    session.expire_all()
    entries = select(EntryRow).where(EntryRow.kind == "register.changed")
    for row in session.scalars(entries.order_by(EntryRow.accepted_at, EntryRow.seq)):
        project_change(session, arrival_of(row, session.get_one(VaultRow, row.id)))
        session.flush()
    assert dump(session) == stood


def arrival_of(row, vault):
    envelope = json.loads(row.envelope)
    entry = parse(envelope, vault.private_salt, vault.private, row.signature)
    return Arrival(entry, row.entry_hash, row.seq, row.accepted_at, None, row.accepted_at, None)

"""A phone's entries at the door: each judged on its own, sent twice without harm, refused by name."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.books import BookRow, RefusalRow
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.register import ReachRow
from tests.builders import NOW, jpeg, make_call, make_entry, make_patrol, make_problem
from tests.cast import Cast
from tests.invariants import check_invariants


def code_of(result):
    assert result["status"] == "refused"
    assert result["seq"] is None
    assert set(result["error"]) >= {"type", "title", "status", "code", "detail", "keep"}
    return result["error"]["code"]


def test_an_entry_is_answered_for_by_id(phone, count, session, settings):
    before = count()
    entry = make_patrol()

    answer = phone.send(entry)

    assert answer["results"] == [
        {
            "id": entry["id"],
            "status": "accepted",
            "seq": count(EntryRow.ledger == entry["ledger"]) - 1,
            "accepted_at": wire_time(NOW),
            "receipt": None,
            "error": None,
        }
    ]
    assert answer["consistency"] is None
    assert answer["server_time"] == wire_time(NOW)
    assert count() == before + 1
    check_invariants(session, settings.media_dir)


def test_what_is_stored_is_what_was_sent(phone, session):
    entry = make_patrol(entry={"at": NOW}, mood={"newer": ["😀"]})

    phone.file(entry)

    row = session.scalar(select(EntryRow).where(EntryRow.id == entry["id"]))
    beside = ("private_salt", "private", "signature")
    assert json.loads(row.envelope) == {k: v for k, v in entry.items() if k not in beside}


def test_a_lost_reply_is_answered_again_with_the_same_number(phone, count):
    entry = make_patrol()
    first = phone.file(entry)
    before = count()

    again = phone.file(entry)

    assert again["status"] == "duplicate"
    assert (again["seq"], again["accepted_at"]) == (first["seq"], first["accepted_at"])
    assert count() == before


def test_the_same_entry_twice_in_one_call_stands_once(phone):
    entry = make_patrol()

    first, second = phone.send(entry, entry)["results"]

    assert [first["status"], second["status"]] == ["accepted", "duplicate"]
    assert first["seq"] == second["seq"]


def test_five_phones_at_once_send_the_same_entry(phone_of, cast, count, session, settings):
    entry, before = make_patrol(), count()
    session.rollback()
    phones = [phone_of(cast.patroller) for _ in range(5)]
    results, together = [], threading.Barrier(5)

    def send(phone):
        together.wait()
        results.append(phone.file(entry))

    threads = [threading.Thread(target=send, args=[phone]) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result["status"] for result in results) == ["accepted", *["duplicate"] * 4]
    assert len({result["seq"] for result in results}) == 1
    assert count() == before + 1
    check_invariants(session, settings.media_dir)


def test_one_bad_entry_never_blocks_its_neighbours(phone, count):
    before = count()
    good = [make_patrol(started_at=NOW - timedelta(days=days, hours=1)) for days in (1, 2)]
    nameless = {**make_patrol(), "id": "x"}
    newer = {**make_patrol(), "kind": "water.sampled"}

    results = phone.send(good[0], nameless, 5, newer, good[1])["results"]

    assert [result["status"] for result in results] == [
        "accepted",
        "refused",
        "refused",
        "refused",
        "accepted",
    ]
    assert [code_of(result) for result in results[1:4]] == [
        "bad_shape",
        "bad_shape",
        "unknown_kind",
    ]
    assert results[1]["error"]["errors"] == {"id": ["must be a UUID in lower case"]}
    assert [result["id"] for result in results[1:4]] == [None, None, newer["id"]]
    assert count() == before + 2


def make_stolen():
    return make_patrol(by=Cast.other_patroller)


def with_another_commit():
    return {**make_patrol(), "private_commit": "0" * 64}


def with_private_changed():
    entry = make_patrol()
    return {**entry, "private": {**entry["private"], "note": "改过"}}


def in_another_county():
    return {**make_patrol(), "ledger": Cast.neighbour.ledger}


@pytest.mark.parametrize(
    ("make", "code", "keep"),
    [
        (make_stolen, "not_author", True),
        (with_another_commit, "hash_mismatch", False),
        (with_private_changed, "hash_mismatch", False),
        (lambda: {**make_patrol(), "kind": "water.sampled"}, "unknown_kind", True),
        (lambda: {**make_patrol(), "format": 2}, "unknown_format", True),
        (lambda: {**make_patrol(), "kind": "media.received"}, "kind_not_for_phones", False),
        (lambda: {**make_patrol(), "kind": "register.changed"}, "kind_not_for_phones", False),
        (lambda: {**make_patrol(), "seq": 5}, "bad_shape", False),
        (lambda: {**make_patrol(), "appointment": uuid7(NOW)}, "never_appointed", False),
        (
            lambda: {**make_patrol(), "appointment": Cast.village_chief.appointment_id},
            "never_appointed",
            False,
        ),
        (lambda: {**make_patrol(), "appointment": None}, "never_appointed", False),
        (in_another_county, "foreign_ledger", False),
        (lambda: make_patrol(reach_id=Cast.neighbour.reach_id), "foreign_reach", False),
        (lambda: make_patrol(reach_id=uuid7(NOW)), "foreign_reach", False),
    ],
    ids=[
        "another's",
        "another commit",
        "private half changed",
        "unknown kind",
        "unknown format",
        "the server's own kind",
        "an office's own kind",
        "unknown key",
        "unknown office",
        "another's office",
        "no office",
        "another county's ledger",
        "another county's reach",
        "no reach at all",
    ],
)
def test_what_cannot_be_an_entry_is_refused_by_name(phone, count, session, make, code, keep):
    before = count()
    entry = make()

    result = phone.file(entry)

    assert code_of(result) == code
    assert result["error"]["keep"] is keep
    assert count() == before
    noted = session.scalars(select(RefusalRow).where(RefusalRow.entry_id == entry["id"])).all()
    assert [(row.code, row.person_id) for row in noted] == [(code, Cast.patroller.person_id)]


def test_the_same_id_with_other_words_is_noted_and_refused(phone, session):
    entry = make_entry("consent.given", body={"version": 1})
    first = phone.file(entry)

    result = phone.file({**entry, "body": {"version": 2}})

    assert code_of(result) == "entry_conflict"
    assert phone.file(entry)["seq"] == first["seq"]
    hashes = session.scalars(
        select(RefusalRow.entry_hash).where(RefusalRow.entry_id == entry["id"])
    ).all()
    kept = session.scalar(select(EntryRow.entry_hash).where(EntryRow.id == entry["id"]))
    assert len(hashes) == 1
    assert hashes[0] != kept


def test_a_refused_entry_is_judged_afresh(phone):
    entry = make_patrol()
    assert code_of(phone.file({**entry, "private_commit": "0" * 64})) == "hash_mismatch"

    assert phone.file(entry)["status"] == "accepted"


def test_a_stand_ins_patrol_is_taken_with_its_doubt(phone, session):
    entry = make_patrol(reach_id=Cast.other_patroller.reach_id)

    assert phone.file(entry)["status"] == "accepted"

    row = session.get(PatrolRow, entry["id"])
    assert "stand_in" in row.doubts


def test_a_patrol_keeps_what_its_track_shows_of_the_reach(phone, session):
    """The reach of 洞头村 is drawn through printed places only, so that little of it is seen is no doubt."""
    entry = make_patrol()
    phone.send(entry)

    row = session.get(PatrolRow, entry["id"])
    assert 0 < row.coverage_permille < 100
    assert "little_of_reach" not in row.doubts


def test_along_a_line_that_is_sure_little_of_it_is_a_doubt_and_a_track_withheld_is_none(
    phone, session
):
    session.get(ReachRow, Cast.patroller.reach_id).approximate = False
    session.commit()
    seen, withheld = make_patrol(), make_patrol(private={"track": None})
    phone.send(seen, withheld)

    assert "little_of_reach" in session.get(PatrolRow, seen["id"]).doubts
    row = session.get(PatrolRow, withheld["id"])
    assert row.coverage_permille is None
    assert "little_of_reach" not in row.doubts


def test_a_book_nobody_registered_is_a_doubt(phone, session):
    entry = make_patrol(entry={"device_id": uuid7(NOW), "device_seq": 1})

    assert phone.file(entry)["status"] == "accepted"

    assert "book_unknown" in session.get(PatrolRow, entry["id"]).doubts


def test_a_broken_clock_blocks_nobody(phone):
    years = [NOW.replace(year=1970), NOW.replace(year=2099)]
    for started_at in years:
        assert phone.file(make_patrol(started_at=started_at))["status"] == "accepted"


def test_somebody_without_an_office_is_nobodys_author(phone_of, cast):
    stranger = phone_of(cast.stranger)

    assert code_of(stranger.file(make_patrol(by=cast.stranger))) == "never_appointed"
    assert code_of(stranger.file(make_patrol())) == "not_author"


def test_pictures_are_answered_for_by_hash(phone, phone_of, cast):
    raw, other = jpeg(1), jpeg(2)
    entry = phone.show(raw)
    sha256 = entry["media"][0]["sha256"]
    stranger_to_it = make_problem(pictures=[("before", other)])["media"][0]["sha256"]

    before = phone.send(ask_media=[sha256, stranger_to_it])["media"]
    assert phone.upload(raw, entry["id"]).status_code == 204
    after = phone.send(ask_media=[sha256])["media"]

    assert before == [
        {"sha256": sha256, "status": "awaited", "seq": None, "receipt": None},
        {"sha256": stranger_to_it, "status": "unknown", "seq": None, "receipt": None},
    ]
    assert after[0]["status"] == "stored"
    assert isinstance(after[0]["seq"], int)
    assert phone_of(cast.neighbour).send(ask_media=[sha256])["media"][0]["status"] == "unknown"


def test_pictures_named_in_a_call_are_answered_for_unasked(phone):
    entry = make_problem(pictures=[("before", jpeg(3))])
    sha256 = entry["media"][0]["sha256"]

    answer = phone.send(entry, ask_media=[sha256])

    assert [(one["sha256"], one["status"]) for one in answer["media"]] == [(sha256, "awaited")]


def test_a_book_remembers_when_it_was_heard_of_and_what_it_holds(phone, phone_of, session, clock):
    book = {
        "device_id": uuid7(NOW),
        "installation_id": uuid7(NOW),
        "label": "红米",
        "public_key": None,
    }
    assert phone.post("/api/v1/devices", json=book).status_code == 200
    clock.move(hours=2)
    pending = {"entries": 3, "media": 1, "oldest_at": None, "days": ["2026-11-21"]}

    phone.send(device_id=book["device_id"], pending={**pending, "newer": 1})
    phone_of(Cast.village_chief).send(device_id=book["device_id"])

    row = session.get(BookRow, book["device_id"])
    assert row.last_contact_at == NOW + timedelta(hours=2)
    assert row.pending == pending
    assert row.registered_at == NOW

    # What comes in with the call is no longer on the phone, what is refused is.
    phone.send(
        make_problem(),
        make_problem(entry={"private_salt": "0" * 32}),
        device_id=book["device_id"],
        pending=pending,
    )
    session.rollback()
    assert row.pending == {**pending, "entries": 2}


def test_a_book_is_registered_once_and_belongs_to_one(phone, phone_of, session):
    book = {
        "device_id": uuid7(NOW),
        "installation_id": uuid7(NOW),
        "label": "红米",
        "public_key": None,
    }
    first = phone.post("/api/v1/devices", json=book)
    again = phone.post("/api/v1/devices", json={**book, "label": "红米 2"})
    other = phone_of(Cast.village_chief).post("/api/v1/devices", json=book)

    assert first.json == again.json
    assert session.get(BookRow, book["device_id"]).label == "红米 2"
    assert (other.status_code, other.json["code"]) == (403, "not_author")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "bad_json"),
        (b"", "bad_json"),
        (b"\xff\xfe", "bad_json"),
        (b'{"a": 1, "a": 2}', "bad_json"),
        (b'{"a": NaN}', "bad_json"),
        (b'{"a": 1.5}', "bad_json"),
        (b'{"a": 9007199254740992}', "bad_json"),
        (b'{"a": "\\ud800"}', "bad_json"),
        (b"[" * 1000 + b"]" * 1000, "bad_json"),
        (b"[]", "bad_shape"),
        (b"{}", "bad_shape"),
    ],
    ids=[
        "cut",
        "empty",
        "not utf-8",
        "doubled key",
        "nan",
        "fraction",
        "2^53",
        "lone surrogate",
        "deep",
        "list",
        "no keys",
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/entries", "/api/v1/devices"])
def test_what_is_not_the_contracts_json_is_refused(phone, count, path, raw, code):
    before = count()

    answer = phone.post(path, data=raw, content_type="application/json")

    assert answer.status_code == {"bad_json": 400, "bad_shape": 422}[code]
    assert answer.json["code"] == code
    assert count() == before


def test_more_than_a_call_may_hold_is_refused_whole(phone, count):
    before = count()
    many = phone.post("/api/v1/entries", json=make_call(*[make_patrol()] * 51))
    long = make_call(make_patrol(private={"note": "长" * 1_100_000}))
    large = phone.post("/api/v1/entries", data=json.dumps(long), content_type="application/json")

    assert (many.status_code, many.json["code"]) == (413, "batch_too_large")
    assert (large.status_code, large.json["code"]) == (413, "batch_too_large")
    assert count() == before


@pytest.mark.parametrize("path", ["/api/v1/entries", "/api/v1/devices", "/api/v1/media"])
def test_another_sites_page_and_nobody_change_nothing(app, phone, count, path):
    before = count()
    call = make_call(make_patrol())
    foreign = {"X-Patrol": "1", "Origin": "http://elsewhere.example"}

    nobody = app.test_client().post(
        path, json=call, headers={"X-Patrol": "1", "Origin": "http://localhost"}
    )
    elsewhere = phone.client.post(path, json=call, headers=foreign)
    bare = phone.client.post(path, json=call, headers={"Origin": "http://localhost"})

    assert (nobody.status_code, nobody.json["code"]) == (401, "login_required")
    assert (elsewhere.status_code, elsewhere.json["code"]) == (403, "foreign_origin")
    assert (bare.status_code, bare.json["code"]) == (403, "foreign_origin")
    assert count() == before


@pytest.mark.parametrize("count_asked", [8, 9, 17])
def test_a_phone_may_ask_for_many_pictures_at_once(phone, count_asked):
    pictures = [jpeg(seed) for seed in range(count_asked)]
    entry = make_problem(pictures=[("before", raw) for raw in pictures[1:]])
    phone.send(entry)
    phone.upload(pictures[-1], entry["id"])
    asked = [hashlib.sha256(raw).hexdigest() for raw in pictures]

    media = phone.send(ask_media=asked)["media"]

    assert [one["sha256"] for one in media] == asked
    awaited = ["awaited"] * (count_asked - 2)
    assert [one["status"] for one in media] == ["unknown", *awaited, "stored"]


def test_an_entry_that_meets_a_fault_of_ours_waits_and_its_neighbours_go_in(
    phone, session, settings
):
    session.execute(
        text(
            "CREATE TRIGGER fault BEFORE INSERT ON patrol WHEN NEW.weather = 'snow'"
            " BEGIN SELECT RAISE(ABORT, 'a fault of ours'); END"
        )
    )
    session.commit()
    before, faulty, after = make_patrol(), make_patrol(weather="snow"), make_patrol()

    results = phone.send(before, faulty, after)["results"]

    assert [one["status"] for one in results] == ["accepted", "refused", "accepted"]
    assert code_of(results[1]) == "internal"
    assert results[1]["error"]["keep"] is True
    session.execute(text("DROP TRIGGER fault"))
    session.commit()
    assert phone.send(faulty)["results"][0]["status"] == "accepted"
    check_invariants(session, settings.media_dir)


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize("key", ["started_at", "ended_at"])
def test_a_moment_out_of_the_calendar_is_refused_and_its_neighbour_goes_in(phone, key, year):
    odd = make_patrol()
    odd["body"][key] = f"{year}-12-31T23:59:59.999Z"
    results = phone.send(odd, make_patrol())["results"]
    assert code_of(results[0]) == "bad_shape"
    assert results[1]["status"] == "accepted"


def test_a_list_without_end_is_refused(phone):
    again = {"problem_id": uuid7(NOW), "outcome": "unchanged", "reason": None}
    (result,) = phone.send(make_patrol(rechecks=[again] * 201))["results"]
    assert code_of(result) == "bad_shape"

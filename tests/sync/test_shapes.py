"""Each key of the contract: missing, unknown, of the wrong kind."""

import copy

import pytest

from patrol_app.domain.errors import BadShape, KindNotForPhones, UnknownFormat, UnknownKind
from patrol_app.sync.schemas.calls import make_sure_of_book, make_sure_of_call
from patrol_app.sync.schemas.entry import read_entry
from tests.builders import jpeg, make_call, make_entry, make_patrol, make_problem

ID = "01a200c4-6280-7fb2-982f-0c0f263282c4"
HASH = "ab" * 32
PICTURE = [("before", jpeg())]


def about_problem(kind, **body):
    return make_entry(kind, body={"problem_id": ID, **body})


VALID = {
    "patrol.completed": make_patrol(),
    "problem.reported": make_problem(pictures=PICTURE),
    "problem.told": about_problem(
        "problem.told", whom="village_chief", way="call", got_through=True
    ),
    "problem.accepted": about_problem(
        "problem.accepted",
        opinion="清走",
        responsible_unit=None,
        responsible_person=None,
        due_on="2026-11-30",
    ),
    "problem.handled": about_problem("problem.handled", result="清走了"),
    "problem.escalated": about_problem(
        "problem.escalated", reason="村里办不了", to="township", name=None
    ),
    "problem.confirmed": about_problem("problem.confirmed", reason=None),
    "problem.reopened": about_problem("problem.reopened", reason="又倒了"),
    "consent.given": make_entry("consent.given", body={"version": 1}),
    "consent.withdrawn": make_entry("consent.withdrawn", body={"version": 1}),
}


def changed(entry, path, value):
    """The entry with one value replaced; `path` like "body.items.0.finding"."""
    made = copy.deepcopy(entry)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    node = made
    for step in way:
        node = node[step]
    node[last] = value
    return made


def without(entry, path):
    made = copy.deepcopy(entry)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    node = made
    for step in way:
        node = node[step]
    del node[last]
    return made


def errors_of(entry):
    with pytest.raises(BadShape) as refusal:
        read_entry(entry)
    return refusal.value.data["errors"]


@pytest.mark.parametrize("kind", VALID)
def test_a_valid_entry_is_read_exactly_as_it_came(kind):
    entry = VALID[kind]

    parcel = read_entry(copy.deepcopy(entry))

    beside = {
        "private_salt": parcel.private_salt,
        "private": parcel.private,
        "signature": parcel.signature,
    }
    assert {**parcel.envelope, **beside} == entry


@pytest.mark.parametrize("key", sorted(VALID["patrol.completed"]))
def test_each_key_of_the_envelope_is_asked_for(key):
    assert list(errors_of(without(VALID["patrol.completed"], key))) == [key]


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, entry in VALID.items() for key in sorted(entry["body"])]
)
def test_each_key_of_a_body_is_asked_for(kind, key):
    assert list(errors_of(without(VALID[kind], f"body.{key}"))) == [f"body.{key}"]


WRONG_ENVELOPE = {
    "format": [0, "1", None, True],
    "id": [ID.upper(), "1", None, 1],
    "ledger": ["1405", 140502, "一四零五零二", None],
    "kind": [None, 1, ["patrol.completed"]],
    "at": [
        "2026-11-22T08:31:04+08:00",
        "2026-11-22T08:31:04.120",
        "2026-11-22 08:31:04.120+08:00",
        "2026-02-30T08:31:04.120Z",
        "0001-01-01T00:00:00.000+08:00",
        1_795_307_464,
        None,
    ],
    "mono_id": ["x", 1],
    "mono_ms": [-1, "1", True, 2**53],
    "by": [None, "示例甲"],
    "appointment": ["", 1],
    "device_id": ["phone", ID],
    "device_seq": [-1, 1, True],
    "prev": ["ab", HASH.upper(), 1],
    "beacon": [1, {}, {"epoch": 1, "size": 0, "root": HASH, "more": 1}],
    "media": [None, {}, [1]],
    "body": [None, [], "{}"],
    "private_commit": [None, "ab", HASH.upper()],
    "private_salt": [None, "ab", "zz" * 16],
    "private": [None, []],
    "signature": ["", "AAAA", "not base64!", 1],
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param(key, value, id=f"{key}={str(value)[:40]}")
        for key, values in WRONG_ENVELOPE.items()
        for value in values
    ],
)
def test_a_wrong_value_in_the_envelope_is_named(key, value):
    if key == "format" and value == 0:
        with pytest.raises(UnknownFormat):
            read_entry(changed(VALID["patrol.completed"], key, value))
        return
    found = errors_of(changed(VALID["patrol.completed"], key, value))
    # A book without a number and a number without a book are the same mistake.
    assert {name.split(".")[0] for name in found} <= {key, "device_seq"}


@pytest.mark.parametrize("key", ["role", "area_id", "accepted_at", "seq", "_schema"])
def test_an_unknown_key_in_the_envelope_is_refused(key):
    assert errors_of({**VALID["patrol.completed"], key: 1})


def test_an_unknown_key_of_a_named_picture_is_refused():
    assert "media.0.name" in errors_of(changed(VALID["problem.reported"], "media.0.name", "a.jpg"))


@pytest.mark.parametrize("path", ["body.mood", "private.mood", "body.items.0.mood"])
def test_an_unknown_key_inside_is_kept(path):
    entry = changed(VALID["patrol.completed"], path, {"newer": [1]})

    parcel = read_entry(entry)

    assert {"body": parcel.envelope["body"], "private": parcel.private} == {
        "body": entry["body"],
        "private": entry["private"],
    }


WRONG_INSIDE = [
    ("patrol.completed", "body.patrol_id", None),
    ("patrol.completed", "body.banks", "middle"),
    ("patrol.completed", "body.method", "swim"),
    ("patrol.completed", "body.weather", None),
    ("patrol.completed", "body.water", "low"),
    ("patrol.completed", "body.started_at", "2026-11-22T08:31:04Z"),
    ("patrol.completed", "body.elapsed_ms", -1),
    ("patrol.completed", "body.elapsed_ms", True),
    ("patrol.completed", "body.ended_early", "长" * 2001),
    ("patrol.completed", "body.ended_early", "\0"),
    ("patrol.completed", "body.items", []),
    ("patrol.completed", "body.items", [{}] * 8),
    ("patrol.completed", "body.items", None),
    ("patrol.completed", "body.items.0.finding", "perhaps"),
    ("patrol.completed", "body.items.0.item", 2),
    ("patrol.completed", "body.items.0.item", 9),
    ("patrol.completed", "body.items.0.known_problems", ["x"]),
    ("patrol.completed", "body.rechecks", [{"problem_id": ID, "outcome": "fine", "reason": None}]),
    ("patrol.completed", "body.visits", [{"point_id": ID, "elapsed_ms": "1"}]),
    ("patrol.completed", "body.companions", [None]),
    ("patrol.completed", "private.track", []),
    ("patrol.completed", "private.track", {"fixes": []}),
    ("patrol.completed", "private.track.fixes.0", [1, 2, 3]),
    ("patrol.completed", "private.track.fixes.0", [1, 2, 3, True]),
    ("patrol.completed", "private.track.fixes.0", [180_000_001, 2, 3, 4]),
    ("patrol.completed", "private.track.fixes.0", [1, 90_000_001, 3, 4]),
    ("patrol.completed", "private.track.fixes.0", [1, 2, -3, 4]),
    ("patrol.completed", "private.track.gaps", [[0, 1, None]]),
    ("patrol.completed", "private.media_facts", None),
    ("patrol.completed", "private.media_facts", [{"sha256": HASH}]),
    ("patrol.completed", "private.note", 5),
    ("patrol.completed", "private.other_companions", "甲"),
    ("problem.reported", "private.place", {"at": [1], "accuracy_m": 1, "heading_deg": None}),
    ("problem.reported", "private.place", {"at": [1, 2], "accuracy_m": 1, "heading_deg": 361}),
    ("problem.reported", "body.item", 0),
    ("problem.reported", "body.item", 9),
    ("problem.reported", "body.severity", "huge"),
    ("problem.reported", "body.origin", None),
    ("problem.reported", "body.what", None),
    ("problem.reported", "body.on_the_spot", {}),
    ("problem.reported", "media.0.bytes", 0),
    ("problem.reported", "media.0.role", "selfie"),
    ("problem.reported", "media.0.type", "../jpeg"),
    ("problem.told", "body.whom", "mayor"),
    ("problem.told", "body.way", "pigeon"),
    ("problem.told", "body.got_through", 1),
    ("problem.accepted", "body.due_on", "2026-11-31"),
    ("problem.escalated", "body.to", "village"),
    ("consent.given", "body.version", 0),
]


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [pytest.param(*case, id=f"{case[1]}={str(case[2])[:30]!r}") for case in WRONG_INSIDE],
)
def test_a_wrong_value_inside_is_named_where_it_stands(kind, path, value):
    found = errors_of(changed(VALID[kind], path, value))

    assert any(path.startswith(name) or name.startswith(path.rsplit(".", 1)[0]) for name in found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("body.ended_early", "下雨了"),
        ("body.items.3.finding", "not_checked"),
        ("body.items.3.finding", "found"),
        ("body.ended_at", "1970-01-01T00:00:00.000Z"),
        ("body.started_at", "2099-01-01T00:00:00.000+08:00"),
        ("private", {}),
        ("private.track", None),
        ("private.note", "😀"),
    ],
)
def test_what_can_be_an_entry_is_never_refused(path, value):
    read_entry(changed(VALID["patrol.completed"], path, value))


@pytest.mark.parametrize("kind", ["water.sampled", "problem.closed", "", "PATROL.COMPLETED"])
def test_an_unknown_kind_is_kept_by_the_phone_whatever_else_it_holds(kind):
    with pytest.raises(UnknownKind) as refusal:
        read_entry({"kind": kind, "format": 1, "newer": True})
    assert refusal.value.keep


@pytest.mark.parametrize("number", [0, 2, 99])
def test_an_unknown_format_is_kept_by_the_phone(number):
    with pytest.raises(UnknownFormat) as refusal:
        read_entry({"format": number})
    assert refusal.value.keep


@pytest.mark.parametrize("kind", ["media.received", "register.changed"])
def test_what_server_and_offices_say_no_phone_says(kind):
    with pytest.raises(KindNotForPhones) as refusal:
        read_entry({**VALID["consent.given"], "kind": kind})
    assert not refusal.value.keep


@pytest.mark.parametrize("raw", [None, 1, "x", [], [VALID["consent.given"]]])
def test_what_is_no_object_is_no_entry(raw):
    assert errors_of(raw)


CALL = make_call()
BOOK = {"device_id": ID, "installation_id": ID, "label": "手机", "public_key": None}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("device_id", None),
        ("sent_at", "now"),
        ("held_size", -1),
        ("pending", None),
        ("pending.entries", "1"),
        ("pending.days", ["2026-02-30"]),
        ("pending.oldest_at", 1),
        ("ask_media", ["x"]),
        ("ask_media", None),
        ("entries", None),
        ("entries", {}),
        ("seq", 1),
    ],
)
def test_a_wrong_call_is_refused_as_a_whole(path, value):
    with pytest.raises(BadShape):
        make_sure_of_call(changed(CALL, path, value))


@pytest.mark.parametrize("key", sorted(CALL))
def test_each_key_of_a_call_is_asked_for(key):
    with pytest.raises(BadShape):
        make_sure_of_call(without(CALL, key))


@pytest.mark.parametrize("key", sorted(BOOK))
def test_each_key_of_a_book_is_asked_for(key):
    with pytest.raises(BadShape):
        make_sure_of_book(without(BOOK, key))


@pytest.mark.parametrize(
    ("key", "value"),
    [("label", "长" * 201), ("public_key", "?"), ("public_key", ""), ("person_id", ID)],
)
def test_a_wrong_book_is_refused(key, value):
    with pytest.raises(BadShape):
        make_sure_of_book({**BOOK, key: value})

"""What is published is what is checked: on no value may the JSON Schema and the shape differ."""

import copy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol_app.domain.errors import PatrolError
from patrol_app.sync.schemas import track, values
from patrol_app.sync.schemas.calls import make_sure_of_book, make_sure_of_call
from patrol_app.sync.schemas.entry import read_entry
from tests.builders import jpeg, make_call, make_entry, make_patrol, make_problem
from tests.sync.openapi.document import judge, judge_of

ID = "01a200c4-6280-7fb2-982f-0c0f263282c4"
HASH = "ab" * 32

QUESTIONS = {
    name: asked
    for module in (values, track)
    for name, asked in vars(module).items()
    if isinstance(asked, values.Question)
} | {
    "text": values.is_text(3),
    "words": values.is_one_of(["left", "right"]),
    "list": values.is_list_of(values.is_day, 2),
    "row": values.is_row_of(values.is_flag, values.is_text(2)),
}

ENTRIES = [
    make_patrol(
        rechecks=[{"problem_id": ID, "outcome": "solved", "reason": None}],
        visits=[{"point_id": ID, "elapsed_ms": 9}],
        companions=[ID],
    ),
    make_problem(pictures=[("before", jpeg())], on_the_spot={"opinion": "清走", "result": None}),
    make_entry(
        "problem.told", body={"problem_id": ID, "whom": "clerk", "way": "sms", "got_through": True}
    ),
    make_entry(
        "problem.escalated", body={"problem_id": ID, "reason": None, "to": "county", "name": None}
    ),
    make_entry(
        "problem.accepted",
        body={
            "problem_id": ID,
            "opinion": "清走",
            "responsible_unit": None,
            "responsible_person": None,
            "due_on": "2026-11-30",
        },
        private={
            "place": {"at": [112_884_616, 35_443_051], "accuracy_m": 8, "heading_deg": None},
            "note": "好",
            "media_facts": [{"sha256": HASH, "taken_at": None, "place": None, "source": "live"}],
        },
    ),
    make_entry("problem.handled", body={"problem_id": ID, "result": None}),
    make_entry("problem.reopened", body={"problem_id": ID, "reason": None}),
    make_entry("consent.given", body={"version": 1}),
]
CALL = make_call(device_id=ID)
BOOK = {"device_id": ID, "installation_id": ID, "label": "手机", "public_key": "AAAA"}

#: Values that look right somewhere, and others that look nearly so.
NEAR = [
    *(
        None,
        True,
        False,
        0,
        1,
        8,
        9,
        -1,
        2**31 - 1,
        2**31,
        2**53 - 1,
        2**53,
        1.5,
        "",
        "1",
        "\0",
        "\n",
    ),
    *(
        ID,
        ID.upper(),
        ID + "\n",
        HASH,
        HASH[1:],
        "140502",
        "１４０５０２",
        "image/jpeg",
        "patrol.completed",
    ),
    *("2026-11-22T08:31:04.120+08:00", "2026-02-29T08:31:04.120Z", "2028-02-29T08:31:04.120Z"),
    *("2026-11-22T24:00:00.000Z", "2026-11-22T08:31:60.000Z", "2026-11-22T08:31:04.120+24:00"),
    *("2026-11-22T08:31:04.120-00:00", "1899-12-31T00:00:00.000Z", "3000-01-01T00:00:00.000Z"),
    *("2026-11-30", "2026-11-31", "2026-11-30\n", "٢٠٢٦-11-30", "left", "Left", "village_chief"),
    *(
        "AAAA",
        "AAA=",
        "AA==",
        "A===",
        "AAAA=",
        "AAA",
        "A" * 86 + "==",
        "A" * 88,
        "A" * 2000,
        "A" * 2004,
    ),
    *("长" * 2000, "长" * 2001, "😀" * 2000, [], {}, [ID], [HASH], [ID] * 200, [ID] * 201, [0, 0]),
    *([180_000_000, 90_000_000], [180_000_001, 0], [0, 0, 0, 0], {"fixes": [], "gaps": []}),
    *({"fixes": [[0, 0, 0, 0]], "gaps": [[0, 1, "断了"]]}, {"fixes": [[0, 0, 0]], "gaps": []}),
    {"fixes": [], "gaps": [[0, True, ""]], "more": 1},
]


def json_values():
    """Anything the wire may bring; a number like 1.0 is refused before a shape sees it."""
    plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9)
    return st.recursive(
        st.sampled_from(NEAR) | plain,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=5,
    )


def near_pattern(schema):
    """Text of a schema's form, and the same with one character put in, taken out or exchanged."""
    if "pattern" not in schema:
        return st.nothing()
    form = st.from_regex(re.compile(schema["pattern"].removesuffix("$") + r"\Z", re.ASCII))

    def spoil(text, at, put, cut):
        at = at % (len(text) + 1)
        return text[:at] + put + text[at + cut :]

    return form | st.builds(
        spoil, form, st.integers(0, 200), st.text(max_size=1), st.integers(0, 1)
    )


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_and_its_schema_agree(name):
    question = QUESTIONS[name]
    judged = judge(dict(question.schema))

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(near_pattern(question.schema) | json_values())
    def agree(value):
        assert judged.is_valid(value) == question(value)

    agree()
    for value in NEAR:
        assert judged.is_valid(value) == question(value), value


def list_paths(value, path=()):
    """Each place in a JSON value, the whole one first."""
    yield path
    steps = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, inner in steps:
        yield from list_paths(inner, (*path, step))


def change(value, path, deed, put):
    """The value with one place replaced, taken out, doubled or given one more key."""
    made = copy.deepcopy(value)
    if not path:
        return put if deed == "replace" else made
    node = made
    for step in path[:-1]:
        node = node[step]
    inner = node[path[-1]]
    if deed == "replace":
        node[path[-1]] = put
    elif deed == "take":
        del node[path[-1]]
    elif deed == "add" and isinstance(inner, dict):
        inner["more"] = put
    elif deed == "double" and isinstance(inner, list):
        inner.extend(copy.deepcopy(inner))
    return made


@st.composite
def changed(draw, *wholes):
    whole = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from([*list_paths(whole)]))
        deed = draw(st.sampled_from(["replace", "take", "add", "double"]))
        whole = change(whole, path, deed, draw(json_values()))
    return whole


def is_taken(read, raw):
    try:
        read(raw)
    except PatrolError:
        return False
    return True


def read_call(raw):
    """A call is taken, and all its entries with it; the server would refuse a wrong one alone."""
    make_sure_of_call(raw)
    for entry in raw["entries"]:
        read_entry(entry)


WHOLES = [
    pytest.param("Entry", read_entry, ENTRIES, id="entry"),
    pytest.param("Call", read_call, [CALL], id="call"),
    pytest.param("Book", make_sure_of_book, [BOOK], id="book"),
]


@pytest.mark.parametrize(("shape", "read", "wholes"), WHOLES)
def test_a_whole_and_its_schema_agree(shape, read, wholes):
    judged = judge_of(shape)

    @settings(max_examples=100, derandomize=True, database=None, deadline=None)
    @given(changed(*wholes))
    def agree(raw):
        assert judged.is_valid(raw) == is_taken(read, raw)

    agree()
    for whole in wholes:
        assert judged.is_valid(whole)
        assert is_taken(read, whole)


@pytest.mark.parametrize(("shape", "read", "wholes"), WHOLES)
def test_each_place_alone_agrees(shape, read, wholes):
    """Every key taken out, and every value exchanged for others that nearly look right."""
    judged = judge_of(shape)
    for whole in wholes:
        for path in list_paths(whole):
            if whole is not wholes[0] and path[:1] not in {("body",), ("private",)}:
                continue
            for deed, put in [("take", None), ("add", 1), *(("replace", near) for near in NEAR)]:
                raw = change(whole, path, deed, put)
                assert judged.is_valid(raw) == is_taken(read, raw), (path, deed, put)

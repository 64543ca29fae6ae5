"""The bytes that are hashed, by the cases that the phone runs too."""

import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as some

from patrol_app.domain.errors import BadJson
from patrol_app.ledger.canonical import canonical, entry_hash, leaf_bytes, private_commit
from patrol_app.web.bodies import parse_json
from tests.builders import NOW

OUTSIDE = {"private_salt", "private", "signature"}
CASES = json.loads((Path(__file__).parent.parent / "cases" / "entries.json").read_text())["cases"]
SOUND = [case for case in CASES if "entry_hash" in case]


def envelope_of(case):
    return {key: value for key, value in case["entry"].items() if key not in OUTSIDE}


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case["name"])
def test_an_envelope_has_the_bytes_and_the_hash_of_the_case(case):
    assert canonical(envelope_of(case)).decode() == case["envelope"]
    assert entry_hash(envelope_of(case)) == case["entry_hash"]


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case["name"])
def test_the_private_half_is_committed_to_as_in_the_case(case):
    entry = case["entry"]
    assert private_commit(entry["private_salt"], entry["private"]) == case["private_commit"]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.get("refused") == "private_commit"],
    ids=lambda case: case["name"],
)
def test_a_wrong_commitment_is_noticed(case):
    entry = case["entry"]
    made = private_commit(entry["private_salt"], entry["private"])
    assert made != entry["private_commit"]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.get("refused", "private_commit") != "private_commit"],
    ids=lambda case: case["name"],
)
def test_what_has_no_canonical_bytes_does_not_get_in(case):
    with pytest.raises(BadJson):
        parse_json(json.dumps(case["entry"]).encode())


WHOLE = some.integers(-(2**53) + 1, 2**53 - 1)
LETTERS = some.text(some.characters(codec="utf-8"))
AWKWARD = some.sampled_from(["a,.5", "[1e", '":-2.', "\ue000", "\U0001f600", "0" * 20, "\x7f\x1f"])
KEYS = LETTERS | AWKWARD
VALUES = some.recursive(
    some.none()
    | some.booleans()
    | WHOLE
    | LETTERS
    | AWKWARD
    | some.floats(allow_nan=False, width=32),
    lambda part: some.lists(part) | some.dictionaries(KEYS, part),
)


@given(some.dictionaries(KEYS, VALUES))
@example({"\ue000": 1, "\U0001f600": 2})
@example({"whole": [1.0], "large": 1e21, "small": -1e-7})
def test_the_bytes_are_those_of_the_reference_library(value):
    assert _bytes_or_fault(canonical, value) == _bytes_or_fault(rfc8785.dumps, value)


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), {"a": {1}}, "\ud800"])
def test_what_json_cannot_hold_has_no_bytes(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"value": value})


def _bytes_or_fault(write, value):
    try:
        return write(value)
    except rfc8785.CanonicalizationError:
        return None


def test_a_leaf_holds_no_person():
    leaf = leaf_bytes(accepted_at=NOW, entry_hash="ab" * 32, seq=7, signature=None)
    expected = (
        '{"accepted_at":"2026-11-22T01:00:00.000Z","entry_hash":"'
        + "ab" * 32
        + '","seq":7,"signature":null}'
    )
    assert leaf.decode() == expected

"""Every refusal has a code, a status and a word on whether the phone keeps what it sent."""

import re
from pathlib import Path

import pytest

from patrol_app.domain import errors
from patrol_app.domain.errors import NotAuthor, PatrolError, TooManyAttempts

# The wire outlives code (contract, Errors): what stands here is never renamed, only added to.
WIRE = {
    "bad_request": (400, False),
    "bad_json": (400, False),
    "bad_shape": (422, False),
    "unknown_kind": (422, True),
    "unknown_format": (422, True),
    "kind_not_for_phones": (422, False),
    "unknown_reference": (422, False),
    "register_fixed": (422, False),
    "register_in_use": (409, False),
    "register_stale": (409, False),
    "dates_reversed": (422, False),
    "hash_mismatch": (422, False),
    "not_author": (403, True),
    "entry_conflict": (409, False),
    "never_appointed": (422, False),
    "foreign_ledger": (422, False),
    "foreign_reach": (422, False),
    "batch_too_large": (413, True),
    "media_not_named": (409, True),
    "media_hash_mismatch": (422, True),
    "media_too_large": (413, True),
    "media_type_unsupported": (415, True),
    "picture_too_large": (422, False),
    "picture_broken": (422, False),
    "sound_broken": (422, False),
    "video_broken": (422, False),
    "too_much_today": (429, True),
    "upload_gone": (404, True),
    "wrong_offset": (409, True),
    "tus_version": (412, True),
    "login_required": (401, True),
    "forbidden": (403, False),
    "not_found": (404, False),
    "foreign_origin": (403, True),
    "checksum_mismatch": (460, True),
    "checksum_unsupported": (400, True),
    "csrf": (400, False),
    "too_many_attempts": (429, True),
    "too_fast": (429, True),
    "bad_login": (401, False),
    "bad_card": (401, False),
    "method_not_allowed": (405, False),
    "storage_full": (507, True),
    "broken_off": (408, True),
    "busy": (503, True),
    "front_end_missing": (503, True),
    "internal": (500, True),
}
NAMED = PatrolError.__subclasses__()


def test_codes_statuses_and_keeps_are_those_of_the_wire():
    assert {named.code: (named.status, named.keep) for named in NAMED} == WIRE


def test_each_refusal_has_a_code_of_its_own():
    assert len({named.code for named in NAMED}) == len(NAMED)


@pytest.mark.parametrize("named", NAMED, ids=lambda named: named.code)
def test_each_refusal_says_what_happened(named):
    assert named.__module__ == errors.__name__
    assert re.fullmatch("[a-z_]+", named.code)
    assert named.__doc__.endswith(".")


def test_a_refusal_carries_its_data_and_how_long_to_wait():
    refusal = NotAuthor(id="0193", by="another")
    assert (refusal.data, refusal.retry_after_s) == ({"id": "0193", "by": "another"}, None)
    assert TooManyAttempts(retry_after_s=60).retry_after_s == 60


@pytest.mark.parametrize("named", NAMED, ids=lambda named: named.code)
def test_each_refusal_stands_in_the_docs(named):
    listed = (Path(__file__).parents[2] / "docs" / "refusals.md").read_text(encoding="utf-8")
    keep = "yes" if named.keep else "no"
    meaning = named.__doc__.split("\n")[0]
    assert f"| `{named.code}` | {named.status} | {keep} | {meaning} |" in listed

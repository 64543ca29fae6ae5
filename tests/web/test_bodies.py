"""JSON is read as strictly as the contract says; nonsense is 400, never 500 (trust, D31)."""

import json

import pytest

from patrol_app.domain.errors import BadJson
from patrol_app.web.access import everyone
from patrol_app.web.bodies import MAX_DEPTH, parse_json, read_json

BROKEN = {
    "nothing": b"",
    "half": b'{"a": [1, 2',
    "two": b"{} {}",
    "comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "raw control character": b'{"a": "\x00"}',
    "same key twice": b'{"a": 1, "a": 1}',
    "same key twice, escaped": b'{"a": 1, "\\u0061": 2}',
    "same key twice, deep": b'{"a": [{"b": 1, "b": 2}]}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "-Infinity": b'{"a": -Infinity}',
    "fraction": b'{"a": 1.5}',
    "whole fraction": b'{"a": 1.0}',
    "exponent": b'{"a": 1e3}',
    "endless exponent": b'{"a": 1e999999}',
    "2^53": b'{"a": 9007199254740992}',
    "-2^53": b'{"a": -9007199254740992}',
    "5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "depth 1,000": b'{"a":' * 1000 + b"1" + b"}" * 1000,
    "depth 100,000": b"[" * 100_000 + b"]" * 100_000,
    "depth 100,000, open": b"[" * 100_000,
    "one too deep": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "lone high surrogate": b'{"a": "\\ud83d"}',
    "lone low surrogate": b'{"a": "\\udc00 x"}',
    "lone surrogate in a key": b'{"\\ud83d": 1}',
    "surrogate bytes": b'{"a": "\xed\xa0\xbd"}',
}


@pytest.fixture
def client(app):
    app.add_url_rule(
        "/api/v1/echo", "echo", everyone(lambda: read_json(max_bytes=200_000)), methods=["POST"]
    )
    return app.test_client()


@pytest.fixture
def send(api):
    return lambda raw, kind="application/json": api.post(
        "/api/v1/echo", data=raw, content_type=kind
    )


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_json_of_ours_is_400(send, raw):
    answer = send(raw)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_json")
    assert answer.json["keep"] is False


@pytest.mark.parametrize("raw", [b"[]", b'"x"', b"1", b"null", b"true"])
def test_what_is_no_object_has_the_wrong_shape(send, raw):
    assert send(raw).json["code"] == "bad_shape"


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": 2**53 - 1, "b": -(2**53) + 1, "c": 0, "d": None, "e": True},
        {"河": "水 🚣‍♀️ é", "": "", "x" * 1000: []},
    ],
    ids=["empty", "numbers", "text"],
)
@pytest.mark.parametrize("escaped", [True, False])
def test_what_is_right_comes_through_as_it_is(send, value, escaped):
    assert send(json.dumps(value, ensure_ascii=escaped).encode()).json == value


def test_the_last_depth_is_still_read():
    assert parse_json(b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH)
    with pytest.raises(BadJson):
        parse_json(b"[" * (MAX_DEPTH + 1) + b"1" + b"]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_only_what_calls_itself_json_is_read(send, kind):
    assert send(b"{}", kind).json["code"] == "bad_json"


def test_too_much_is_refused_before_it_is_read(send):
    answer = send(b'{"a": "' + b"x" * 300_000 + b'"}')
    assert (answer.status_code, answer.json["code"]) == (413, "batch_too_large")
    assert answer.json["keep"] is True


def test_too_much_without_a_length_is_refused_as_well(api):
    class Endless:
        read_bytes = 0

        def read(self, size):
            self.read_bytes += size
            return b" " * size

    stream = Endless()
    answer = api.post(
        "/api/v1/echo",
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": stream, "wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert stream.read_bytes < 1_000_000

"""What a single value of the wire looks like (contract, Rules for all of it): plain questions, answered yes or no."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

#: Integers are those that every JSON reader keeps exactly.
INTEGER_END = 2**53

#: Far more than anybody taps into a phone; what is longer is no note.
TEXT_MAX_CHARS = 2_000

#: A phone may believe in 1970 or 2099; further off, adding a zone or a skew would leave the calendar.
_YEAR = "(?:19|2[0-9])[0-9]{2}"
_DAY = f"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"{_DAY}T{_CLOCK}:[0-5][0-9]\.[0-9]{{3}}(?:Z|[+-]{_CLOCK})"
_SIX_BITS = "[A-Za-z0-9+/]"
_BASE64 = f"(?:{_SIX_BITS}{{4}})*(?:{_SIX_BITS}{{2}}==|{_SIX_BITS}{{3}}=|{_SIX_BITS}{{4}})"


@dataclass(frozen=True)
class Question:
    """A question about one value, answered yes or no; `schema` asks the same in JSON Schema 2020-12.

    Both stand side by side where the question is made, and a test holds them against each other, so that what we
    publish is what we check.
    """

    answer: Callable[[object], bool]
    schema: Mapping[str, Any]

    def __call__(self, value: object) -> bool:
        """Say whether the value is one."""
        return self.answer(value)


def matches(pattern: str) -> Question:
    """Ask for text that is of this form from end to end; `pattern` is read alike by Python and ECMA-262."""
    form = re.compile(pattern)
    return Question(
        lambda value: isinstance(value, str) and form.fullmatch(value) is not None,
        {"type": "string", "pattern": f"^{pattern}$"},
    )


def narrow(question: Question, answer: Callable[[Any], bool], **schema: object) -> Question:
    """Ask one thing more of what answers the question; `schema` says the same."""
    return Question(lambda value: question(value) and answer(value), {**question.schema, **schema})


is_id = matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
is_hash = matches("[0-9a-f]{64}")
is_salt = matches("[0-9a-f]{32}")
is_ledger = matches("[0-9]{6}")
is_media_type = matches("[a-z]{1,20}/[a-z0-9.+-]{1,60}")
#: Raw r‖s of P-256, 64 bytes.
is_signature = matches(f"{_SIX_BITS}{{86}}==")
is_base64 = narrow(
    matches(_BASE64), lambda text: len(text) <= TEXT_MAX_CHARS, maxLength=TEXT_MAX_CHARS
)


def _is_read_by(parse: Callable[[str], object]) -> Callable[[str], bool]:
    """Ask whether there is such a day at all: no form knows the length of February."""

    def answer(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return answer


is_moment = narrow(matches(_MOMENT), _is_read_by(datetime.fromisoformat), format="date-time")
is_day = narrow(matches(_DAY), _is_read_by(date.fromisoformat), format="date")

is_flag = Question(lambda value: isinstance(value, bool), {"type": "boolean"})
is_object = Question(lambda value: isinstance(value, dict), {"type": "object"})
is_list = Question(lambda value: isinstance(value, list), {"type": "array"})


def is_between(least: int, most: int) -> Question:
    """Ask for an integer; true and false are none, though Python counts with them."""
    return Question(
        lambda value: type(value) is int and least <= value <= most,
        {"type": "integer", "minimum": least, "maximum": most},
    )


is_count = is_between(0, INTEGER_END - 1)


def is_text(max_chars: int = TEXT_MAX_CHARS) -> Question:
    """Ask for text that a database can hold, at most so long."""
    return Question(
        lambda value: isinstance(value, str) and len(value) <= max_chars and "\0" not in value,
        {"type": "string", "maxLength": max_chars, "pattern": r"^[^\u0000]*$"},
    )


def is_one_of(words: Iterable[str]) -> Question:
    """Ask for one of these words."""
    known = tuple(dict.fromkeys(map(str, words)))
    return Question(
        lambda value: isinstance(value, str) and value in known,
        {"type": "string", "enum": list(known)},
    )


def is_list_of(question: Question, most: int) -> Question:
    """Ask for a list of such values, at most so many."""
    return Question(
        lambda value: (
            isinstance(value, list) and len(value) <= most and all(question(one) for one in value)
        ),
        {"type": "array", "items": question.schema, "maxItems": most},
    )


def is_row_of(*questions: Question) -> Question:
    """Ask for a list that holds one answer to each question, in their order."""
    return Question(
        lambda value: (
            isinstance(value, list)
            and len(value) == len(questions)
            and all(question(one) for question, one in zip(questions, value, strict=True))
        ),
        {
            "type": "array",
            "prefixItems": [question.schema for question in questions],
            "minItems": len(questions),
            "maxItems": len(questions),
        },
    )

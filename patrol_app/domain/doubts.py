"""What makes one look twice: accepted all the same, said with its reason, judged by a person later."""

from dataclasses import dataclass
from enum import StrEnum

from patrol_app.domain.entries import Kind, NamedMedium
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import Deed, may


class Doubt(StrEnum):
    """Why an entry deserves a second look; never a refusal (contract, Ideas)."""

    STAND_IN = "stand_in"
    APPOINTMENT_NOT_CURRENT = "appointment_not_current"
    CLOCK = "clock"
    CLOCK_SKEWED = "clock_skewed"
    ENDED_EARLY = "ended_early"
    UNCHECKED = "unchecked"
    FOUND_WITHOUT_PROBLEM = "found_without_problem"
    RECHECK_MISSING = "recheck_missing"
    RECHECK_EXTRA = "recheck_extra"
    LITTLE_OF_REACH = "little_of_reach"
    TRACK_JUMPS = "track_jumps"
    TRACK_TOO_EVEN = "track_too_even"
    PATROL_UNKNOWN = "patrol_unknown"
    PATROL_ID_REUSED = "patrol_id_reused"
    PROBLEM_UNKNOWN = "problem_unknown"
    NO_LONGER_FITS = "no_longer_fits"
    ROLE_MAY_NOT = "role_may_not"
    OUTSIDE_AREA = "outside_area"
    OWN_CURE = "own_cure"
    MEDIA_MISSING_PAIR = "media_missing_pair"
    BOOK_UNKNOWN = "book_unknown"
    BOOK_OF_ANOTHER = "book_of_another"
    BOOK_NUMBER_REUSED = "book_number_reused"
    BOOK_BROKEN = "book_broken"


WEIGHING: frozenset[Doubt] = frozenset(
    {
        Doubt.STAND_IN,
        Doubt.APPOINTMENT_NOT_CURRENT,
        Doubt.CLOCK,
        Doubt.UNCHECKED,
        Doubt.PATROL_ID_REUSED,
        Doubt.BOOK_OF_ANOTHER,
        Doubt.BOOK_NUMBER_REUSED,
        Doubt.BOOK_BROKEN,
    }
)
"""The doubts that make a day doubtful until a person decides; all others are notes beside the entry."""


@dataclass(frozen=True)
class PatrolFacts:
    """What is known of a patrol when it arrives; later entries change none of it.

    `unchecked`: an item was answered 没查, which wants a reason. `id_taken`: another entry of the walker holds its
    patrol_id already. `due` are the problems of the reach that item 9 asked this
    walker about, `rechecked` those of the patrol's rechecks that have arrived; both hold problem ids.
    """

    role: Role
    ended_early: bool
    unchecked: bool
    id_taken: bool
    due: frozenset[str]
    rechecked: frozenset[str]


def doubts_of_patrol(facts: PatrolFacts) -> frozenset[Doubt]:
    """Judge a patrol at its arrival; whose day it is stands in `credit`, the clock in `clock`."""
    missing = not facts.ended_early and not facts.due <= facts.rechecked
    return _those(
        (Doubt.ROLE_MAY_NOT, not may({facts.role}, Deed.PATROL)),
        (Doubt.ENDED_EARLY, facts.ended_early),
        (Doubt.UNCHECKED, facts.unchecked and not facts.ended_early),
        (Doubt.PATROL_ID_REUSED, facts.id_taken),
        (Doubt.RECHECK_MISSING, missing),
        (Doubt.RECHECK_EXTRA, not facts.rechecked <= facts.due),
    )


@dataclass(frozen=True)
class FindingFacts:
    """What a patrol says it found beside what has arrived of it; judged anew whenever one of its problems arrives.

    `found_items` are the items answered 发现了 without naming a known problem, `reported_items` those of the problems
    reported with the patrol; `named_problems` are all problem ids it names, `known_problems` those that have arrived.
    """

    found_items: frozenset[int]
    reported_items: frozenset[int]
    named_problems: frozenset[str]
    known_problems: frozenset[str]


def doubts_of_findings(facts: FindingFacts) -> frozenset[Doubt]:
    """Judge what a patrol found by what has arrived until now."""
    return _those(
        (Doubt.FOUND_WITHOUT_PROBLEM, not facts.found_items <= facts.reported_items),
        (Doubt.PROBLEM_UNKNOWN, not facts.named_problems <= facts.known_problems),
    )


@dataclass(frozen=True)
class BookFacts:
    """An entry's place in its book (contract, Ideas: nothing is silently missing).

    `registered`: the book is known; `of_author`: it belongs to the entry's author; `number_taken`: another entry holds
    its number. `hashes_before` are those of what arrived or was refused under the number before, `prevs_after` what
    the entries under the next number name as their previous one; both empty where nothing is there yet.
    """

    registered: bool
    of_author: bool
    number_taken: bool
    entry_hash: str
    prev: str | None
    hashes_before: frozenset[str]
    prevs_after: frozenset[str | None]


def doubts_of_book(facts: BookFacts) -> frozenset[Doubt]:
    """Judge an entry by its book; a number that has not arrived yet is no doubt of its neighbour."""
    breaks_before = bool(facts.hashes_before) and facts.prev not in facts.hashes_before
    breaks_after = bool(facts.prevs_after) and facts.entry_hash not in facts.prevs_after
    return _those(
        (Doubt.BOOK_UNKNOWN, not facts.registered),
        (Doubt.BOOK_OF_ANOTHER, facts.registered and not facts.of_author),
        (Doubt.BOOK_NUMBER_REUSED, facts.number_taken),
        (Doubt.BOOK_BROKEN, breaks_before or breaks_after),
    )


@dataclass(frozen=True)
class ProblemEntryFacts:
    """What is known of an entry about one problem; its effect on the problem is judged in `story`.

    `role` is that of the appointment it names; `held_on_day`: that office was held when the entry was made;
    `problem_known`, `patrol_known`: what it refers to has arrived (True where it refers to none).
    """

    kind: Kind
    role: Role
    held_on_day: bool
    problem_known: bool
    patrol_known: bool
    on_the_spot: bool
    media: tuple[NamedMedium, ...]


def doubts_of_problem_entry(facts: ProblemEntryFacts) -> frozenset[Doubt]:
    """Judge an entry about one problem by itself; an own report's role is judged here, all others' in `story`."""
    reported = facts.kind is Kind.PROBLEM_REPORTED
    return _those(
        (Doubt.ROLE_MAY_NOT, reported and not may({facts.role}, Deed.REPORT_PROBLEM)),
        (Doubt.APPOINTMENT_NOT_CURRENT, not facts.held_on_day),
        (Doubt.PROBLEM_UNKNOWN, not facts.problem_known),
        (Doubt.PATROL_UNKNOWN, not facts.patrol_known),
        (Doubt.MEDIA_MISSING_PAIR, not _shows_its_cure(facts)),
    )


def _shows_its_cure(facts: ProblemEntryFacts) -> bool:
    """On the spot: an after that pairs with a before; handled later: an after at least (contract, An entry)."""
    afters = [medium for medium in facts.media if medium.role == "after"]
    if facts.kind is Kind.PROBLEM_HANDLED:
        return bool(afters)
    befores = {medium.sha256 for medium in facts.media if medium.role == "before"}
    return not facts.on_the_spot or any(after.pairs_with in befores for after in afters)


def _those(*judged: tuple[Doubt, bool]) -> frozenset[Doubt]:
    return frozenset(doubt for doubt, holds in judged if holds)

"""What makes one look twice: accepted all the same, said with its reason, judged by a person later."""

from enum import StrEnum


class Doubt(StrEnum):
    """Why an entry deserves a second look; never a refusal (contract, Ideas)."""

    STAND_IN = "stand_in"
    APPOINTMENT_NOT_CURRENT = "appointment_not_current"
    CLOCK = "clock"
    CLOCK_SKEWED = "clock_skewed"
    ENDED_EARLY = "ended_early"
    FOUND_WITHOUT_PROBLEM = "found_without_problem"
    RECHECK_MISSING = "recheck_missing"
    RECHECK_EXTRA = "recheck_extra"
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
        Doubt.PATROL_ID_REUSED,
        Doubt.BOOK_OF_ANOTHER,
        Doubt.BOOK_NUMBER_REUSED,
        Doubt.BOOK_BROKEN,
    }
)
"""The doubts that make a day doubtful until a person decides; all others are notes beside the entry."""

"""An entry's place in its book, judged at its arrival."""

from patrol_app.domain.doubts import BookFacts, Doubt, doubts_of_book
from patrol_app.ledger.projections.arrival import Arrival


def book_doubts(arrival: Arrival) -> frozenset[Doubt]:
    """Give the doubts that the entry's book raises; what the server or the desk made has no book and none."""
    entry, standing = arrival.entry, arrival.standing
    if entry.device_id is None or entry.device_seq is None:
        return frozenset()
    number = entry.device_seq
    near = standing.neighbours
    return doubts_of_book(
        BookFacts(
            registered=standing.book_person_id is not None,
            of_author=standing.book_person_id == entry.by,
            number_taken=any(seq == number for seq, _, _ in near),
            entry_hash=arrival.entry_hash,
            prev=entry.prev,
            hashes_before=frozenset(digest for seq, digest, _ in near if seq == number - 1),
            prevs_after=frozenset(prev for seq, _, prev in near if seq == number + 1),
        )
    )

"""Failed logins, counted for all workers together: guessing stops, and nobody can be locked out by others."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.errors import TooManyAttempts
from patrol_app.ledger.tables.gate import LoginFailureRow

WINDOW = timedelta(minutes=15)
MOST_FAILURES = 5

#: Behind a carrier one address is a whole county, so failures elsewhere only slow, and only this much.
FREE_ELSEWHERE = 20
SLOWER_EACH_S = 0.05
SLOWEST_S = 1.0


def reserve_attempt(
    session: Session, username: str, address: str, at: datetime, *, most: int = MOST_FAILURES
) -> int:
    """Count the attempt as failed before it is judged, so that many at once cannot slip through together.

    Gives how many failures this account from elsewhere and this address for others have; raises TooManyAttempts.
    Needs begin_writing; the caller commits, and if it succeeds takes it back with `forget_failures` or `take_back`.
    """
    session.execute(delete(LoginFailureRow).where(LoginFailureRow.failed_at <= at - WINDOW))
    same = _same(username, address)
    failures, oldest_at = session.execute(
        select(func.count(), func.min(LoginFailureRow.failed_at)).where(same)
    ).one()
    if failures >= most:
        wait = oldest_at + WINDOW - at
        raise TooManyAttempts(retry_after_s=max(1, round(wait.total_seconds())))
    session.add(LoginFailureRow(username=username, address=address, failed_at=at))
    either = or_(LoginFailureRow.username == username, LoginFailureRow.address == address)
    return session.scalar(select(func.count()).where(either, ~same)) or 0


def forget_failures(session: Session, username: str, address: str) -> None:
    """Forget the failures of this account from this address; the caller commits."""
    session.execute(delete(LoginFailureRow).where(_same(username, address)))


def take_back(session: Session, username: str, address: str) -> None:
    """Take one reserved attempt back, leaving the failures before it; the caller commits."""
    newest = select(func.max(LoginFailureRow.id)).where(_same(username, address))
    session.execute(delete(LoginFailureRow).where(LoginFailureRow.id == newest.scalar_subquery()))


def delay_s(failures_elsewhere: int) -> float:
    """Give how long to wait before an attempt is judged: a guesser is slowed, a chief hardly notices."""
    return min(SLOWEST_S, max(0, failures_elsewhere - FREE_ELSEWHERE) * SLOWER_EACH_S)


def address_of(remote: str | None) -> str:
    """Give what counts as one address: an IPv6 household is a /64 (RFC 6177)."""
    try:
        parsed = ipaddress.ip_address(remote or "")
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _same(username: str, address: str) -> ColumnElement[bool]:
    return and_(LoginFailureRow.username == username, LoginFailureRow.address == address)

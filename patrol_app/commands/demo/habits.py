"""How each person of the demo keeps to his days, and what goes wrong on some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from patrol_app.commands.demo.walks import Walk, between


@dataclass(frozen=True)
class Habit:
    """When somebody walks, and what is odd about it; keys and numbers called `ago` count days before today.

    `home_days` are days of the month on which he stays at home, `misses_one_in` says how many others he does, 0 for
    none; a chief walks on one `weekday` (Monday is 0) or one `month_day` instead. `away_ago` maps days to the village
    where he stands in for somebody, `cut_short_ago` to the reason why a walk ended early; on `unsure_ago` he leaves an
    item unanswered, on `no_signal_ago` nothing is sent. `clock_ahead` is how wrong his phone's clock is; `set_right`:
    it was put right again before the evening. One who `sits` files everything from one spot.
    """

    home_days: frozenset[int] = frozenset()
    misses_one_in: int = 0
    weekday: int | None = None
    month_day: int | None = None
    home_ago: frozenset[int] = frozenset()
    away_ago: Mapping[int, str] = field(default_factory=dict)
    cut_short_ago: Mapping[int, str] = field(default_factory=dict)
    unsure_ago: frozenset[int] = frozenset()
    no_signal_ago: frozenset[int] = frozenset()
    clock_ahead: timedelta = timedelta()
    clock_ago: frozenset[int] = frozenset()
    set_right: bool = False
    sits: bool = False

    def walks_on(self, username: str, day: date, days_ago: int) -> bool:
        """Say whether he sets out on his own reach that day."""
        if self.weekday is not None:
            return day.weekday() == self.weekday
        if self.month_day is not None:
            return day.day == self.month_day
        missed = (
            self.misses_one_in and between(f"home {username} {day}", 1, self.misses_one_in) == 1
        )
        return not missed and day.day not in self.home_days and days_ago not in self.home_ago

    def sent_ahead(self, days_ago: int) -> timedelta:
        """Give how wrong the clock is in the evening, when the phone sends."""
        return (
            self.clock_ahead if days_ago in self.clock_ago and not self.set_right else timedelta()
        )

    def list_walks(
        self, username: str, village: str, day: date, days_ago: int, *, finds: bool
    ) -> Iterator[Walk]:
        """Give his walks of the day; who found something that day was certainly out."""
        ahead = self.clock_ahead if days_ago in self.clock_ago else timedelta()
        if finds or self.walks_on(username, day, days_ago):
            yield Walk(
                username,
                village,
                day,
                clock_ahead=ahead,
                cut_short=self.cut_short_ago.get(days_ago),
                unsure=days_ago in self.unsure_ago,
                sits=self.sits,
            )
        if days_ago in self.away_ago:
            yield Walk(username, self.away_ago[days_ago], day)

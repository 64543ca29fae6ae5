"""The demo's last weeks: who walked when, what was found and done, written on phones as in the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any

from patrol_app.commands.demo.habits import Habit
from patrol_app.commands.demo.people import Office, appointment_id, demo_id
from patrol_app.commands.demo.phone import Phone, Shot
from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.commands.demo.places import ledger_of, reach_id
from patrol_app.commands.demo.rechecks import Rechecks, problem_id
from patrol_app.commands.demo.story import Story
from patrol_app.commands.demo.troubles import Step, Trouble
from patrol_app.commands.demo.walks import Walk, patrol_body, patrol_private, place_on
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import DECIDERS, WALKERS

EVENING = time(18, 5)
#: From the end of a walk until its phone is back in signal.
REST = timedelta(minutes=3)
#: A township chief walks with one of his villages.
TOWNSHIP_REACHES = {
    "钟家庄街道": "洞头村",
    "北石店镇": "刘家川村",
    "大箕镇": "马苇村",
    "金村镇": "背荫村",
}
_NO_HABIT = Habit()


@dataclass(frozen=True)
class Sending:
    """A phone back in signal: what it holds goes out at `at`, `phone_at` by its own clock.

    `days` are those of the walks it tells of.
    """

    phone: Phone
    at: datetime
    phone_at: datetime
    days: tuple[date, ...]


class History:
    """The story as it goes on: phones, what waits in them, and what the walkers know of old problems."""

    def __init__(self, story: Story, today: date) -> None:
        """Begin with empty phones on the story's first day."""
        self._story = story
        self._today = today
        self._begins_on = story.begins_on(today)
        self._rechecks = Rechecks(story.troubles)
        self._walked: dict[str, list[date]] = {}
        self._phones = {
            office.username: Phone(office.username, ledger_of(office.area))
            for office in story.offices
            if office.roles
        }

    @property
    def begins_at(self) -> datetime:
        """Give the first midnight of the story."""
        return datetime.combine(self._begins_on, time(), SHANGHAI)

    def list_phones(self) -> list[Phone]:
        """Give every phone of the story."""
        return list(self._phones.values())

    def live(self) -> Iterator[Sending]:
        """Live through the days in order and give each evening's calls as they fall due."""
        first = self._begins_on
        for number in range((self._today - first).days):
            day = first + timedelta(days=number)
            self._live_day(day, (self._today - day).days)
            yield from self._list_evenings(day, (self._today - day).days)

    def live_today(self, at: datetime) -> Iterator[Sending]:
        """Live through today's walks of those who are home by `at`, in the order in which they came."""
        walks = (
            walk
            for walk in self._list_walks(self._today, 0)
            if walk.username in self._story.out_today and walk.ended_at + REST < at
        )
        for walk in sorted(walks, key=attrgetter("ended_at")):
            self._write_walk(walk, 0)
            home_at = walk.ended_at + REST
            yield Sending(self._phones[walk.username], home_at, home_at, (walk.day_on,))

    def _live_day(self, day: date, days_ago: int) -> None:
        for walk in self._list_walks(day, days_ago):
            self._write_walk(walk, days_ago)
        for trouble in self._story.troubles:
            for step in trouble.steps:
                if step.days_ago == days_ago:
                    self._write_step(trouble, step, day)

    def _list_evenings(self, day: date, days_ago: int) -> Iterator[Sending]:
        for minute, (username, phone) in enumerate(self._phones.items()):
            habit = self._story.habits.get(username, _NO_HABIT)
            if phone.waiting and days_ago not in habit.no_signal_ago:
                at = datetime.combine(day, EVENING, SHANGHAI) + timedelta(minutes=minute)
                days = tuple(self._walked.pop(username, []))
                yield Sending(phone, at, at + habit.sent_ahead(days_ago), days)

    def _write_walk(self, walk: Walk, days_ago: int) -> None:
        """Write what was found on the way, then the patrol with its look at the old problems."""
        found: dict[int, list[str]] = {}
        rechecks: list[dict[str, Any]] = []
        shots: list[Shot] = []
        for trouble, outcome in self._rechecks.look_again(walk, days_ago):
            reason = "水太大" if outcome == "could_not_check" else None
            known = problem_id(trouble)
            rechecks.append({"problem_id": known, "outcome": outcome, "reason": reason})
            if outcome in {"unchanged", "not_solved"}:
                found.setdefault(trouble.item, []).append(known)
            if outcome == "not_solved":
                shots.append(_shoot(trouble, "recheck", walk.ended_at, turn_deg=-1.2))
        for trouble in self._list_found(walk, days_ago):
            self._report(walk, trouble)
            found.setdefault(trouble.item, [])
        self._phones[walk.username].write(
            Kind.PATROL_COMPLETED,
            at=walk.ended_at,
            appointment=self._appointment(walk.username, WALKERS),
            body=patrol_body(walk, found=found, rechecks=rechecks),
            private=patrol_private(walk),
            shots=shots,
            entry_id=demo_id(f"entry {walk.id}"),
        )
        self._walked.setdefault(walk.username, []).append(walk.day_on)

    def _report(self, walk: Walk, trouble: Trouble) -> None:
        """Write a new problem and, for a major one, the call to the village chief."""
        at = walk.started_at + timedelta(minutes=12)
        phone, appointment = (
            self._phones[walk.username],
            self._appointment(walk.username, WALKERS),
        )
        shots = [_shoot(trouble, "before", at)]
        if trouble.on_the_spot:
            later, before = at + timedelta(minutes=6), shots[0].sha256
            shots.append(_shoot(trouble, "after", later, turn_deg=0.9, pairs_with=before))
        phone.write(
            Kind.PROBLEM_REPORTED,
            at=at,
            appointment=appointment,
            body=_report_body(walk, trouble),
            private={"place": shots[0].fact()["place"], "note": None},
            shots=shots,
            entry_id=problem_id(trouble),
        )
        if trouble.severity == "major":
            phone.write(
                Kind.PROBLEM_TOLD,
                at=at + timedelta(minutes=2),
                appointment=appointment,
                body={
                    "problem_id": problem_id(trouble),
                    "whom": Role.VILLAGE_CHIEF,
                    "way": "call",
                    "got_through": True,
                },
                entry_id=demo_id(f"told {trouble.key}"),
            )

    def _write_step(self, trouble: Trouble, step: Step, day: date) -> None:
        """Write what a chief did about a problem; a cure comes with its picture."""
        at = datetime.combine(day, time(step.hour, 20), SHANGHAI)
        shots = []
        if step.kind is Kind.PROBLEM_HANDLED:
            before = _shoot(trouble, "before", at).sha256
            shots = [_shoot(trouble, "after", at, turn_deg=-0.8, pairs_with=before)]
        self._phones[step.username].write(
            step.kind,
            at=at,
            appointment=self._appointment(step.username, DECIDERS),
            body={"problem_id": problem_id(trouble), **step.body_on(day)},
            shots=shots,
            entry_id=demo_id(f"step {trouble.key} {step.kind} {step.username}"),
        )

    def _list_walks(self, day: date, days_ago: int) -> Iterator[Walk]:
        """Give the walks of the day of those who are in office."""
        for office in self._story.offices:
            habit = self._story.habits.get(office.username)
            if habit is not None and office.is_held(days_ago):
                finds = any(
                    (trouble.username, trouble.days_ago) == (office.username, days_ago)
                    for trouble in self._story.troubles
                )
                yield from habit.list_walks(
                    office.username, _walked_village(office), day, days_ago, finds=finds
                )

    def _list_found(self, walk: Walk, days_ago: int) -> Iterator[Trouble]:
        return (
            trouble
            for trouble in self._story.troubles
            if (trouble.username, trouble.village, trouble.days_ago)
            == (walk.username, walk.village, days_ago)
        )

    def _appointment(self, username: str, roles: frozenset[Role]) -> str:
        """Give the office in which somebody does what only `roles` do: the first such that he holds."""
        office = next(office for office in self._story.offices if office.username == username)
        return appointment_id(username, next(role for role in office.roles if role in roles))


def _walked_village(office: Office) -> str:
    """Give the village whose reach somebody walks: his own, a township chief one of his."""
    return TOWNSHIP_REACHES.get(office.area, office.area)


def _report_body(walk: Walk, trouble: Trouble) -> dict[str, Any]:
    cure = trouble.on_the_spot
    return {
        "reach_id": reach_id(walk.village),
        "patrol_id": walk.id,
        "origin": "patrol",
        "item": trouble.item,
        "category": ",".join(trouble.chips),
        "severity": trouble.severity,
        "what": trouble.what,
        "on_the_spot": {"opinion": cure[0], "result": cure[1]} if cure else None,
    }


def _shoot(
    trouble: Trouble,
    role: str,
    at: datetime,
    *,
    turn_deg: float = 0.0,
    pairs_with: str | None = None,
) -> Shot:
    """Take a picture of the place: as it was found, or cleared."""
    sight = None if role == "after" else trouble.sight
    picture = draw_bank(trouble.key, sight=sight, turn_deg=turn_deg)
    stand = Walk(trouble.username, trouble.village, at.date())
    at_e6 = place_on(stand, trouble.item / 10)
    return Shot(picture, role, problem_id(trouble), at, at_e6, pairs_with)

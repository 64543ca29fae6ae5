"""The demo's last weeks: who walked when, what was found and done, written on phones as in the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from patrol_app.commands.demo_people import OFFICES, appointment_id, demo_id
from patrol_app.commands.demo_phone import Phone, Shot
from patrol_app.commands.demo_pictures import draw_bank
from patrol_app.commands.demo_places import ledger_of, reach_id
from patrol_app.commands.demo_rechecks import ENDED_EARLY_DAYS_AGO, Rechecks, problem_id
from patrol_app.commands.demo_troubles import TROUBLES, Step, Trouble
from patrol_app.commands.demo_walks import Walk, patrol_body, patrol_private, place_on
from patrol_app.domain.calendar import SHANGHAI, month_of
from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role

#: Days of the month on which a patroller stayed at home, and the village he walks in.
AT_HOME: dict[str, frozenset[int]] = {
    "patroller": frozenset({5, 14, 23}),
    "patroller2": frozenset({2, 3, 9, 15, 16, 24, 30}),
    "patroller3": frozenset({7, 20, 21}),
}
#: Weekday (Monday is 0) on which a village chief walks, and the day of the month on which a township chief does.
CHIEF_WEEKDAY = {"village": 2, "village2": 4}
TOWNSHIP_DAY = 10
#: In days before today: a stand-in's walk, and the evenings on which a phone found no signal.
STAND_IN_DAYS_AGO = 13
NO_SIGNAL = {"patroller2": (11, 10, 9)}
EVENING = time(18, 5)


@dataclass(frozen=True)
class Evening:
    """A phone back in signal: what it holds goes out at `at`; `days` are those of the walks it tells of."""

    phone: Phone
    at: datetime
    days: tuple[date, ...]


class History:
    """The story as it goes on: phones, what waits in them, and what the walkers know of old problems."""

    def __init__(self, today: date) -> None:
        """Begin on the first of last month, with empty phones; the story ends the day before `today`."""
        self._today = today
        self._begins_on = month_of(month_of(today).from_on - timedelta(days=1)).from_on
        self._rechecks = Rechecks()
        self._walked: dict[str, list[date]] = {}
        self._phones = {
            office.username: Phone(office.username, ledger_of(office.area))
            for office in OFFICES
            if office.roles
        }

    @property
    def begins_at(self) -> datetime:
        """Give the first midnight of the story."""
        return datetime.combine(self._begins_on, time(), SHANGHAI)

    def list_phones(self) -> list[Phone]:
        """Give every phone of the story."""
        return list(self._phones.values())

    def live(self) -> Iterator[Evening]:
        """Live through the days in order and give each evening's calls as they fall due."""
        first = self._begins_on
        for number in range((self._today - first).days):
            day = first + timedelta(days=number)
            self._live_day(day, (self._today - day).days)
            yield from self._list_evenings(day, (self._today - day).days)

    def _live_day(self, day: date, days_ago: int) -> None:
        for walk in _list_walks(day, days_ago):
            self._write_walk(walk, days_ago)
        for trouble in TROUBLES:
            for step in trouble.steps:
                if step.days_ago == days_ago:
                    self._write_step(trouble, step, day)

    def _list_evenings(self, day: date, days_ago: int) -> Iterator[Evening]:
        for minute, (username, phone) in enumerate(self._phones.items()):
            if phone.waiting and days_ago not in NO_SIGNAL.get(username, ()):
                at = datetime.combine(day, EVENING, SHANGHAI) + timedelta(minutes=minute)
                yield Evening(phone, at, tuple(self._walked.pop(username, [])))

    def _write_walk(self, walk: Walk, days_ago: int) -> None:
        """Write what was found on the way, then the patrol with its look at the old problems."""
        found: dict[int, list[str]] = {}
        rechecks: list[dict[str, Any]] = []
        shots: list[Shot] = []
        for trouble, outcome in self._rechecks.look_again(walk.username, walk.village, days_ago):
            reason = "水太大" if outcome == "could_not_check" else None
            known = problem_id(trouble)
            rechecks.append({"problem_id": known, "outcome": outcome, "reason": reason})
            if outcome in {"unchanged", "not_solved"}:
                found.setdefault(trouble.item, []).append(known)
            if outcome == "not_solved":
                shots.append(_shoot(trouble, "recheck", walk.ended_at, turn_deg=-1.2))
        for trouble in _list_found(walk.username, days_ago):
            self._report(walk, trouble)
            found.setdefault(trouble.item, [])
        cut_short = walk.username == "patroller" and days_ago == ENDED_EARLY_DAYS_AGO
        self._phones[walk.username].write(
            Kind.PATROL_COMPLETED,
            at=walk.ended_at,
            appointment=_office_on(walk),
            body=patrol_body(
                walk,
                found=found,
                rechecks=rechecks,
                ended_early="下大雨" if cut_short else None,
            ),
            private=patrol_private(walk),
            shots=shots,
            entry_id=demo_id(f"entry {walk.id}"),
        )
        self._walked.setdefault(walk.username, []).append(walk.day_on)

    def _report(self, walk: Walk, trouble: Trouble) -> None:
        """Write a new problem and, for a major one, the call to the village chief."""
        at = walk.started_at + timedelta(minutes=12)
        phone, appointment = self._phones[walk.username], _office_on(walk)
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
            appointment=appointment_id(step.username, Role.VILLAGE_CHIEF),
            body={"problem_id": problem_id(trouble), **step.body},
            shots=shots,
            entry_id=demo_id(f"step {trouble.key} {step.kind}"),
        )


def _list_walks(day: date, days_ago: int) -> Iterator[Walk]:
    """Give the walks of the day; who found something that day was certainly out."""
    for username, home in AT_HOME.items():
        away = username == "patroller" and days_ago == STAND_IN_DAYS_AGO
        if any(_list_found(username, days_ago)) or (day.day not in home and not away):
            yield Walk(username, _village_of(username), day)
    if days_ago == STAND_IN_DAYS_AGO:
        yield Walk("patroller2", "洞头村", day)
    for username, weekday in CHIEF_WEEKDAY.items():
        if day.weekday() == weekday:
            yield Walk(username, _village_of(username), day)
    if day.day == TOWNSHIP_DAY:
        yield Walk("township", "洞头村", day)


def _list_found(username: str, days_ago: int) -> Iterator[Trouble]:
    return (
        trouble
        for trouble in TROUBLES
        if (trouble.username, trouble.days_ago) == (username, days_ago)
    )


def _village_of(username: str) -> str:
    return next(office.area for office in OFFICES if office.username == username)


def _office_on(walk: Walk) -> str:
    """Give the office in which somebody walks: the first that he holds."""
    office = next(office for office in OFFICES if office.username == walk.username)
    return appointment_id(walk.username, office.roles[0])


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

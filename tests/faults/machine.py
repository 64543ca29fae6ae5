"""Phones, lines and server do whatever they may, in any order; the ledger holds what happened at the river, once."""

import random
import shutil
import sqlite3
import tempfile
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from patrol_app.chores.uploads import clear_abandoned
from patrol_app.ledger.database import db
from patrol_app.media.store import Store
from tests.builders import NOW, jpeg
from tests.cast import Cast
from tests.conftest import Clock, make_settings
from tests.faults.phone import OutsidePhone, give_token
from tests.faults.wires import FINE, AppWire, NoAnswerError, Trouble
from tests.invariants import check_invariants

WHO = (Cast.patroller, Cast.village_chief, Cast.neighbour)
#: Statements and files of a call and of an upload; later than its end nothing dies.
DEEDS_AT_MOST = 60

who = st.integers(0, len(WHO) - 1)
which = st.integers(0, 999)
cuts = st.builds(Trouble, st.one_of(st.none(), st.floats(0, 0.999)))
troubles = st.one_of(
    st.just(FINE), st.just(FINE), st.just(Trouble(is_heard=False)), cuts,
    st.builds(Trouble, dies_at=st.integers(1, DEEDS_AT_MOST)),
)  # fmt: skip
POISONS = {
    "hash_mismatch": lambda entry: {**entry, "private_commit": "0" * 64},
    "bad_shape": lambda entry: {**entry, "at": "yesterday"},
    "unknown_kind": lambda entry: {**entry, "kind": "water.sampled"},
    "never_appointed": lambda entry: {**entry, "appointment": Cast.clerk.appointment_id},
}


class River(RuleBasedStateMachine):
    """One county's server and three phones; `river` is the folder that each run begins with."""

    river: ClassVar[Path]
    steps: ClassVar[int] = 0
    deaths: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="river-"))
        self.settings = make_settings(self.folder / "instance")
        shutil.copytree(self.river, self.settings.instance_dir)
        self.clock = Clock(NOW)
        self.wire = AppWire(self.settings, self.clock)
        self.phones = [
            OutsidePhone(self.wire, member, give_token(self.wire.app, member, NOW))
            for member in WHO
        ]
        self.before = {ledger: len(rows) for ledger, rows in self._read().items()}
        self.pictures = 0

    # ── at the river ──

    @rule(who=who)
    def walk(self, who):
        self.phones[who].walk()

    @rule(who=who, pictures=st.integers(0, 3), severity=st.sampled_from(["ordinary", "major"]))
    def report(self, who, pictures, severity):
        self.pictures += pictures
        shot = [jpeg(self.pictures - n, size=(200 + 90 * n, 150)) for n in range(pictures)]
        self.phones[who].report(*shot, severity=severity)

    @rule(who=who, of=who, which=which)
    def tell(self, who, of, which):
        """Also of a problem that has not come yet."""
        if filed := list(self.phones[of].filed):
            self.phones[who].tell(pick(filed, which))

    # ── over the line ──

    @rule(who=who, many=st.integers(1, 6), order=which, trouble=troubles)
    def send(self, who, many, order, trouble):
        phone = self.phones[who]
        waiting = phone.list_waiting()
        random.Random(order).shuffle(waiting)  # noqa: S311
        self._try(trouble, phone.send, waiting[:many])

    @rule(who=who, order=which, trouble=troubles)
    def send_again(self, who, order, trouble):
        """All there is, also what has been answered for."""
        phone = self.phones[who]
        everything = list(phone.filed)
        random.Random(order).shuffle(everything)  # noqa: S311
        self._try(trouble, phone.send, everything[:50])

    @rule(who=who)
    def send_from_two_tabs(self, who):
        phone = self.phones[who]
        entries = [phone.filed[entry_id] for entry_id in phone.list_waiting()[:5]]
        answers = []

        def go():
            answers.append(phone.call(entries))

        tabs = [threading.Thread(target=go) for _ in range(2)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()
        results = [answer.json["results"] for answer in answers]
        assert len(results) == 2
        for one, two in zip(*results, strict=True):
            assert one["seq"] == two["seq"] is not None
            phone.note(max(one, two, key=lambda result: result["status"]))

    @rule(who=who, which=which, size=st.integers(1, 9000), checked=st.booleans(), trouble=troubles)
    def upload_a_piece(self, who, which, size, checked, trouble):
        phone = self.phones[who]
        if waiting := phone.list_pictures():
            self._try(trouble, phone.upload_piece, pick(waiting, which), size, checked=checked)

    @rule(who=who, which=which, trouble=troubles)
    def upload_at_once(self, who, which, trouble):
        phone = self.phones[who]
        if waiting := phone.list_pictures():
            self._try(trouble, phone.upload_at_once, pick(waiting, which))

    @rule(who=who, which=which, at=which)
    def upload_with_a_byte_that_is_another_one(self, who, which, at):
        phone = self.phones[who]
        if not (waiting := phone.list_pictures()):
            return
        sha256 = pick(waiting, which)
        raw = bytearray(phone.pictures[sha256][0])
        raw[at % len(raw)] ^= 1
        answer = phone.upload_at_once(sha256, raw=bytes(raw))
        # One that came in unheard is told to be there, whatever is sent.
        assert answer.status in {201, 422}, answer.body
        assert answer.status == 201 or answer.json["code"] == "media_hash_mismatch"

    # ── what must not come in ──

    @rule(who=who, where=which, code=st.sampled_from(sorted(POISONS)))
    def send_poison_among_others(self, who, where, code):
        phone = self.phones[who]
        good = phone.list_waiting()[:4]
        poison = POISONS[code](OutsidePhone(None, phone.member, "").make_stray())
        entries = [phone.filed[entry_id] for entry_id in good]
        entries.insert(where % (len(entries) + 1), poison)
        answer = phone.call(entries)
        assert answer.status == 200, answer.body
        for result in answer.json["results"]:
            if result["id"] == poison["id"]:
                assert (result["status"], result["error"]["code"]) == ("refused", code)
            else:
                phone.note(result)

    @rule(who=who, which=which)
    def send_another_content_under_the_same_id(self, who, which):
        phone = self.phones[who]
        if not phone.seqs:
            return
        entry = phone.filed[pick(sorted(phone.seqs), which)]
        (result,) = phone.call([{**entry, "mono_ms": 7}]).json["results"]
        assert (result["status"], result["error"]["code"]) == ("refused", "entry_conflict")

    @rule(who=who, which=which)
    def send_what_another_has_written(self, who, which):
        thief, phone = self.phones[who], self.phones[who - 1]
        if not phone.filed:
            return
        (result,) = thief.call([phone.filed[pick(list(phone.filed), which)]]).json["results"]
        assert (result["status"], result["error"]["code"]) == ("refused", "not_author")

    # ── at the server ──

    @rule(seconds=st.integers(-300, 3600))
    def let_the_clock_go(self, seconds):
        self.clock.move(seconds=seconds)

    @rule()
    def restart(self):
        self.wire.restart()

    @invariant()
    def the_ledger_holds_what_was_answered_for(self):
        River.steps += 1
        filed = {entry_id for phone in self.phones for entry_id in phone.filed}
        stands = {
            entry_id: (ledger, seq)
            for ledger, rows in self._read(self.before).items()
            for entry_id, kind, seq in rows
            if kind != "media.received"
        }
        assert set(stands) <= filed
        for phone in self.phones:
            for entry_id, (seq, _) in phone.seqs.items():
                assert stands[entry_id] == (phone.member.ledger, seq)

    def teardown(self) -> None:
        try:
            self._drain_and_check()
        finally:
            River.deaths += self.wire.deaths
            self.wire.close()
            shutil.rmtree(self.folder)

    def _drain_and_check(self) -> None:
        for phone in self.phones:
            phone.drain()
        filed = [entry for phone in self.phones for entry in phone.filed.values()]
        stored = {sha256 for phone in self.phones for sha256 in phone.stored}
        assert stored == {sha256 for phone in self.phones for sha256 in phone.pictures}
        rows = [row for rows in self._read(self.before).values() for row in rows]
        assert len(rows) == len(filed) + len(stored)
        with self.wire.app.app_context():
            engine = db.engine
        with Session(engine) as session:
            if self.wire.deaths:
                week_on = datetime.now(UTC) + timedelta(days=8)
                clear_abandoned(session, Store(self.settings.media_dir), week_on)
            check_invariants(session, self.settings.media_dir, acknowledged=filed)

    def _try(self, trouble, deed, *given, **also) -> None:
        with suppress(NoAnswerError):
            deed(*given, trouble=trouble, **also)

    def _read(self, since=None):
        """Give id, kind and number of each entry by ledger, of those that are new."""
        found = {}
        with closing(sqlite3.connect(self.settings.instance_dir / "patrol.sqlite3")) as database:
            for ledger, *row in database.execute("SELECT ledger, id, kind, seq FROM entry"):
                found.setdefault(ledger, []).append(row)
        for rows in found.values():
            assert sorted(seq for *_, seq in rows) == list(range(len(rows)))
        return {
            ledger: [row for row in rows if row[2] >= (since or {}).get(ledger, 0)]
            for ledger, rows in found.items()
        }


def run(river: Path, *, runs: int, steps: int, seed: int) -> None:
    """Let the river live through so many runs; the seed says which. Raises with the shortest way to what went wrong."""
    River.river = river
    print(f"seed {seed}, {runs} runs of {steps} steps")
    with_seed = hypothesis.seed(seed)(River)
    once = hypothesis.settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    run_state_machine_as_test(with_seed, settings=once)


def pick(things, which):
    return things[which % len(things)]

"""A phone of somebody else's making, written from the contract: it files, sends, uploads, believes what it is told."""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from patrol_app.domain.entries import Kind
from patrol_app.ledger.canonical import entry_hash, wire_time
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing, db
from patrol_app.sync.schemas.entry import BESIDE_ENVELOPE
from patrol_app.web.sessions import open_session
from tests.builders import NOW, make_entry, make_patrol, make_problem
from tests.cast import Member
from tests.faults.wires import FINE, Answer, Trouble

PIECE_TYPE = "application/offset+octet-stream"
MOST_ENTRIES = 50
TUS = {"Tus-Resumable": "1.0.0"}


def give_token(app, member: Member, at) -> str:
    """Log somebody in, without a page, and give what his cookie holds."""
    with app.app_context():
        begin_writing(db.session())
        token = open_session(db.session(), member.person_id, at)
        db.session.commit()
        db.session.remove()
    return token


class OutsidePhone:
    """One person's phone with its book; `seqs` and `stored` are what the server has answered for."""

    def __init__(self, wire, member: Member, token: str) -> None:
        self.wire = wire
        self.member = member
        self.filed: dict[str, dict[str, Any]] = {}
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.seqs: dict[str, tuple[int, str]] = {}
        self.stored: set[str] = set()
        self._cookie = {"Cookie": f"patrol={token}"}
        self._device_id = uuid7(NOW)
        self._prev: str | None = None
        self._places: dict[str, str] = {}
        self._offsets: dict[str, int] = {}

    # ── what happens at the river ──

    def walk(self) -> str:
        """Finish a patrol and give its id; each lies on a day of its own."""
        started_at = NOW - timedelta(days=len(self.filed) + 1, hours=1)
        return self._file(make_patrol(by=self.member, started_at=started_at, entry=self._next()))

    def report(self, *pictures: bytes, severity="ordinary", **changes) -> str:
        """Report a problem with these pictures of it and give its id."""
        problem = make_problem(
            by=self.member,
            pictures=[("before", raw) for raw in pictures],
            severity=severity,
            entry=self._next(),
            **changes,
        )
        for raw in pictures:
            self.pictures[hashlib.sha256(raw).hexdigest()] = (raw, problem["id"])
        return self._file(problem)

    def tell(self, problem_id: str) -> str:
        """Tell of a call about a problem and give the entry's id."""
        body = {
            "problem_id": problem_id,
            "whom": "village_chief",
            "way": "call",
            "got_through": True,
        }
        return self._file(make_entry(Kind.PROBLEM_TOLD, by=self.member, body=body, **self._next()))

    def make_stray(self) -> dict[str, Any]:
        """Make a patrol that this phone does not keep."""
        return make_patrol(by=self.member, entry={"device_id": self._device_id, "device_seq": 0})

    def _next(self) -> dict[str, Any]:
        return {
            "device_id": self._device_id,
            "device_seq": len(self.filed),
            "prev": self._prev,
        }

    def _file(self, entry: dict[str, Any]) -> str:
        self.filed[entry["id"]] = entry
        self._prev = entry_hash({k: v for k, v in entry.items() if k not in BESIDE_ENVELOPE})
        return entry["id"]

    # ── what goes over the wire ──

    def list_waiting(self) -> list[str]:
        return [entry_id for entry_id in self.filed if entry_id not in self.seqs]

    def list_pictures(self) -> list[str]:
        """Give those that an entry in the ledger names and that are not known to be there."""
        return [
            sha256
            for sha256, (_, entry_id) in self.pictures.items()
            if sha256 not in self.stored and entry_id in self.seqs
        ]

    def send(self, entry_ids: Sequence[str], trouble: Trouble = FINE) -> None:
        """Send entries of this phone; each is in the ledger when it has been answered for, at one place for ever."""
        answer = self.call([self.filed[entry_id] for entry_id in entry_ids], trouble)
        if answer.status == 413 and len(entry_ids) > 1:
            half = len(entry_ids) // 2
            self.send(entry_ids[:half])
            self.send(entry_ids[half:])
            return
        assert answer.status == 200, answer.body
        results = answer.json["results"]
        assert [result["id"] for result in results] == list(entry_ids)
        for result in results:
            self.note(result)
        self._note_media(answer)

    def call(self, entries: Sequence[object], trouble: Trouble = FINE) -> Answer:
        """Send whatever it is as one call, and give the answer."""
        waiting = self.list_waiting()
        pending = {
            "entries": len(waiting),
            "media": len(self.pictures) - len(self.stored),
            "oldest_at": self.filed[waiting[0]]["at"] if waiting else None,
            "days": [],
        }
        call = {
            "device_id": self._device_id,
            "sent_at": wire_time(NOW),
            "held_size": None,
            "pending": pending,
            "ask_media": list(self.pictures)[:100],
            "entries": list(entries),
        }
        json_type = {"Content-Type": "application/json"}
        return self._ask("POST", "/api/v1/entries", json_type, json.dumps(call).encode(), trouble)

    def note(self, result: dict[str, Any]) -> None:
        """Take in what the server says of an entry; it may not say something else than before."""
        assert result["status"] in {"accepted", "duplicate"}, result
        place = (result["seq"], result["accepted_at"])
        if result["id"] in self.seqs:
            assert result["status"] == "duplicate", result
        assert self.seqs.setdefault(result["id"], place) == place

    def _note_media(self, answer: Answer) -> None:
        for medium in answer.json["media"]:
            sha256, status = medium["sha256"], medium["status"]
            if sha256 not in self.pictures:
                continue
            if self.pictures[sha256][1] in self.seqs:
                assert status in {"stored", "awaited"}, medium
            if sha256 in self.stored:
                assert status == "stored", medium
            if status == "stored":
                self.stored.add(sha256)

    def upload_piece(
        self, sha256: str, size: int, trouble: Trouble = FINE, *, checked: bool = False
    ) -> None:
        """Send the next bytes of a picture, from where the server says it stands; what it had it may not lose."""
        if sha256 not in self._places and not self._open(sha256, trouble):
            return
        if not self._go_on(sha256, size, trouble, checked=checked):
            # A broken request of before came late and took the turn; who asks anew has it for good.
            assert self._go_on(sha256, size, trouble, checked=checked)

    def _go_on(self, sha256: str, size: int, trouble: Trouble, *, checked: bool) -> bool:
        """Ask where the server stands and send the next bytes; say whether it was this phone's turn."""
        raw, _ = self.pictures[sha256]
        told = self._ask("HEAD", self._places[sha256], TUS)
        if told.status == 404:
            self._forget(sha256)
            return True
        offset = int(told.headers["upload-offset"])
        assert self._offsets[sha256] <= offset <= len(raw)
        if offset < len(raw):
            piece = raw[offset : offset + size]
            reached = self._put(sha256, piece, offset, trouble, checked=checked)
            if reached is None:
                return False
            offset = reached
        self._reach(sha256, offset)
        return True

    def upload_at_once(self, sha256: str, trouble: Trouble = FINE, raw: bytes | None = None):
        """Send a picture with its announcement (tus, creation-with-upload), or other bytes in its place."""
        brings = self.pictures[sha256][0] if raw is None else raw
        answer = self._announce(sha256, {"Content-Type": PIECE_TYPE}, brings, trouble)
        if raw is None:
            assert answer.status == 201, answer.body
            self._reach(sha256, int(answer.headers["upload-offset"]))
        return answer

    def drain(self) -> None:
        """Send all that waits, text first, in calls of at most fifty; then the pictures."""
        while waiting := self.list_waiting():
            self.send(waiting[:MOST_ENTRIES])
        for sha256 in self.list_pictures():
            while sha256 not in self.stored:
                self.upload_piece(sha256, 262_144)

    def _open(self, sha256: str, trouble: Trouble) -> bool:
        answer = self._announce(sha256, {}, b"", trouble)
        assert answer.status == 201, answer.body
        self._places[sha256] = answer.headers["location"]
        self._offsets[sha256] = 0
        self._reach(sha256, int(answer.headers["upload-offset"]))
        return sha256 not in self.stored

    def _announce(self, sha256: str, headers, body: bytes, trouble: Trouble) -> Answer:
        raw, entry_id = self.pictures[sha256]
        words = {"sha256": sha256, "type": "image/jpeg", "entry_id": entry_id}
        pairs = [f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items()]
        told = {"Upload-Length": str(len(raw)), "Upload-Metadata": ",".join(pairs)}
        return self._ask("POST", "/api/v1/media", {**TUS, **told, **headers}, body, trouble)

    def _put(
        self, sha256: str, piece: bytes, at: int, trouble: Trouble, *, checked: bool
    ) -> int | None:
        """Give the offset reached; None where a broken request of before came late and has the turn."""
        told = {"Upload-Offset": str(at), "Content-Type": PIECE_TYPE}
        if checked:
            digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
            told["Upload-Checksum"] = f"sha256 {digest}"
        answer = self._ask("PATCH", self._places[sha256], {**TUS, **told}, piece, trouble)
        if answer.status == HTTPStatus.CONFLICT:
            return None
        assert answer.status == 204, answer.body
        assert int(answer.headers["upload-offset"]) == at + len(piece)
        return at + len(piece)

    def _reach(self, sha256: str, offset: int) -> None:
        self._offsets[sha256] = offset
        if offset == len(self.pictures[sha256][0]):
            self.stored.add(sha256)
            self._forget(sha256)

    def _forget(self, sha256: str) -> None:
        self._places.pop(sha256, None)
        self._offsets.pop(sha256, None)

    def _ask(self, method, path, headers, body=b"", trouble=FINE) -> Answer:
        return self.wire.ask(method, path, {**self._cookie, **headers}, body, trouble)

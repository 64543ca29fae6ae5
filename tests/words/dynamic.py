"""The one place where keys put together in the code are declared: what stands in front, and what may follow it.

A key written out in full needs no line here. Codes come from the domain where it has them.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from patrol_app.desk.cells import Mark
from patrol_app.desk.late import Late
from patrol_app.desk.standing import Word
from patrol_app.desk.today import Today
from patrol_app.domain.checklist import ITEMS
from patrol_app.domain.county.oddities import Rule
from patrol_app.domain.doubts import Doubt
from patrol_app.domain.entries import Kind
from patrol_app.domain.errors import PatrolError
from patrol_app.domain.people import Role
from patrol_app.domain.workflow import Holder, Outcome, Severity, State
from patrol_app.web.words import LANGUAGES

FAULTS_FILE = Path(__file__).parent.parent.parent / "static/phone/faults.ts"
WEEKDAYS = [str(day) for day in range(1, 8)]
FAULTS = re.findall(r'^  \| "(\w+)"', FAULTS_FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
#: What the map of reaches draws.
SHOWN = ("section", "source", "outlet", "problem")
MONTHS = [str(month) for month in range(1, 13)]

DYNAMIC: Mapping[str, Iterable[str]] = {
    "checklist.": [
        f"{item.number}.{part}" for item in ITEMS for part in ("official", "label", "hint")
    ],
    "checklist.chip.": {chip.code for item in ITEMS for chip in item.chips},
    "county.category.": ["domestic", "farming", "plant", "industry"],
    "county.doubt.": Rule,
    "county.import.": ["new", "changed"],
    "county.kind.": [*SHOWN, "board", "township", "village", "confluence"],
    "county.sign.": [*SHOWN, "board"],
    "county.table.": ["area", "reach", "point", "river", "confluence", "section"],
    "desk.filter.": [
        *("state", "severity", "late", "area", "reach", "arrived", "from", "to"),
        *("person", "role", "item", "finding", "doubts"),
    ],
    "desk.filter.doubts_": ["some", "none"],
    "desk.filter.finding_": ["found", "none"],
    "desk.late.": Late,
    "desk.ledger.": [
        *["number", "time", "person", "reach", "content", "method", "problems", "media", "doubts"],
        *["no_problem", "none_in_seen", "found_only"],
    ],
    "desk.mark.": Mark,
    "desk.month.each_": ["month", "week"],
    "desk.month.figure.": ["within_reach", "this_week", "done"],
    "desk.month.note.": [
        "narrow",
        "lost",
        "unsure",
        "short_this_week",
        "short_this_month",
        "all_done",
    ],
    "desk.notice.": Today,
    "desk.paper.": ["maker", "checker", "date"],
    "desk.standing.": [
        f"{word}_{unit}" if word in {Word.ON_WAY, Word.NARROW, Word.SHORT} else word
        for word in Word
        for unit in ("days", "times")
    ],
    "desk.today.": ["walked", "pending", "not_yet"],
    "desk.track.why.": [
        "erased",
        "not_recorded",
        "unknown",
        "no_consent",
        "denied",
        "no_signal",
        "weak",
        "asleep",
        "page_closed",
    ],
    # What is asked at the start of a walk: phone, start.ts.
    "domain.": [],
    "domain.banks.": ["left", "right", "both"],
    "domain.between.": ["items", "parts"],
    "domain.doubt.": Doubt,
    "domain.finding_printed.": ["none", "found", "not_checked"],
    "domain.held_by.": Holder,
    "domain.kind.": [
        # A change of the register is no line of a problem's story.
        kind.replace(".", "_")
        for kind in Kind
        if kind is not Kind.REGISTER_CHANGED
    ],
    "domain.language.": LANGUAGES,
    "domain.media_role.": ["before", "after", "recheck", "scene", "video", "voice", "sheet"],
    "domain.method.": ["on_foot", "bike", "car", "boat", "drone"],
    "domain.outcome.": Outcome,
    "domain.role.": Role,
    "domain.severity.": Severity,
    "domain.source.": ["live", "picked"],
    "domain.state.": State,
    "domain.water.": ["flowing", "dry_bed", "frozen", "high"],
    "domain.way.": ["call", "sms", "in_person"],
    "domain.weather.": ["dry", "rain", "snow"],
    "errors.": [
        f"{refusal.code}.{part}"
        for refusal in PatrolError.__subclasses__()
        for part in ("title", "detail")
    ],
    "gate.dates.months.": MONTHS,
    "gate.dates.weekday.": WEEKDAYS,
    "phone.camera.ghost_level.": ["light", "middle", "strong"],
    "phone.camera.title.": ["before", "after", "recheck", "scene"],
    "phone.date.letter.": WEEKDAYS,
    "phone.date.months.": MONTHS,
    "phone.date.weekday.": WEEKDAYS,
    "phone.deed.": ["accepted", "handled", "escalated"],
    "phone.deed.gap.": ["opinion", "result", "reason", "photo"],
    "phone.done.": ["week_done", "month_done"],
    "phone.done.items_": ["none", "found", "not_checked"],
    "phone.early.reasons.": ["rain", "high_water", "unwell", "blocked", "dark", "battery"],
    "phone.fault.": FAULTS,
    "phone.left.": ["entries", "photos", "voices", "videos"],
    "phone.me.text_": ["usual", "large"],
    "phone.position.": ["off", "waiting", "good", "poor", "none", "denied"],
    "phone.problem.gap.": ["before", "what", "cleaned", "after"],
    "phone.recheck.reasons.": ["water", "road", "away"],
    "phone.start.": ["weather", "water", "method", "banks"],
    "phone.state.": ["confirmed", "closed"],
    "phone.sync.": [
        "nothing_waiting",
        "offline",
        "waiting",
        "later",
        "videos_wait",
        "sending",
        "login_needed",
        "parked",
    ],
    "phone.tab.": ["today", "problems", "records", "me"],
    "phone.today.": [
        f"{period}_{part}"
        for period in ("week", "month")
        for part in ("rule", "done", "not_yet", "left")
    ],
    "phone.today.day_": ["made", "unsent", "doubtful"],
    "unsent.": ["photo", "voice", "video"],
    "unsent.now.": ["signal", "login", "parked", "sending", "queued"],
    "unsent.standing.": [
        *["signal", "wifi", "login", "record", "queued", "sending", "paused", "parked"],
        "arrived",
    ],
    "unsent.why.": [
        "unreachable",
        "timeout",
        "not_ours",
        "storage_stuck",
        "photo_damaged",
        "other",
    ],
}

"""What the plan says: weeks of offline work, part by part (contract, Endpoints); `sync.plan` makes it."""

from patrol_app.domain.calendar import PeriodKind
from patrol_app.domain.people import Role
from patrol_app.domain.workflow import Holder, Severity, State
from patrol_app.sync.schemas.answers import count, flag, list_of, text
from patrol_app.sync.schemas.bodies import id_of_thing, item, moment, words
from patrol_app.sync.schemas.entry import hash_value
from patrol_app.sync.schemas.private import PlaceShape
from patrol_app.sync.schemas.shapes import OpenShape, Value, one
from patrol_app.sync.schemas.track import is_position
from patrol_app.sync.schemas.values import (
    is_between,
    is_day,
    is_id,
    is_ledger,
    is_list_of,
    is_object,
    is_text,
)

_MOST = 100_000


def ledger() -> Value:
    """Give a field that holds a county's code."""
    return Value(is_ledger, "the six digits of a county")


def day(*, or_null: bool = False) -> Value:
    """Give a field that holds a day."""
    return Value(is_day, "a day as YYYY-MM-DD", or_null=or_null)


def list_of_days() -> Value:
    """Give a field that holds days."""
    return Value(is_list_of(is_day, _MOST), "a list of days as YYYY-MM-DD")


class ReaderShape(OpenShape):
    """Who is logged in."""

    id = id_of_thing()
    name = text()
    language = text()


class HeldAppointmentShape(OpenShape):
    """An office of his, of today or to come."""

    id = id_of_thing()
    role = words(*Role)
    ledger = ledger()
    area_id = text()
    area_name = text()
    reach_ids = Value(is_list_of(is_id, _MOST), "a list of ids")
    from_on = day()
    to_on = day(or_null=True)


class PointShape(OpenShape):
    """A place to visit on the way; `at` is null where no coordinate is printed."""

    id = id_of_thing()
    name = text()
    kind = text()
    at = Value(is_position, "[lon_e6, lat_e6]", or_null=True)
    doubtful = flag()


class ReachShape(OpenShape):
    """A stretch of a river; `geometry` runs downstream and may be no more than a sketch (`approximate`)."""

    id = id_of_thing()
    ledger = ledger()
    name = text()
    river = text()
    village = text()
    area_id = text()
    banks = words("left", "right", "both")
    geometry = Value(is_list_of(is_position, _MOST), "a list of [lon_e6, lat_e6]", or_null=True)
    approximate = flag()
    points = list_of(PointShape)


class ChipShape(OpenShape):
    """A short word to tap on; `code` stands in a problem's category."""

    code = text()
    label = text()


class QuestionShape(OpenShape):
    """One of the items: as the notice prints it, and as people speak."""

    item = count()
    official = text()
    label = text()
    hint = text()
    chips = list_of(ChipShape)


class ChecklistShape(OpenShape):
    """What is asked on a patrol; `version` goes up when a word changes."""

    version = count()
    items = list_of(QuestionShape)


class FrequencyShape(OpenShape):
    """How often an office must patrol."""

    role = words(*Role)
    times = count()
    period = words(*PeriodKind)


class PolicyShape(OpenShape):
    """The rules in force; `consent_version` is that of the words that ask for consent."""

    version = count()
    consent_version = count()
    frequency = list_of(FrequencyShape)


class ContactShape(OpenShape):
    """Somebody to call."""

    person_id = id_of_thing()
    name = text()
    role = words(*Role)
    phone = text()
    area_id = text()


class ReporterShape(OpenShape):
    """Who reported; both are empty where the person was erased."""

    id = id_of_thing(or_null=True)
    name = text()


class CarriedMediumShape(OpenShape):
    """A picture of a problem; `stored` says whether its bytes are here."""

    sha256 = hash_value()
    type = text()
    bytes = count()
    role = text()
    taken_at = moment(or_null=True)
    pairs_with = hash_value(or_null=True)
    source = text(or_null=True)
    stored = flag()


class LineShape(OpenShape):
    """A line of a problem's story; a recheck on a walk has the kind `problem.rechecked`."""

    entry_id = id_of_thing()
    kind = text()
    at = moment()
    accepted_at = moment()
    by_name = text()
    role = text(or_null=True)
    outcome = text(or_null=True)
    words = text(or_null=True)
    told = Value(is_object, "whom, way, got_through", or_null=True)


class CarriedProblemShape(OpenShape):
    """A problem of his reaches; `due_for_recheck` says that item 9 asks him about it."""

    id = id_of_thing()
    number = count()
    ledger = ledger()
    reach_id = id_of_thing()
    item = item()
    category = text()
    severity = words(*Severity)
    what = text()
    state = words(*State)
    held_by = words(*Holder)
    patrol_id = id_of_thing(or_null=True)
    last_cured_by = id_of_thing(or_null=True)
    opinion = text(or_null=True)
    result = text(or_null=True)
    responsible_unit = text(or_null=True)
    responsible_person = text(or_null=True)
    due_on = day(or_null=True)
    reported_at = moment()
    reported_by = one(ReporterShape)
    due_for_recheck = flag()
    place = one(PlaceShape, or_null=True)
    media = list_of(CarriedMediumShape)
    timeline = list_of(LineShape)


class ProgressShape(OpenShape):
    """Days made and owed of one office in one period; `doubtful` ones are among `days`."""

    appointment_id = id_of_thing()
    role = words(*Role)
    period = words(*PeriodKind)
    period_from = day()
    period_to = day()
    due = count()
    made = count()
    days = list_of_days()
    doubtful = list_of_days()


class RecentShape(OpenShape):
    """One of his last patrols, and what came of it; `coverage_permille` of the reach's line lay near its track."""

    entry_id = id_of_thing()
    patrol_id = id_of_thing()
    ledger = ledger()
    seq = count()
    reach_id = id_of_thing()
    elapsed_ms = count()
    coverage_permille = Value(is_between(0, 1000), "a number from 0 to 1000", or_null=True)
    doubts = Value(is_list_of(is_text(), _MOST), "a list of doubts")
    accepted_at = moment()
    day_on = day()
    started_at = moment()
    ended_at = moment()
    found = count()
    rechecked = count()
    media_named = count()
    media_stored = count()


class LedgerShape(OpenShape):
    """A county's ledger."""

    code = ledger()
    name = text()
    origin = text(or_null=True)
    epoch = count()
    vkeys = Value(is_list_of(is_text(), _MOST), "a list of keys")


class PlanShape(OpenShape):
    """The answer of `GET /api/v1/plan`; all but `cursor` and `server_time` decides its ETag."""

    person = one(ReaderShape)
    appointments = list_of(HeldAppointmentShape)
    reaches = list_of(ReachShape)
    checklist = one(ChecklistShape)
    policy = one(PolicyShape)
    contacts = list_of(ContactShape)
    problems = list_of(CarriedProblemShape)
    progress = list_of(ProgressShape)
    recent = list_of(RecentShape)
    ledgers = list_of(LedgerShape)
    cursor = text()
    server_time = moment()


class ChangeShape(OpenShape):
    """A problem with news, as the plan tells it; a newer server may know of more kinds."""

    kind = words("problem")
    id = id_of_thing()
    value = one(CarriedProblemShape)


class ChangesShape(OpenShape):
    """The answer of `GET /api/v1/changes`; `reset` where it does not say it all, and the plan is to be fetched."""

    reset = flag()
    changes = list_of(ChangeShape)
    cursor = text()

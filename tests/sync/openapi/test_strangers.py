"""A stranger's client, made of the document alone, tries everything: what is right and what is wrong."""

import copy
import json
import shutil
from types import SimpleNamespace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from patrol_app.app import create_app
from patrol_app.ledger.canonical import private_commit
from patrol_app.ledger.database import begin_writing, db
from patrol_app.sync.tus import PIECE_TYPE
from patrol_app.web.bodies import INTEGER_END
from patrol_app.web.sessions import open_session
from tests.builders import NOW
from tests.cast import Cast
from tests.conftest import ORIGIN, Clock, make_settings
from tests.sync.openapi.document import judge_of, read_document

EXAMPLES = 20
#: 412 is what tus wants said to a client of another version.
REFUSED = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422]
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 20261122,
        "generation": {"with-security-parameters": False, "database": "none"},
        "checks": {
            "negative_data_rejection": {"expected-statuses": REFUSED},
            "missing_required_header": {"expected-statuses": REFUSED},
        },
    }
)
#: An upload needs a picture that an entry names, which no document can make up.
IN_NEED_OF_A_PICTURE = {"POST /api/v1/media"}
ENTRIES = "POST /api/v1/entries"


def make_wire():
    """The document as a stranger's tool takes it, who never sends an empty call."""
    document = copy.deepcopy(read_document())
    document["components"]["schemas"]["Call"]["properties"]["entries"].update(
        minItems=1, maxItems=3
    )
    return schemathesis.openapi.from_dict(document, config=CONFIG)


CALLS = {found.ok().label: found.ok() for found in make_wire().get_all_operations()}


def can_be_wrong(call) -> bool:
    """Whether the document asks anything of what a client says."""
    told = call.definition.raw
    schemas = [parameter["schema"] for parameter in told["parameters"]]
    return "requestBody" in told or any({"enum", "pattern"} & {*schema} for schema in schemas)


@schemathesis.serializer(PIECE_TYPE)
def send_bytes(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def house(river, tmp_path_factory):
    """The product with a session of a patroller, in a copy of the river that all may muddy."""
    instance_dir = tmp_path_factory.mktemp("strangers") / "instance"
    shutil.copytree(river, instance_dir)
    app = create_app(make_settings(instance_dir), clock=Clock(NOW))
    with app.app_context():
        begin_writing(db.session())
        token = open_session(db.session(), Cast.patroller.person_id, NOW)
        db.session.commit()
    yield SimpleNamespace(app=app, token=token)
    with app.app_context():
        db.engine.dispose()


def try_out(label, mode, house, *, excluded=(), before=None, after=None):
    """Send what the document calls right, or wrong, and hold the answers against it."""
    # Whether nobody is let in without a login is asked by the access table.
    excluded = [ignored_auth, *excluded]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(CALLS[label].as_strategy(mode))
    def hold(case):
        if before is not None:
            before(case.body)
        answer = case.call_and_validate(
            app=house.app,
            headers={"Origin": ORIGIN},
            cookies={"patrol": house.token},
            excluded_checks=excluded,
        )
        if after is not None and answer.status_code == 200:
            after(case.body, answer.json())

    hold()


@pytest.mark.parametrize("label", sorted(CALLS.keys() - {ENTRIES}))
def test_what_is_as_published_is_answered_as_published(label, house):
    excluded = [positive_data_acceptance] if label in IN_NEED_OF_A_PICTURE else []
    try_out(label, GenerationMode.POSITIVE, house, excluded=excluded)


@pytest.mark.parametrize(
    "label", sorted({label for label, call in CALLS.items() if can_be_wrong(call)} - {ENTRIES})
)
def test_what_is_not_as_published_is_refused_as_published(label, house):
    try_out(label, GenerationMode.NEGATIVE, house)


def test_each_entry_as_published_is_taken(house):
    def hold(body, said):
        assert len(said["results"]) == len(body["entries"])
        for result in said["results"]:
            code = result["error"] and result["error"]["code"]
            # A tool makes up the same ids again.
            assert code in {None, "entry_conflict"}, result["error"]

    try_out(ENTRIES, GenerationMode.POSITIVE, house, before=_be_the_patroller, after=hold)


def test_an_entry_not_as_published_is_refused_alone(house):
    def hold(body, said):
        for entry, result in zip(body["entries"], said["results"], strict=True):
            assert (result["status"] == "refused") or judge_of("Entry").is_valid(entry)

    excluded = [negative_data_rejection]
    try_out(ENTRIES, GenerationMode.NEGATIVE, house, excluded=excluded, after=hold)


def _keep_to_our_numbers(body):
    """Under keys that nobody knows a tool puts fractions and numbers without end, which JSON Schema cannot forbid."""

    def ours(digits):
        number = float(digits)
        return int(number) if abs(number) < INTEGER_END else 0

    body.update(json.loads(json.dumps(body), parse_int=ours, parse_float=ours))


def _be_the_patroller(body):
    """What no document can say: who is logged in, where he walks, and the hash of the private half."""
    _keep_to_our_numbers(body)
    me = Cast.patroller
    for entry in body["entries"]:
        entry.update(by=me.person_id, appointment=me.appointment_id, ledger=me.ledger)
        entry["private_commit"] = private_commit(entry["private_salt"], entry["private"])
        if "reach_id" in entry["body"]:
            entry["body"]["reach_id"] = me.reach_id

"""The published document speaks of all there is, and the server says nothing that it does not describe."""

import re

import pytest
import schemathesis

from tests.builders import jpeg, make_call, make_patrol, make_problem
from tests.sync.openapi.document import faults_of, read_document, undescribed

OUTSIDE_API = {"/healthz", "/readyz"}


@pytest.fixture
def document(client):
    return client.get("/api/openapi.json").json


def test_anybody_may_read_it_and_need_not_read_it_twice(client):
    first = client.get("/api/openapi.json")
    assert (first.status_code, first.mimetype) == (200, "application/json")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_it_is_openapi(document):
    assert document["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(document).validate()


def test_every_way_into_the_api_is_described(app, document):
    """Whoever adds a route adds it to the lists that `patrol_app/sync/openapi/routes.py` puts together."""
    ways = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule in OUTSIDE_API
        for method in rule.methods - {"HEAD" if "GET" in rule.methods else ""}
        if method != "OPTIONS" or not rule.provide_automatic_options
    }
    described = {(path, method) for path, calls in document["paths"].items() for method in calls}
    assert described == ways


def test_the_cookie_is_the_one_in_use(document):
    schemes = document["components"]["securitySchemes"]
    assert schemes["session"]["name"] == "patrol"
    assert document["paths"]["/api/v1/plan"]["get"].get("security") is None
    assert document["paths"]["/healthz"]["get"]["security"] == []


@pytest.mark.parametrize("who", ["patroller", "village_chief", "township", "county", "stranger"])
def test_each_plan_is_as_described(phone_of, cast, who):
    plan = phone_of(getattr(cast, who)).get("/api/v1/plan").json
    assert faults_of("Plan", plan) == []
    assert undescribed("Plan", plan) == []


def test_what_becomes_of_entries_is_as_described(phone):
    wrong = make_patrol(entry={"signature": "?"})
    said = phone.send(make_patrol(), make_problem(pictures=[("before", jpeg())]), wrong, "no entry")
    assert [result["status"] for result in said["results"]][2:] == ["refused", "refused"]
    assert faults_of("Received", said) == []
    assert undescribed("Received", said) == []


def test_the_call_our_phone_makes_is_as_described():
    assert faults_of("Call", make_call(make_patrol(), make_problem())) == []


@pytest.mark.parametrize(("path", "shape"), [("/healthz", "Health"), ("/readyz", "Readiness")])
def test_health_is_as_described(client, path, shape):
    said = client.get(path).json
    assert (faults_of(shape, said), undescribed(shape, said)) == ([], [])


def test_what_is_not_described_is_noticed():
    said = {"ready": True, "database": True, "media": True, "more": 1}
    assert undescribed("Readiness", said) == ["Readiness.more"]
    assert faults_of("Readiness", {"ready": 1}) != []


def test_an_entry_of_each_kind_has_a_name():
    entry = read_document()["components"]["schemas"]["Entry"]
    assert entry["discriminator"]["mapping"]["patrol.completed"].endswith("/PatrolCompletedEntry")
    assert len(entry["oneOf"]) == len(entry["discriminator"]["mapping"])

"""Every answer tells the browser the same, whatever it is (trust, D17, D20)."""

import pytest

from patrol_app.app import create_app
from patrol_app.web.access import everyone
from tests.conftest import make_settings

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), screen-wake-lock=(self)",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def dist(tmp_path):
    made = tmp_path / "dist"
    made.mkdir()
    (made / "manifest.json").write_text('{"phone.css": "phone-ABCD2345.css"}')
    (made / "phone-ABCD2345.css").write_text("body { color: black }")
    (made / "sw.js").write_text("self.skipWaiting()")
    return made


@pytest.fixture
def app(settings, clock, dist):
    changed = make_settings(settings.instance_dir, dist_dir=dist)
    app = create_app(changed, clock=clock)
    app.add_url_rule("/broken", "broken", everyone(lambda: 1 / 0))
    return app


ANSWERS = [
    ("/login", 200),
    ("/healthz", 200),
    ("/static/icons/icon.svg", 200),
    ("/static/dist/phone-ABCD2345.css", 200),
    ("/sw.js", 200),
    ("/manifest.webmanifest", 200),
    ("/nowhere", 404),
    ("/api/v1/nowhere", 404),
    ("/static/dist/nothing.js", 404),
    ("/logout", 405),
    ("/broken", 500),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_the_headers_are_exact_on_every_answer(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.getlist(name) for name in EXPECTED} == {
        name: [value] for name, value in EXPECTED.items()
    }
    assert "Strict-Transport-Security" not in answer.headers


def test_they_stand_on_an_unchanged_file_too(client):
    etag = client.get("/static/icons/icon.svg").headers["ETag"]
    answer = client.get("/static/icons/icon.svg", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert EXPECTED.items() <= dict(answer.headers).items()


def test_they_stand_on_a_body_too_large(client):
    form = {"username": "x" * 300_000}
    answer = client.post("/login", data=form, headers={"Origin": "http://localhost"})
    assert answer.status_code == 413
    assert EXPECTED.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_https_is_remembered_for_more_than_a_year(settings, clock, dist, path, status):
    app = create_app(make_settings(settings.instance_dir, https=True, dist_dir=dist), clock=clock)
    app.add_url_rule("/broken", "broken", everyone(lambda: 1 / 0))
    with app.test_client().get(path, base_url="https://localhost") as answer:
        assert answer.status_code == status
        name, seconds = answer.headers["Strict-Transport-Security"].split("=")
    assert name == "max-age"
    assert int(seconds) >= 31_536_000


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/login", "no-store"),
        ("/healthz", "no-store"),
        ("/api/v1/nowhere", "no-store"),
        ("/broken", "no-store"),
        ("/static/dist/nothing-ABCD2345.js", "no-store"),
        ("/static/dist/phone-ABCD2345.css", "public, max-age=31536000, immutable"),
        ("/static/dist/manifest.json", "no-cache"),
        ("/static/icons/icon.svg", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/manifest.webmanifest", "no-cache"),
    ],
)
def test_only_what_is_nobodys_is_kept(client, path, expected):
    assert client.get(path).headers["Cache-Control"] == expected


@pytest.mark.parametrize(
    "path",
    [
        "/static/words/zh-CN/gate.json",
        "/static/phone/main.ts",
        "/static/build.mjs",
        "/static/dist/../build.mjs",
        "/static/icons/%2e%2e/build.mjs",
    ],
)
def test_sources_beside_the_built_files_are_not_given_out(client, path):
    assert client.get(path).status_code == 404

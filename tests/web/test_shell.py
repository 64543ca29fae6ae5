"""What a browser gets before anybody is known."""

import gzip
import os
import sqlite3

import pytest

from patrol_app.app import create_app
from tests.conftest import make_settings


def test_a_server_that_runs_says_so(client):
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_server_with_its_tables_and_folder_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "media": True}


def test_one_without_its_tables_is_not(tmp_path, clock):
    client = create_app(make_settings(tmp_path), clock=clock).test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": False, "media": True}


def test_one_with_tables_of_a_newer_version_is_not(settings, client):
    with sqlite3.connect(settings.instance_dir / "patrol.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert client.get("/readyz").json["database"] is False


def test_one_without_a_database_is_not(tmp_path, clock):
    gone = make_settings(tmp_path, database_url=f"sqlite:///{tmp_path}/gone/patrol.sqlite3")
    assert create_app(gone, clock=clock).test_client().get("/readyz").status_code == 503


def test_one_that_cannot_keep_pictures_is_not(settings, client):
    settings.media_dir.rmdir()
    assert client.get("/readyz").json["media"] is False


def test_the_phone_can_put_us_on_its_home_screen(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.json
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == (
        "巡河台账",
        "/",
        "standalone",
    )
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_tab_has_its_picture(client):
    assert client.get("/favicon.ico").status_code == 200


@pytest.mark.parametrize("path", ["/sw.js", "/"])
def test_without_a_build_the_page_says_so_in_words(settings, clock, path, tmp_path):
    unbuilt = make_settings(settings.instance_dir, dist_dir=tmp_path / "nothing")
    answer = create_app(unbuilt, clock=clock).test_client().get(path)
    assert answer.status_code == 503
    assert "npm run build" in answer.text


def test_the_worker_can_be_switched_off(settings, clock, tmp_path):
    (tmp_path / "sw.js").write_text("on")
    (tmp_path / "sw-off.js").write_text("off")
    said = []
    for worker_off in (False, True):
        changed = make_settings(settings.instance_dir, dist_dir=tmp_path, worker_off=worker_off)
        with create_app(changed, clock=clock).test_client().get("/sw.js") as answer:
            said.append((answer.text, answer.headers["Cache-Control"]))
    assert said == [("on", "no-cache"), ("off", "no-cache")]


def test_a_new_build_is_seen_without_a_restart(settings, clock, tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"phone.css": "phone-OLDOLD22.css"}')
    app = create_app(make_settings(settings.instance_dir, dist_dir=tmp_path), clock=clock)
    assert "phone-OLDOLD22.css" in app.test_client().get("/login").text
    manifest.write_text('{"phone.css": "phone-NEWNEW33.css"}')
    os.utime(manifest, ns=(1, 1))
    assert "phone-NEWNEW33.css" in app.test_client().get("/login").text


@pytest.fixture
def built(tmp_path, clock):
    """A client of a server whose front end is one script, packed beside itself."""
    dist_dir = tmp_path / "dist"
    dist_dir.mkdir()
    (dist_dir / "phone-ABCD2345.js").write_text("let river = 1;")
    (dist_dir / "phone-ABCD2345.js.gz").write_bytes(gzip.compress(b"let river = 1;"))
    settings = make_settings(tmp_path / "instance", dist_dir=dist_dir)
    return create_app(settings, clock=clock).test_client()


def test_a_built_file_travels_packed(built):
    with built.get(
        "/static/dist/phone-ABCD2345.js", headers={"Accept-Encoding": "gzip, br"}
    ) as answer:
        assert gzip.decompress(answer.data) == b"let river = 1;"
        assert (answer.mimetype, answer.content_encoding) == ("text/javascript", "gzip")
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("accepted", ["", "gzip;q=0", "br"])
def test_who_cannot_unpack_gets_it_plain(built, accepted):
    with built.get(
        "/static/dist/phone-ABCD2345.js", headers={"Accept-Encoding": accepted}
    ) as answer:
        assert (answer.data, answer.content_encoding) == (b"let river = 1;", None)


def test_nothing_outside_the_built_files_is_given(built):
    for name in ("../instance/secret", "..%2f..%2fpyproject.toml", "gone.js"):
        assert built.get(f"/static/dist/{name}").status_code == 404

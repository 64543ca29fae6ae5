"""What was filmed at the river, played in the office: a film that a browser's own recorder made."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.paper import print_page
from tests.browser.words import say
from tests.builders import make_call, make_patrol, make_problem, name_picture

#: Gives a second of film in base64.
FILM = Path(__file__).with_name("film.js").read_text(encoding="utf-8")


@pytest.fixture
def filmed(make_phone, server):
    """A walk on which a problem was filmed, and the film has come in; gives both entries."""
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    raw = base64.b64decode(phone.page.evaluate(FILM))
    entry = make_problem()
    named = name_picture(raw, "video", entry["id"], type="video/webm")
    facts = {
        "sha256": named["sha256"],
        "taken_at": entry["at"],
        "place": None,
        "source": "live",
    }
    walk = make_patrol()
    entry = make_problem(
        entry={"id": entry["id"], "media": [named]},
        private={"media_facts": [facts]},
        patrol_id=walk["body"]["patrol_id"],
    )
    ours = {"X-Patrol": "1", "Origin": server.url}
    filed = phone.context.request.post(
        "/api/v1/entries", data=make_call(walk, entry), headers=ours, fail_on_status_code=True
    )
    assert [one["status"] for one in filed.json()["results"]] == ["accepted"] * 2
    words = {"sha256": named["sha256"], "type": "video/webm", "entry_id": entry["id"]}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
    tus = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(raw)),
        "Upload-Metadata": metadata,
        "Content-Type": "application/offset+octet-stream",
    }
    phone.context.request.post(
        "/api/v1/media", data=raw, headers={**ours, **tus}, fail_on_status_code=True
    )
    return walk, entry


def test_a_film_is_played_at_the_desk_beside_the_pictures(make_desk, filmed):
    walk, problem = filmed
    township = make_desk()
    township.log_in("township")
    for page in (f"/desk/problems/{problem['id']}", f"/desk/patrols/{walk['id']}"):
        township.page.goto(page)
        township.sees(say("domain.media_role.video"))
        township.sees(say("domain.source.live"))
        expect(township.page.locator("video")).to_have_js_property("videoWidth", 320)
        assert plays(township.page)
        township.look()


def test_paper_says_that_there_is_a_film(make_desk, filmed):
    walk, _ = filmed
    township = make_desk()
    township.log_in("township")
    township.page.goto(f"/desk/patrols/{walk['id']}/print")
    township.sees("另有录像")
    township.look()

    (sheet,) = print_page(township.page)

    assert "另有录像2026-11-2208:55现场拍，纸上放不出" in sheet.words


def plays(page):
    """Whether the film there can be played."""
    return page.evaluate(
        """async () => {
          const film = document.querySelector("video");
          film.muted = true;
          await film.play();
          while (film.currentTime < 0.5 && !film.ended) await new Promise((r) => setTimeout(r, 50));
          film.pause();
          return film.error === null;
        }"""
    )

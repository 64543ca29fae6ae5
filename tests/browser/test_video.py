"""What was filmed at the river, played in the office: a film that a browser's own recorder made."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.words import say
from tests.builders import make_call, make_problem, name_picture

#: Gives a second of film in base64.
FILM = Path(__file__).with_name("film.js").read_text(encoding="utf-8")


@pytest.fixture
def filmed(make_phone, server):
    """A problem with a film of it that has come in; gives the entry."""
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
    entry = make_problem(
        entry={"id": entry["id"], "media": [named]}, private={"media_facts": [facts]}
    )
    ours = {"X-Patrol": "1", "Origin": server.url}
    filed = phone.context.request.post(
        "/api/v1/entries", data=make_call(entry), headers=ours, fail_on_status_code=True
    )
    assert filed.json()["results"][0]["status"] == "accepted"
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
    return entry


def test_a_film_is_played_at_the_desk_beside_the_pictures(make_desk, filmed):
    township = make_desk()
    township.log_in("township")
    township.page.goto(f"/desk/problems/{filmed['id']}")
    township.sees(say("domain.media_role.video"))
    township.sees(say("domain.source.live"))
    film = township.page.locator("video")

    expect(film).to_have_js_property("videoWidth", 320)
    assert township.page.evaluate(
        """async () => {
          const film = document.querySelector("video");
          film.muted = true;
          await film.play();
          while (film.currentTime < 0.5 && !film.ended) await new Promise((r) => setTimeout(r, 50));
          film.pause();
          return film.error === null;
        }"""
    )
    township.look()

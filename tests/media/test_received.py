"""What two uploads of one picture do to each other, at the worst moment."""

import hashlib

import pytest

from patrol_app.domain.errors import UploadGone
from patrol_app.media import received
from patrol_app.media.announced import Announced
from patrol_app.media.store import Store
from tests.builders import NOW, jpeg
from tests.cast import Cast

RAW = jpeg(31)
ANNOUNCED = Announced(hashlib.sha256(RAW).hexdigest(), "image/jpeg", len(RAW), "")


@pytest.mark.parametrize("vanishes_before", ["hash_file", "make_sure_of_medium"])
def test_bytes_that_another_upload_took_away_are_gone_not_broken(
    tmp_path, session, monkeypatch, vanishes_before
):
    store = Store(tmp_path)
    turn = store.incoming.begin("one")
    store.incoming.write(turn, RAW, at_bytes=0)

    real = getattr(received, vanishes_before)

    def look(path, *given):
        store.incoming.drop("one")
        return real(path, *given)

    monkeypatch.setattr(received, vanishes_before, look)

    with pytest.raises(UploadGone):
        received.receive_upload(
            session, store, ANNOUNCED, turn, by=Cast.patroller.person_id, at=NOW
        )
    assert not store.original(ANNOUNCED.sha256).exists()

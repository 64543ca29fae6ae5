"""What two uploads of one picture do to each other, at the worst moment."""

import hashlib

import pytest

from patrol_app.domain.errors import UploadGone
from patrol_app.media import uploads
from patrol_app.media.store import Store
from patrol_app.media.uploads import Announced, Upload, receive_upload, take_at_once
from tests.builders import NOW, jpeg
from tests.cast import Cast

RAW = jpeg(31)
ANNOUNCED = Announced(hashlib.sha256(RAW).hexdigest(), "image/jpeg", len(RAW), "")


@pytest.mark.parametrize("vanishes_before", ["hash_file", "make_sure_of_medium"])
def test_bytes_that_another_upload_took_away_are_gone_not_broken(
    tmp_path, session, monkeypatch, vanishes_before
):
    store = Store(tmp_path)
    store.begin("one")
    store.write("one", RAW, at_bytes=0)

    real = getattr(uploads, vanishes_before)

    def look(path, *given):
        store.drop("one")
        return real(path, *given)

    monkeypatch.setattr(uploads, vanishes_before, look)
    upload = Upload("one", ANNOUNCED, len(RAW))

    with pytest.raises(UploadGone):
        receive_upload(session, store, upload, by=Cast.patroller.person_id, at=NOW)
    assert not store.original(ANNOUNCED.sha256).exists()


def test_what_breaks_off_before_its_end_leaves_nothing(tmp_path, session, monkeypatch):
    monkeypatch.setattr(uploads, "_get_naming_ledger", lambda *_: Cast.patroller.ledger)
    store = Store(tmp_path)
    with pytest.raises(UploadGone):
        take_at_once(session, store, ANNOUNCED, [RAW[:100]], by=Cast.patroller.person_id, at=NOW)
    assert list((tmp_path / "incoming").iterdir()) == []

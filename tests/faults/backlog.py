"""F24: three weeks without signal come in at once, text first, then 500 photos; the server's memory stays flat."""

import io
import os
import secrets
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from sqlalchemy.orm import Session

from patrol_app.app import create_app
from patrol_app.ledger.database import db
from tests.bench.served import Served, serve
from tests.builders import NOW
from tests.cast import Cast
from tests.conftest import make_settings
from tests.faults.phone import OutsidePhone, give_token
from tests.faults.wires import SocketWire
from tests.invariants import check_invariants

PHOTO_BYTES = 250_000
DAYS = 21
PHOTOS_A_REPORT = 2
SAMPLE_EVERY = 25
#: Of all the server's processes together; each photo held back would be a quarter of a megabyte.
MOST_GROWTH_MB = 40


def drain_backlog(river: Path, photos: int) -> str:
    """Send so many photos and their text; give what it took. Raises where memory grows or something is missing."""
    with tempfile.TemporaryDirectory(prefix="backlog-") as made:
        settings = make_settings(Path(made) / "instance")
        shutil.copytree(river, settings.instance_dir)
        app = create_app(settings)
        token = give_token(app, Cast.patroller, NOW)
        ahead_s = (NOW - datetime.now(UTC)).total_seconds()
        with serve(
            settings.instance_dir,
            settings.secret_keys[0],
            app="tests.browser.served:app",
            PATROL_DEMO="1",
            PATROL_TEST_CLOCK_AHEAD_S=str(ahead_s),
        ) as served:
            phone = OutsidePhone(SocketWire(served.port), Cast.patroller, token)
            told = _drain(phone, served, photos)
            phone.wire.close()
        with app.app_context(), Session(db.engine) as session:
            check_invariants(session, settings.media_dir, acknowledged=phone.filed.values())
            db.engine.dispose()
    return told


def _drain(phone: OutsidePhone, served: Served, photos: int) -> str:
    picture = make_photo()
    _warm_up(phone, picture)
    for _ in range(DAYS):
        phone.walk()
    for _ in range(photos // PHOTOS_A_REPORT):
        phone.report(*(picture + secrets.token_bytes(16) for _ in range(PHOTOS_A_REPORT)))
    before_mb, begun = served.rss_mb(), time.monotonic()
    while waiting := phone.list_waiting():
        phone.send(waiting[:50])
    text_s = time.monotonic() - begun
    sampled_mb = [served.rss_mb()]
    for number, sha256 in enumerate(phone.list_pictures()):
        while sha256 not in phone.stored:
            phone.upload_piece(sha256, 262_144, checked=True)
        if number % SAMPLE_EVERY == 0:
            sampled_mb.append(served.rss_mb())
    sampled_mb.append(served.rss_mb())
    whole_s = time.monotonic() - begun
    assert len(phone.stored) == len(phone.pictures)
    assert max(sampled_mb) - before_mb < MOST_GROWTH_MB, sampled_mb
    return (
        f"{photos} photos of {PHOTO_BYTES // 1000} kB and {len(phone.filed)} entries:"
        f" text {text_s:.1f} s, all {whole_s:.0f} s; memory {before_mb:.0f} MB before,"
        f" {max(sampled_mb):.0f} MB at most, {sampled_mb[-1]:.0f} MB after"
    )


def _warm_up(phone: OutsidePhone, picture: bytes) -> None:
    """Let each of the server's processes have done everything once."""
    for number in range(8):
        phone.report(picture + bytes([number]))
        phone.drain()
        phone.wire.close()


def make_photo() -> bytes:
    """Make a JPEG of noise, of the size that a phone sends but for the bytes that make each one another."""
    side = 408
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))
    noise.save(out, "JPEG", quality=90)
    whole = out.getvalue()
    return whole + bytes(max(PHOTO_BYTES - 16 - len(whole), 0))

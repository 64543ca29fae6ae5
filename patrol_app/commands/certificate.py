"""`flask patrol certificate`: a certificate for trying the product out on phones, and how to get there."""

from __future__ import annotations

import io
import os
from pathlib import Path

import click
import segno
from flask.cli import with_appcontext

from patrol_app.commands.self_signed import (
    fingerprint,
    keep_certificate,
    list_addresses,
    list_names,
)
from patrol_app.web.clock import now
from patrol_app.web.installation import installed

WARNING = """\
  The browser will warn you: this machine vouches for itself, and to the browser that is nobody. Here that is to be
  expected; on the Internet it never is. Go on by 高级 → 继续前往 (Chrome: Advanced → Proceed), in Safari by
  显示详细信息 → 访问此网站. Who wants to be sure compares the certificate's SHA-256:
  {fingerprint}
  Camera and position work then. Opening it without signal does not: for that the browser wants a certificate it
  trusts, or localhost over a cable (make run without HTTPS, then adb reverse tcp:{port} tcp:{port})."""


@click.command("certificate")
@click.option("--port", default=lambda: os.environ.get("PORT", "8000"), help="where it is served")
@with_appcontext
def certificate(port: str) -> None:
    """Keep a self-signed certificate for this machine's addresses in the instance folder, and say where to go."""
    kept = keep_certificate(pem_path(), list_names(), now())
    host = next(iter(list_addresses()), "localhost")
    address = f"https://{host}:{port}"
    click.echo(f"→ On a phone in the same network open {address}")
    click.echo(draw_qr(address))
    click.echo(WARNING.format(fingerprint=fingerprint(kept), port=port))


def pem_path() -> Path:
    """Name the file of certificate and key."""
    return installed().instance_dir / "https.pem"


def draw_qr(text: str) -> str:
    """Draw a QR code in characters."""
    drawn = io.StringIO()
    segno.make(text, micro=False).terminal(out=drawn, compact=True)
    return drawn.getvalue()

"""Where cards made by a command go: a file that only its owner may read, named before anything is changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from patrol_app.domain.errors import FrontEndMissing
from patrol_app.settings import Settings
from patrol_app.web.card_sheet import Card, print_cards
from patrol_app.web.words import say

cards_option = click.option(
    "--cards",
    "cards_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the one-time cards of the people into this HTML file, to be printed.",
)
site_option = click.option("--site", help="The address people open, as https://river.example.cn")


def find_site(settings: Settings, site: str | None) -> str:
    """Give the address that stands on the cards: the one given, else our first host name."""
    if site is None and settings.trusted_hosts:
        site = f"{'https' if settings.https else 'http'}://{settings.trusted_hosts[0]}"
    if site is None or not site.startswith(("https://", "http://")):
        raise click.UsageError(
            "cards need --site, the address people open, as https://river.example.cn"
        )
    return site.rstrip("/")


def write_cards(path: Path, cards: Sequence[Card], *, site: str) -> None:
    """Write the cards so that nobody else on this machine can read their codes, not even for a moment."""
    try:
        page = print_cards(cards, site=site)
    except FrontEndMissing as missing:
        raise click.ClickException(say("errors.front_end_missing.detail")) from missing
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(page)

"""The built front end as pages name it: `phone.js` → `/static/dist/phone-HASH.js`."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, current_app

from patrol_app.domain.errors import FrontEndMissing


class Assets:
    """The list of built files; read again when a new build has replaced it."""

    def __init__(self, dist_dir: Path) -> None:
        self.dist_dir = dist_dir
        self._manifest = dist_dir / "manifest.json"
        self._read_mtime_ns = 0
        self._names: dict[str, str] = {}

    def url(self, name: str) -> str:
        """Give the address of the built file; raises FrontEndMissing where nothing has been built."""
        try:
            mtime_ns = self._manifest.stat().st_mtime_ns
            if mtime_ns != self._read_mtime_ns:
                self._names = json.loads(self._manifest.read_text(encoding="utf-8"))
                self._read_mtime_ns = mtime_ns
            return f"/static/dist/{self._names[name]}"
        except (FileNotFoundError, KeyError) as missing:
            raise FrontEndMissing(name=name) from missing


def init_assets(app: Flask, dist_dir: Path) -> None:
    """Give templates `asset`, and `asset_or_none` for the pages that must come out in any case."""
    assets = Assets(dist_dir)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["asset_or_none"] = _url_or_none


def dist_dir() -> Path:
    """Give the folder of built files."""
    assets: Assets = current_app.extensions["assets"]
    return assets.dist_dir


def read_asset(name: str) -> str:
    """Give the text of a built file; raises FrontEndMissing."""
    assets: Assets = current_app.extensions["assets"]
    return (assets.dist_dir / assets.url(name).rpartition("/")[2]).read_text(encoding="utf-8")


def _url_or_none(name: str) -> str | None:
    assets: Assets = current_app.extensions["assets"]
    try:
        return assets.url(name)
    except FrontEndMissing:
        return None

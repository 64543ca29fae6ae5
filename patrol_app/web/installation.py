"""The settings of this installation, as views ask for them."""

from flask import current_app

from patrol_app.settings import Settings


def installed() -> Settings:
    """Give the settings the app was made with."""
    settings: Settings = current_app.extensions["settings"]
    return settings

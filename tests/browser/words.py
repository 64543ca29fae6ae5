"""The words on screen, from the catalogue that the product reads, so that tests look for what people see."""

from pathlib import Path

from patrol_app.web.words import DEFAULT_LANGUAGE, read_catalogues

_CATALOGUE = read_catalogues(Path(__file__).parents[2] / "static" / "words")[DEFAULT_LANGUAGE]


def say(key: str, **values: object) -> str:
    """Give the words for `key`, as `phone.today.start`."""
    return _CATALOGUE[key].format_map(values)

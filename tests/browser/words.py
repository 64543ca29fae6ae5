"""The words on screen, from the catalogue that the product reads, so that tests look for what people see."""

import re
from pathlib import Path

from patrol_app.web.words import DEFAULT_LANGUAGE, read_catalogues

_CATALOGUES = read_catalogues(Path(__file__).parents[2] / "static" / "words")


class Words:
    """What people read in one language."""

    def __init__(self, language: str):
        self.catalogue = _CATALOGUES[language]

    def __call__(self, key: str, **values: object) -> str:
        """Give the words for `key`, as `phone.today.start`."""
        return re.sub(
            r"\{(\w+)(?::([^|}]*)\|([^}]*))?\}",
            lambda place: self._fill(place, values),
            self.catalogue[key],
        )

    def _fill(self, place, values):
        name, one, other = place.groups()
        if one is None:
            return str(values[name])
        return one if values[name] == 1 else other


say = Words(DEFAULT_LANGUAGE)
say_english = Words("en")

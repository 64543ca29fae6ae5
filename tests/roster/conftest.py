"""A county on its first morning, and the way to hand it a roster file."""

import json

import pytest

from tests.cast import Cast
from tests.conftest import make_front_end
from tests.roster.books import make_book, make_line
from tests.web.conftest import river  # noqa: F401  the same first morning

COUNTY = Cast.county.ledger


@pytest.fixture
def run(app, settings):
    """Run `flask patrol …` and give what it said; `fails` says whether it is meant to."""
    make_front_end(settings.dist_dir)

    def run_command(*args, fails=False):
        told = app.test_cli_runner().invoke(args=["patrol", *map(str, args)])
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        assert (told.exit_code != 0) is fails, told.output
        return told.output

    return run_command


@pytest.fixture
def import_book(run, tmp_path):
    """Write rows into a workbook and import it."""

    def bring(*rows, fails=False, options=(), **how):
        path = tmp_path / "roster.xlsx"
        make_book(path, rows or [make_line()], **how)
        return run("roster", "import", "--county", COUNTY, *options, path, fails=fails)

    return bring


@pytest.fixture
def import_json(run, tmp_path):
    """Write a roster, or any text, into a JSON file and import it."""

    def bring(*people, fails=False, options=(), text=None, county=COUNTY):
        path = tmp_path / "roster.json"
        body = json.dumps({"county": county, "roster": list(people)}) if text is None else text
        path.write_text(body, encoding="utf-8")
        return run("roster", "import", "--county", COUNTY, *options, path, fails=fails)

    return bring

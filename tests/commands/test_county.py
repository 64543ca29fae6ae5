"""`patrol county import`: the real notice into a database without anything, and again, and as a trial."""

import json

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from patrol_app.app import create_app
from patrol_app.commands.county import JINCHENG
from patrol_app.ledger.database import db
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.register import AreaRow, PointRow, ReachRow
from patrol_app.ledger.tables.rivers import ConfluenceRow, RiverRow, SectionRow
from tests.conftest import make_settings
from tests.invariants import check_invariants


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A real installation's first hour: tables, and nothing in them."""
    app = create_app(make_settings(tmp_path_factory.mktemp("bare"), demo=False))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app):
    def invoke(*args):
        return app.test_cli_runner().invoke(args=["patrol", "county", "import", *map(str, args)])

    return invoke


def count(row=EntryRow):
    return db.session.scalar(select(func.count()).select_from(row))


def test_a_trial_names_each_row_and_changes_nothing(run):
    before = count()
    told = run(JINCHENG, "--dry-run")
    assert told.exit_code == 0, told.output
    assert "什么都没有改" in told.output
    assert count() == before


def test_the_real_notice_is_entered_once(run, tmp_path):
    first = run(JINCHENG)
    assert first.exit_code == 0, first.output
    before = count()
    assert [count(row) for row in (AreaRow, ReachRow, PointRow)] == [14, 8, 40]
    assert [count(row) for row in (RiverRow, ConfluenceRow, SectionRow)] == [8, 2, 3]
    second = run(JINCHENG)
    assert "新增 0 行，改动 0 行" in second.output
    assert count() == before
    check_invariants(db.session, tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        "洞头村：公布坐标离洞头断面 4369 米，文字却说上游1500米，左岸。",
        "洞头村：公布坐标离河西村只有 146 米。",
        "水力发电站：公布坐标离洞头断面 12346 米，文字却说上游600米，右岸。",
        "大汉建机：公布坐标离背荫村断面 1743 米，文字却说上游200米，右岸150米。",
        "武匠村污水处理站：公布坐标和西武匠村只差 0 米",
        "东武匠村：公布坐标和西武匠村只差 8 米",
        "刘家川村养羊场：两张表的位置不一样：一张是上游2300米，左岸300米，另一张是上游2000米，左岸100米。",
        "石门村：没说从哪里量起，按大箕河汇入口推断。",
        "白水河断面：断面在泽州县，责任县是晋城市城区。",
        "相关村庄农田：没有公布坐标。",
    ],
)
def test_every_known_oddity_is_named(run, words):
    assert words in run(JINCHENG).output


def test_what_a_later_notice_prints_otherwise_is_changed_by_an_entry(run, tmp_path):
    run(JINCHENG)
    before = count()
    raw = json.loads(JINCHENG.read_text(encoding="utf-8"))
    raw["sections"][1]["target_class"] = None
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(raw), encoding="utf-8")
    told = run(newer, "--dry-run")
    assert "改动 断面 洞头断面" in told.output
    told = run(newer)
    assert "新增 0 行，改动 1 行" in told.output
    assert count() == before + 1
    assert run(JINCHENG).exit_code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "不是 JSON"),
        (b"{", "不是 JSON"),
        (b"[]", "must be an object"),
        (b'{"source": "x", "county_level": 1}', "county_level"),
    ],
)
def test_a_broken_file_is_said_in_words(run, tmp_path, content, words):
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    told = run(broken)
    assert told.exit_code == 1
    assert words in told.output

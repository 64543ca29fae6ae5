"""F01, F02: the browser is killed while somebody works in it (200 times: `make torture`)."""

import os

import pytest
from sqlalchemy import select

from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.browser.killed import Profile, Worker, kill_again_and_again
from tests.faults.proxy import Proxy
from tests.invariants import check_invariants

#: `make torture` asks for more, and with another seed.
KILLS = int(os.environ.get("KILLS", "3"))
SEED = int(os.environ.get("SEED", "7"))


@pytest.fixture
def proxy(server):
    proxy = Proxy(server.port, seed=SEED)
    yield proxy
    proxy.stop()


def test_what_was_told_is_saved_is_there_after_a_kill_and_in_the_end_in_the_ledger(
    browser_type, browser_type_launch_args, server, proxy, session, settings, tmp_path
):
    worker = Worker()
    profile = Profile(
        browser_type, browser_type_launch_args, tmp_path / "profile", proxy.url, server.ahead_s
    )
    kills, lost = kill_again_and_again(profile, worker, proxy, rounds=KILLS, seed=SEED)
    print(f"seed {SEED}: {kills.total()} kills, {dict(kills)}, lost {lost}")
    assert lost == []
    expect_in_ledger(session, worker)
    check_invariants(session, settings.media_dir)


def expect_in_ledger(session, worker):
    whats = session.scalars(select(ProblemRow.what)).all()
    assert [one for one in worker.reported if not any(one in what for what in whats)] == []
    walks = set(session.scalars(select(PatrolRow.patrol_id)))
    assert worker.finished - walks == set()
    pictures = select(MediumUseRow.entry_id).join(
        MediumRow, MediumRow.sha256 == MediumUseRow.sha256
    )
    assert worker.pictured - set(session.scalars(pictures)) == set()

"""What a closed app has not sent: the worker delivers it, where the browser wakes one (Background Sync)."""

import time

from sqlalchemy import func, select

from patrol_app.ledger.tables.duties import PatrolRow
from tests.browser.visitor import PATIENCE_S
from tests.browser.walker import end_walk, start_walk
from tests.browser.words import say
from tests.cast import Cast

WALKS = select(func.count()).where(PatrolRow.person_id == Cast.patroller.person_id)


def test_the_worker_sends_what_a_closed_app_left(make_phone, server, session):
    phone = make_phone()
    start_walk(phone)
    phone.wait_for_worker()
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    before = session.scalar(WALKS)
    devtools, registration = watch_worker(phone)
    phone.page.close()
    server.start()
    wake_worker(devtools, server, registration)

    until = time.monotonic() + PATIENCE_S
    while session.scalar(WALKS) == before:
        assert time.monotonic() < until, "nothing came in"
        session.rollback()
        time.sleep(0.2)
    assert session.scalar(WALKS) == before + 1


def watch_worker(phone):
    """Open a page that is not the app; give what asks the browser about its worker, and the worker's registration."""
    page = phone.context.new_page()
    devtools = phone.context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    return devtools, registrations[-1]


def wake_worker(devtools, server, registration):
    """Have the browser call the worker, as it does by itself when a network is there again."""
    devtools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": server.url,
            "registrationId": registration,
            "tag": f"drain:{Cast.patroller.person_id}",
            "lastChance": False,
        },
    )

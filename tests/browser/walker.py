"""How a walk goes in a browser: begun with consent, on from place to place, the clock leaping along."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.checklist import ITEMS
from patrol_app.ledger.tables.duties import PatrolRow
from tests.browser.conftest import BANK
from tests.browser.visitor import Visitor
from tests.browser.words import say
from tests.cast import Cast

LABEL = {item.number: item.label for item in ITEMS}

#: Both clocks of a page can be moved on, as if somebody had walked for a while.
LEAP = """
{
  let leapt_ms = 0;
  for (const clock of [performance, Date]) {
    const now = clock.now.bind(clock);
    clock.now = () => now() + leapt_ms;
  }
  window.leap = (ms) => { leapt_ms += ms; };
}
"""

#: Along the line of the reach of 洞头村, from above downwards: [lon, lat] in degrees.
WAY = (
    (112.884616, 35.443051),
    (112.883516, 35.433935),
    (112.881466, 35.432958),
    (112.880391, 35.431988),
    (112.881753, 35.429622),
)


def start_walk(phone: Visitor, *, consent: bool = True) -> None:
    """Log in and begin a walk, whose track is recorded if there is consent."""
    phone.context.add_init_script(LEAP)
    phone.log_in("patroller")
    phone.press(say("phone.today.start"))
    if consent:
        phone.page.get_by_label(say("phone.consent.agree")).check()
    phone.press(say("phone.consent.yes" if consent else "phone.consent.no"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))


def walk_to(
    phone: Visitor, place: tuple[float, float], *, accuracy_m: int = 8, settle_ms: int = 300
) -> None:
    """Be somewhere else, 20 s later."""
    longitude, latitude = place
    phone.page.evaluate("leap(20_000)")
    phone.context.set_geolocation(
        {**BANK, "longitude": longitude, "latitude": latitude, "accuracy": accuracy_m}
    )
    phone.page.wait_for_timeout(settle_ms)


def end_walk(phone: Visitor) -> None:
    """End it early, because it rains."""
    phone.press(say("phone.patrol.early"))
    phone.press(say("phone.early.reasons.rain"))
    phone.press(say("phone.early.finish"))


def find_last_walk(session: Session) -> PatrolRow:
    """Give the patroller's last walk as the ledger has it."""
    session.rollback()
    walks = select(PatrolRow).where(PatrolRow.person_id == Cast.patroller.person_id)
    return session.scalars(walks.order_by(PatrolRow.seq.desc()).limit(1)).one()

"""A day on the river with three people: the patroller at the bank, the village chief, the township's desk."""

from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.domain.checklist import ITEMS
from patrol_app.ledger.tables.duties import DutyMonthRow, PatrolRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.browser.words import say
from tests.cast import Cast
from tests.invariants import check_invariants

LABEL = {item.number: item.label for item in ITEMS}
RUBBISH = "坡下有三袋垃圾"
FOAM = "左岸新管口流黄水，刺鼻"
REASON = "来源在村外，村里处理不了"


def test_a_day_on_the_river(server, make_phone, make_desk, camera, session, settings):
    patroller = make_phone()
    go_out_of_signal(patroller, server)
    start_walk(patroller)
    clean_rubbish(patroller, camera)
    report_major(patroller, camera)
    look_at_old_problems(patroller, camera)
    finish_without_signal(patroller)
    come_back_into_signal(patroller, server)
    expect_in_ledger(session)

    chief = make_phone()
    pass_it_up_without_signal(chief, server)

    township = make_desk()
    review_at_desk(township)
    check_invariants(session, settings.media_dir)


def go_out_of_signal(patroller, server):
    patroller.log_in("patroller")
    patroller.sees(say("phone.today.start"))
    patroller.look()
    patroller.wait_for_worker()
    server.stop()
    patroller.page.reload()
    patroller.sees(say("phone.today.start"))


def start_walk(patroller):
    patroller.press(say("phone.today.start"))
    patroller.sees(say("phone.consent.why"))
    patroller.look()
    patroller.page.get_by_label(say("phone.consent.agree")).check()
    patroller.press(say("phone.consent.yes"))
    patroller.answer(say("phone.start.weather"), say("domain.weather.dry"))
    patroller.answer(say("phone.start.water"), say("domain.water.flowing"))
    patroller.look()
    patroller.press(say("phone.start.begin"))
    patroller.sees(say("phone.patrol.title"))
    for item in (1, 2, 5, 6, 8):
        patroller.answer(LABEL[item], say("phone.patrol.none"))
    patroller.look()


def clean_rubbish(patroller, camera):
    patroller.answer(LABEL[3], say("phone.patrol.found"))
    patroller.look()
    camera.look_at(draw_bank("today", sight="rubbish"))
    patroller.press(say("phone.problem.shoot"))
    patroller.look()
    patroller.take_photo()
    patroller.press("生活垃圾")
    patroller.page.get_by_label(say("phone.problem.words")).fill(RUBBISH)
    patroller.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    patroller.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    camera.look_at(draw_bank("today", turn_deg=0.8))
    patroller.press(say("phone.problem.shoot_after"))
    patroller.sees(say("phone.camera.align"))
    patroller.look()
    patroller.take_photo()
    patroller.look()
    patroller.press(say("phone.problem.save"))
    patroller.sees(RUBBISH)


def report_major(patroller, camera):
    patroller.answer(LABEL[4], say("phone.patrol.found"))
    patroller.look()
    patroller.press(say("phone.known.new"))
    camera.look_at(draw_bank("today's pipe", sight="foam"))
    patroller.press(say("phone.problem.shoot"))
    patroller.take_photo()
    patroller.press("颜色气味不对")
    patroller.page.get_by_label(say("phone.problem.words")).fill(FOAM)
    patroller.answer(say("phone.problem.severity"), say("domain.severity.major"))
    patroller.sees(Cast.village_chief.name)
    patroller.press(say("phone.problem.call"))
    patroller.answer(say("phone.problem.got_through"), say("phone.problem.yes"))
    patroller.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    patroller.look()
    patroller.press(say("phone.problem.save"))
    patroller.sees(say("phone.patrol.sent_major"))


def look_at_old_problems(patroller, camera):
    """The faded board again on item 7, then item 9: two are as they were, the spoil heap is really gone."""
    patroller.answer(LABEL[7], say("phone.patrol.found"))
    patroller.press("河长公示牌掉色")
    patroller.press(say("phone.known.done"))
    patroller.press(say("phone.patrol.old_go"))
    for number in range(1, 4):
        patroller.sees(say("phone.recheck.title", n=number, of=3))
        solved = patroller.page.get_by_role("button", name=say("domain.outcome.solved"))
        outcome = "solved" if solved.count() else "unchanged"
        patroller.answer(say("phone.recheck.how"), say(f"domain.outcome.{outcome}"))
        patroller.look()
        patroller.press(say("phone.recheck.last") if number == 3 else say("phone.recheck.next"))
    patroller.look()


def finish_without_signal(patroller):
    patroller.press(say("phone.patrol.finish"))
    patroller.sees(say("phone.done.saved"))
    patroller.look()
    patroller.page.reload()
    patroller.sees(say("phone.done.saved"))


def come_back_into_signal(patroller, server):
    server.start()
    patroller.page.evaluate("window.dispatchEvent(new Event('online'))")
    patroller.sees(say("phone.done.filed"))
    patroller.sees(say("phone.done.photos_all", n=3))
    patroller.look()


def expect_in_ledger(session):
    """The walk, its two problems, all three pictures, and the twentieth day of the month."""
    patrol = session.scalars(
        select(PatrolRow)
        .where(PatrolRow.person_id == Cast.patroller.person_id)
        .order_by(PatrolRow.seq.desc())
    ).first()
    problems = session.scalars(
        select(ProblemRow).where(ProblemRow.patrol_id == patrol.patrol_id)
    ).all()
    named = session.scalars(
        select(MediumUseRow.sha256).where(
            MediumUseRow.problem_id.in_([problem.id for problem in problems])
        )
    ).all()
    duty = session.get(DutyMonthRow, (Cast.patroller.appointment_id, "2026-11"))

    assert patrol.day_on.isoformat() == "2026-11-22"
    assert patrol.doubts == []
    assert {(found.what, found.state) for found in problems} == {
        (f"生活垃圾，{RUBBISH}", "closed"),
        (f"颜色气味不对，{FOAM}", "reported"),
    }
    assert len(set(named)) == 3
    assert all(session.get(MediumRow, sha256) for sha256 in named)
    assert duty.clean_days.bit_count() == 20


def pass_it_up_without_signal(chief, server):
    chief.log_in("village")
    chief.sees(FOAM)
    chief.look()
    chief.wait_for_worker()
    chief.press(say("phone.tab.problems"))
    chief.look()
    chief.press(RUBBISH)
    expect(chief.page.get_by_role("slider")).to_be_visible()
    chief.look()
    chief.page.go_back()
    chief.press(FOAM)
    server.stop()
    chief.press(say("phone.review.escalate", role=say("domain.role.township_chief")))
    chief.page.get_by_label(say("phone.deed.reason")).fill(REASON)
    chief.look()
    chief.press(say("phone.deed.save"))
    chief.sees(say("phone.deed.saved"))
    server.start()
    chief.page.evaluate("window.dispatchEvent(new Event('online'))")
    chief.page.goto("/#/me")
    chief.sees(say("phone.sync.nothing_waiting"))


def review_at_desk(township):
    see_what_was_passed_up(township)
    see_the_walk_in_the_ledger(township)
    see_the_day_in_the_month(township)


def see_what_was_passed_up(township):
    """The problem waits for the township, with its picture, the call that got through, and the village's reason."""
    township.log_in("township")
    township.sees(say("desk.overview.walkers"))
    township.look()
    township.press(say("desk.nav.problems"))
    township.sees(say("desk.problems.waiting", n=2))
    township.look()
    township.open_first(FOAM)
    township.sees(say("domain.state.escalated"))
    township.sees(REASON)
    township.sees(say("desk.problem.got_through"))
    township.sees_all_pictures()
    township.look()


def see_the_walk_in_the_ledger(township):
    """The row says what the notice asks for; the walk's page has nine items, the track and the pictures."""
    township.press(say("desk.nav.ledger"))
    row = township.page.get_by_role("row").filter(has_text=RUBBISH)
    for words in (
        "11月22日",
        Cast.patroller.name,
        "洞头村段",
        say("desk.ledger.every"),
        say("desk.ledger.rechecks", n=3),
        say("domain.method.on_foot"),
        say("phone.problem.opinion_on_the_spot"),
        say("desk.ledger.no_doubt"),
    ):
        expect(row).to_contain_text(words)
    township.look()
    row.get_by_role("link", name=say("desk.ledger.open")).click()
    township.sees(say("desk.patrol.items"))
    expect(township.page.get_by_role("img", name=say("desk.track.drawn"))).to_be_visible()
    assert township.page.locator("img").count() >= 3
    township.sees_all_pictures()
    township.look()


def see_the_day_in_the_month(township):
    """The twenty-second is a good day in the patroller's row, his twentieth."""
    township.press(say("desk.nav.month"))
    row = township.page.get_by_role("row").filter(has_text=Cast.patroller.name)
    expect(row.locator(".sheet__made")).to_have_text("20")
    day = row.get_by_role("cell").nth(21)
    expect(day).to_have_text(say("desk.mark.clean"))
    # Thirty-one days abreast are narrower than a thumb; WCAG 2.5.8 asks for 24 px.
    township.look(target_px=24)
    day.get_by_role("link").click()
    township.sees(say("desk.patrol.items"))

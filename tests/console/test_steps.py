"""The steps of a room at the console: chosen by who may act, told to everybody with who and why."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.console.findings import Sign, of_step
from bot.console.stepped import step_told
from bot.console.words import BY_LANGUAGE
from bot.escalation.steps import Evidence, Step
from bot.messages import Ignore
from bot.store.acts import Wanted
from tests.console.shop import ROOM, Shop
from tests.console.test_api import call
from tests.console.test_live import Line
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture


async def goes_down(shop: Shop) -> None:
    """Let three viewers call the bot's answers wrong, for all that the room knows."""
    evidence, now = Evidence(wrong=3, answered=5), shop.now()
    stands = shop.stepping.stands.judged(evidence, now)
    await shop.stepping._take(stands, stands.why)  # as a look at the room does


async def test_a_step_is_taken_by_who_may_act_and_shown_to_everybody(shop: Shop) -> None:
    li, tom, eve = await shop.member("Li Na"), await shop.member("Tom"), await shop.member("Eve", "viewer")
    line = await Line.of(tom)
    await line.until('aria-pressed="true"[^>]*>normal')
    assert (await eve.press("/rooms/step", room=ROOM, step="people-only")).status == 403
    assert (await li.press("/rooms/step", room=ROOM, step="people-only")).status == 204
    assert shop.stepping.step is Step.PEOPLE_ONLY
    told = await line.until('aria-pressed="true"[^>]*>people only.*set by Li Na, until somebody chooses another')
    assert ROOM in told
    assert (await li.press("/rooms/step", room=ROOM, step="sideways")).status == 404
    assert (await li.press("/rooms/step", room="nowhere", step="normal")).status == 404


async def test_a_step_by_hand_is_in_the_record_with_how_it_was(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    await boss.press("/rooms/step", room=ROOM, step="faq-only")
    (act,) = await shop.store.acts.several(Wanted(what="step"))
    assert (act.by, act.target, act.was, act.became) == ("Boss", ROOM, "normal", "faq-only")
    page = await boss.page("/audit")
    assert "normal → faq-only" in page
    assert "took a room a step up or down" in page


async def test_the_programs_own_step_is_told_with_its_reason_on_every_page_that_shows_rooms(shop: Shop) -> None:
    li = await shop.member("Li Na", "admin")
    await shop.heard("hello", Ignore("small talk"))
    await goes_down(shop)
    why = "3 viewers said within minutes that the answer was not what they meant"
    desk = await li.page(f"/?room={ROOM}")
    assert desk.count("people only since") == 1  # under the room's switch, where nothing moves when it comes
    assert f"{why}. One step up by itself once nothing was amiss for 5 min." in desk
    assert f"people only (before: normal): {why}" in desk  # between the lines of the chat
    health = await li.page("/health")
    assert "the bot by itself" in health
    assert why in health
    wall = await li.page("/wall")
    assert why in wall
    assert why in await li.page("/faq")
    await li.press("/rooms/step", room=ROOM, step="people-only")  # now it is what a person wants
    assert why not in await li.page("/faq")


async def test_health_calls_a_room_bad_that_the_program_had_to_leave_to_people(shop: Shop) -> None:
    t = BY_LANGUAGE["en"]
    (view,) = shop.rooms()
    assert of_step(view, step_told(view.stands, t)).sign is Sign.OK
    await goes_down(shop)
    (view,) = shop.rooms()
    assert of_step(view, step_told(view.stands, t)).sign is Sign.BAD
    await shop.stepping.choose(Step.PEOPLE_ONLY, "Li Na")  # what a person chose is meant so
    (view,) = shop.rooms()
    assert of_step(view, step_told(view.stands, t)).sign is Sign.LOOK
    assert "仅人工，由 Li Na 设定" in step_told(view.stands, BY_LANGUAGE["zh"])


async def test_the_command_line_takes_a_step_in_somebodys_name(shop: Shop) -> None:
    status, told = await call(shop, "POST", "/rooms/step", {"room": ROOM, "step": "people-only", "by": "小李"})
    assert (status, told) == (200, {"room": ROOM, "step": "people-only"})
    assert shop.stepping.stands.by == "小李"
    status, told = await call(shop, "POST", "/rooms/step", {"room": ROOM, "step": "up", "by": "小李"})
    assert status == 404
    assert "people-only" in told["fix"]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_brake_is_pulled_with_the_mouse_or_from_the_list_of_everything(desks: Desks, language: str) -> None:
    shop, zh = desks.shop, language == "zh"
    await shop.heard("hello", Ignore("small talk"))
    page = await desks.sit_down("Li Na", locale="zh-CN" if zh else "en-GB")
    normal, faq, people = ("正常", "仅问答", "仅人工") if zh else ("normal", "FAQ only", "people only")
    await page.get_by_role("button", name=faq, exact=True).click()
    pressed = page.locator(".steps [aria-pressed=true]")
    await expect(pressed).to_have_text(faq, timeout=SOON)
    await expect(page.locator(".step-told")).to_contain_text("Li Na")
    await page.keyboard.press("Control+k")
    await page.fill("#picker-find", people)
    await page.keyboard.press("Enter")
    await expect(pressed).to_have_text(people, timeout=SOON)
    await expect(page.locator("#feed .stepped").last).to_contain_text("Li Na")
    await page.get_by_role("button", name=normal, exact=True).click()
    await expect(pressed).to_have_text(normal, timeout=SOON)
    await expect(page.locator(".step-told")).to_have_count(0)
    assert shop.stepping.step is Step.NORMAL


def test_every_step_has_its_words() -> None:
    en, zh = BY_LANGUAGE["en"], BY_LANGUAGE["zh"]
    for step in Step:
        assert en(f"step.{step}") != zh(f"step.{step}")
        assert en(f"step.{step}.hint") != zh(f"step.{step}.hint")

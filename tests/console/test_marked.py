"""Several cases, one act: closed, given away, put aside and answered together, each by itself or told why not."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from bot.console.marked import MOST, numbers
from bot.escalation import State
from bot.store.acts import Wanted
from tests.console.shop import Browser, Shop
from tests.console.test_replies import leaves
from tests.console.walk import HOSTILE


async def questions(shop: Shop, count: int = 4) -> list[int]:
    return [
        await shop.asked(f"does colour {chr(97 + n)} fade?", viewer=f"v{n}", name=f"Ann{n}") for n in range(count)
    ]


def listed(cases: list[int]) -> str:
    return ",".join(map(str, cases))


async def done(browser: Browser, step: str, cases: list[int], **said: str) -> str:
    response = await browser.press(f"/marked/{step}", cases=listed(cases), **said)
    text = await response.text()
    assert response.status == 200, text
    return html.unescape(re.sub(r"<[^>]+>", "", text))


async def states(shop: Shop, cases: list[int]) -> list[State]:
    found = {case.id: case.state for case in await shop.store.cases.by_number(cases)}
    return [found[case] for case in cases]


async def test_all_are_closed_but_what_a_colleague_has_and_that_is_said(shop: Shop) -> None:
    li, wang = await shop.member("Li Na"), await shop.member("Wang")
    cases = await questions(shop)
    await wang.press(f"/cases/{cases[1]}/claim")
    told = await done(li, "resolve", [*cases, 987])
    assert told.strip() == f"3 resolved · 1 held by Wang: {cases[1]} · 1 done already: 987"
    assert await states(shop, cases) == [State.RESOLVED, State.CLAIMED, State.RESOLVED, State.RESOLVED]
    acts = await shop.store.acts.several(Wanted(what="resolve"))
    assert {act.target for act in acts} == {f"case {case}" for case in cases if case != cases[1]}


async def test_all_are_given_to_a_colleague_or_put_aside(shop: Shop) -> None:
    li = await shop.member("Li Na")
    await shop.member("Wang")
    cases = await questions(shop)
    assert "4 given away" in await done(li, "assign", cases, to="Wang")
    assert {case.claimed_by for case in await shop.store.cases.by_number(cases)} == {"Wang"}
    boss = await shop.member("Boss", "admin")
    assert "4 held by Wang" in await done(li, "snooze", cases, minutes="5")
    assert "4 given away" in await done(boss, "assign", cases, to="Li Na")  # an admin gives anybody's
    assert "4 put aside" in await done(li, "snooze", cases, minutes="5")
    assert set(await states(shop, cases)) == {State.SNOOZED}


async def test_nothing_is_given_to_nobody_or_put_aside_for_no_time(shop: Shop) -> None:
    li, cases = await shop.member("Li Na"), await questions(shop, 2)
    for step, said in (("assign", {"to": "Nobody"}), ("snooze", {"minutes": "0"}), ("snooze", {"minutes": "²"})):
        response = await li.press(f"/marked/{step}", cases=listed(cases), **said)
        assert response.status == 422, (step, said)
    assert await states(shop, cases) == [State.NEW, State.NEW]


async def test_one_answer_names_everybody_once_in_the_very_lines_that_were_shown(shop: Shop) -> None:
    li = await shop.member("Li Na")
    cases = await questions(shop, 12)
    await shop.asked("and I wait twice", viewer="v3", name="Ann3")
    await shop.joined(cases[5], "me too", viewer="w", name="Zoe")
    cases.append(cases[-1] + 1)
    assert "One answer for 13 cases" in await done(li, "write", cases)
    shown = await done(li, "check", cases, text="Yes, all of them.")
    assert "Reaches 13 people in 2 lines" in shown
    page = await (await li.press("/marked/reply", cases=listed(cases), text="Yes, all of them.", once="o")).text()
    assert "13 answered together" in page
    assert f'data-case="{cases[0]}"' in page
    shop.late = timedelta(seconds=10)
    read = await leaves(shop)
    assert len(read) == 2
    for line in read:
        assert line in shown
    named = re.findall(r"@(\w+)", " ".join(read))
    assert sorted(named) == sorted({*(f"Ann{n}" for n in range(12)), "Zoe"})
    first, *others = await shop.store.cases.by_number(cases)
    assert (first.state, first.people) == (State.WAITING, 13)
    assert {case.merged_into for case in others} == {first.id}
    acts = await shop.store.acts.several(Wanted(by="Li Na"))
    assert sorted(act.what for act in acts if act.target.startswith("case")) == ["merge"] * 12 + ["reply"]


async def test_what_a_colleague_has_is_left_out_of_the_answer_even_where_it_is_the_first(shop: Shop) -> None:
    li, wang = await shop.member("Li Na"), await shop.member("Wang")
    cases = await questions(shop, 3)
    await wang.press(f"/cases/{cases[0]}/claim")
    assert "Wang has it; it is left out" in await done(li, "write", cases)
    assert "@Ann0" not in await done(li, "check", cases, text="Yes.")
    told = await done(li, "reply", cases, text="Yes.", once="o")
    assert f"2 answered together · 1 held by Wang: {cases[0]}" in told
    assert await states(shop, cases) == [State.CLAIMED, State.WAITING, State.MERGED]
    shop.late = timedelta(seconds=10)
    assert await leaves(shop) == ["@Ann1 @Ann2 Yes."]


async def test_a_second_click_says_nothing_twice_even_when_the_first_case_has_come_free(shop: Shop) -> None:
    li, wang = await shop.member("Li Na"), await shop.member("Wang")
    cases = await questions(shop, 3)
    await wang.press(f"/cases/{cases[0]}/claim")
    await done(li, "reply", cases, text="Yes.", once="o")
    await wang.press(f"/cases/{cases[0]}/release")
    await done(li, "reply", cases, text="Yes.", once="o")
    assert await states(shop, cases) == [State.NEW, State.WAITING, State.MERGED]
    shop.late = timedelta(seconds=10)
    assert await leaves(shop) == ["@Ann1 @Ann2 Yes."]


async def test_taken_back_nobody_has_read_it_and_everybody_is_still_waited_on(shop: Shop) -> None:
    li, cases = await shop.member("Li Na"), await questions(shop, 3)
    page = await (await li.press("/marked/reply", cases=listed(cases), text="Yes.", once="o")).text()
    mark = re.search(r"/undo/([^\"]+)", page)
    assert mark is not None
    back = await (await li.press(f"/cases/{cases[0]}/undo/{mark[1]}")).text()
    assert 'data-back="Yes."' in back
    shop.late = timedelta(seconds=10)
    assert await leaves(shop) == []
    first = await shop.store.cases.one(cases[0])
    assert first is not None
    assert (first.state, first.people, first.first_reply_at) == (State.CLAIMED, 3, None)


async def test_what_the_guard_stops_is_not_said_and_joins_nothing(shop: Shop) -> None:
    li, cases = await shop.member("Li Na"), await questions(shop, 2)
    assert "This would not be sent" in await done(li, "check", cases, text="the best cream ever")
    response = await li.press("/marked/reply", cases=listed(cases), text="the best cream ever", once="o")
    assert response.status == 422
    assert await states(shop, cases) == [State.NEW, State.NEW]


async def test_what_viewers_typed_harms_nobody_where_many_are_answered(shop: Shop) -> None:
    li = await shop.member("Li Na")
    cases = [await shop.asked(HOSTILE, viewer=f"v{n}", name=HOSTILE, draft=HOSTILE) for n in range(2)]
    for step in ("write", "check", "reply"):
        response = await li.press(f"/marked/{step}", cases=listed(cases), text=HOSTILE[:200], once="o")
        shown = await response.text()
        assert "<img" not in shown, step
        assert "<script>" not in shown, step


async def test_where_others_have_all_of_them_it_is_said(shop: Shop) -> None:
    li, wang = await shop.member("Li Na"), await shop.member("Wang")
    cases = await questions(shop, 2)
    for case in cases:
        await wang.press(f"/cases/{case}/claim")
    response = await li.press("/marked/write", cases=listed(cases))
    assert response.status == 422
    assert "None of the marked cases" in await response.text()


@pytest.mark.parametrize("said", ["", "1,", "a", "1;2", "-1", "²", "9" * 16, "1," * 800 + "1", listed([*range(51)])])
async def test_what_is_no_list_of_marked_cases_is_refused(shop: Shop, said: str) -> None:
    li = await shop.member("Li Na")
    for step in ("resolve", "write", "check", "reply"):
        response = await li.press(f"/marked/{step}", cases=said, text="Yes.", once="o")
        assert response.status == 422, step


def test_fifty_cases_may_be_marked_each_once() -> None:
    assert numbers(listed([*range(MOST)])) == tuple(range(MOST))
    assert numbers("7,7,3") == (7, 3)


async def test_the_lists_of_colleagues_and_times_are_for_all_marked_cases(shop: Shop) -> None:
    li = await shop.member("Li Na")
    for kind in ("assign", "snooze"):
        text = html.unescape(await li.page(f"/picks/{kind}?marked=3,4"))
        assert f'data-post="/marked/{kind}"' in text
        assert '"cases": "3,4"' in text

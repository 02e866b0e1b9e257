"""`rooms`: which step each room is on, and the brake without a browser."""

from __future__ import annotations

from bot.escalation.steps import Standing, Step
from bot.room.stepping import Stepping
from bot.store import Store
from bot.store.acts import Act
from tests.commands.shop import Shop, run
from tests.fakes import Clock


def acts(shop: Shop) -> list[Act]:
    async def read(store: Store) -> list[Act]:
        return list(await store.acts.several())

    return shop.with_store(read)


def stands(shop: Shop) -> Standing:
    return shop.with_store(lambda store: store.steps.standing("studio"))


def test_before_the_first_start_every_room_is_normal(shop: Shop) -> None:
    ended = run("rooms", "list")
    assert (ended.code, ended.out.split()) == (0, ["studio", "auto", "normal"])


def test_a_room_is_taken_down_and_up_again_and_every_step_is_listed(shop: Shop) -> None:
    assert run("rooms", "step", "studio", "people-only", "--by", "小李").code == 0
    assert (stands(shop).step, stands(shop).by) == (Step.PEOPLE_ONLY, "小李")
    listed = run("rooms", "list").out
    assert "people-only" in listed.splitlines()[0]
    assert "normal -> people-only  小李" in listed
    assert run("rooms", "step", "studio", "normal", "--by", "Li Na").code == 0
    told = run("rooms", "list", "--json").json
    assert told["rooms"][0]["step"] == "normal"
    assert [(one["was"], one["step"], one["by"]) for one in told["steps"]] == [
        ("people-only", "normal", "Li Na"), ("normal", "people-only", "小李")
    ]  # fmt: skip
    assert run("rooms", "list", "--log", "0").out.count("\n") == 1


def test_it_is_written_down_whose_step_it_was(shop: Shop) -> None:
    run("rooms", "step", "studio", "faq-only", "--by", "Li Na")
    (act,) = acts(shop)
    assert (act.by, act.what, act.target, act.was, act.became) == ("Li Na", "step", "studio", "normal", "faq-only")


def test_a_step_of_the_programs_own_is_listed_with_its_reason(shop: Shop) -> None:
    async def down(store: Store) -> None:
        stepping = Stepping("studio", store, Clock(), rests=lambda: True)
        await stepping.begin()
        await stepping.look()
        assert stepping.step is Step.FAQ_ONLY

    shop.with_store(down)
    assert "by itself: the model gives no usable answers" in run("rooms", "list").out


def test_a_room_or_step_that_there_is_not_is_named_with_what_there_is(shop: Shop) -> None:
    ended = run("rooms", "step", "studoi", "faq-only")
    assert ended.code == 1
    assert "studio" in ended.err
    assert run("rooms", "step", "studio", "sideways").code == 2

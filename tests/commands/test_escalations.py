"""`escalations`: the queue without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import ChatMessage, Merge, Viewer
from bot.store import Store
from bot.store.records import Decided
from tests.commands.shop import Shop, run


def test_the_queue_is_listed_urgent_first(shop: Shop) -> None:
    normal = shop.case("尺码偏大吗")
    urgent = shop.case("我要投诉", urgent=True)
    ended = run("escalations", "list")
    assert ended.code == 0
    first, second = ended.out.splitlines()
    assert first.split()[:2] == [str(urgent), "!"]
    assert "我要投诉" in first
    assert second.split()[0] == str(normal)


def test_the_queue_is_there_for_other_programs(shop: Shop) -> None:
    case = shop.case("尺码偏大吗", draft="按平时的拍就好")
    (found,) = run("escalations", "list", "--json").json
    assert (found["id"], found["room"], found["state"], found["urgency"]) == (case, "studio", "new", "normal")
    assert found["draft"] == "按平时的拍就好"
    assert found["askers"][0]["text"] == "尺码偏大吗"
    assert found["askers"][0]["viewer"]["name"] == "Mei"


def test_everybody_who_asked_is_counted(shop: Shop) -> None:
    case = shop.case("尺码偏大吗")

    async def ask_too(store: Store) -> None:
        now = datetime.now(UTC)
        message = ChatMessage("studio", "m-2", Viewer("v2"), "尺码偏大吗", now)
        await store.claim(message, now)
        await store.record(Decided(message, Merge("same", into_escalation=case), now))

    shop.with_store(ask_too)
    assert "(+1)" in run("escalations", "list").out


def test_an_empty_queue_says_so(shop: Shop) -> None:
    assert "No case is waiting." in run("escalations", "list").out
    assert run("escalations", "list", "--json").json == []


def test_only_one_room_can_be_listed(shop: Shop) -> None:
    shop.case("尺码偏大吗")
    assert run("escalations", "list", "--room", "other", "--json").json == []
    assert len(run("escalations", "list", "--room", "studio", "--json").json) == 1


def test_a_case_is_claimed_answered_and_closed(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    claimed = run("escalations", "claim", case, "--by", "mei", "--json").json
    assert (claimed["state"], claimed["claimed_by"]) == ("claimed", "mei")
    replied = run("escalations", "reply", case, "按平时的拍就好", "--by", "mei", "--json").json
    assert (replied["replies"][0]["by"], replied["replies"][0]["text"]) == ("mei", "按平时的拍就好")
    assert replied["replies"][0]["state"] == "pending"
    closed = run("escalations", "resolve", case, "--by", "mei", "--as", "answered", "--json").json
    assert (closed["state"], closed["resolved_by"], closed["resolution"]) == ("resolved", "mei", "answered")
    assert run("escalations", "list", "--json").json == []
    assert len(run("escalations", "list", "--all", "--json").json) == 1


def test_a_reply_may_close_the_case_at_once(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    done = run("escalations", "reply", case, "按平时的拍就好", "--resolve", "--by", "mei", "--json").json
    assert done["state"] == "resolved"
    assert [reply["state"] for reply in done["replies"]] == ["pending"]


def test_a_claimed_case_cannot_be_claimed_again_by_another(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    run("escalations", "claim", case, "--by", "mei")
    for step in (["claim", case], ["reply", case, "你好"], ["resolve", case]):
        ended = run("escalations", *step, "--by", "lin")
        assert ended.code == 1
        assert "mei has case" in ended.err
    assert run("escalations", "claim", case, "--by", "mei").code == 0


def test_a_closed_case_says_so(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    run("escalations", "resolve", case, "--by", "mei")
    ended = run("escalations", "resolve", case, "--by", "mei")
    assert ended.code == 1
    assert "is resolved" in ended.err


@pytest.mark.parametrize("step", [["claim", "77"], ["reply", "77", "hello"], ["resolve", "77"]])
def test_a_case_that_is_not_there_is_a_problem(shop: Shop, step: list[str]) -> None:
    ended = run("escalations", *step)
    assert ended.code == 1
    assert "There is no case 77." in ended.err


@pytest.mark.parametrize("text", ["", "   ", "全网最低价", "加微信 abc12345", "x" * 501])
def test_a_reply_that_may_not_be_said_is_not_sent(shop: Shop, text: str) -> None:
    case = str(shop.case("尺码偏大吗"))
    ended = run("escalations", "reply", case, text, "--by", "mei")
    assert ended.code == 1
    assert "would not be sent" in ended.err
    (found,) = run("escalations", "list", "--json").json
    assert found["replies"] == []


def test_the_shops_own_address_may_be_sent(shop: Shop) -> None:
    case = str(shop.case("在哪买"))
    ended = run("escalations", "reply", case, "看这里 https://shop.example/p/A101", "--by", "mei")
    assert ended.code == 0, ended


def test_a_reply_that_is_refused_comes_back_with_a_wording_that_passes(shop: Shop) -> None:
    case = shop.case("is it cheap?")
    ended = run("escalations", "reply", str(case), "全网最低价，只要59", "--by", "Li Na")
    assert ended.code == 1
    assert "广告法" in ended.err
    assert "This may be said: 优惠价，只要59" in ended.err
    (kept,) = run("guard", "--records", "--json").lines
    assert (kept["stage"], kept["by"], kept["author"]) == ("reply", "Li Na", "staff")


def test_a_case_is_put_aside_and_woken(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    asleep = run("escalations", "snooze", case, "--for", "10m", "--by", "mei", "--json").json
    assert asleep["state"] == "snoozed"
    left = datetime.fromisoformat(asleep["snooze_until"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    assert "snoozed" in run("escalations", "list").out
    assert run("escalations", "wake", case, "--by", "mei", "--json").json["state"] == "new"
    told = run("escalations", "snooze", case, "--until-product", "A101", "--by", "mei").out
    assert "until A101 is on screen" in told


@pytest.mark.parametrize("until", [[], ["--for", "0s"], ["--for", "3x"], ["--for", "99h"], ["--until-product", "Z9"]])
def test_a_case_is_put_aside_until_something_that_can_come(shop: Shop, until: list[str]) -> None:
    case = str(shop.case("尺码偏大吗"))
    assert run("escalations", "snooze", case, *until).code != 0
    (found,) = run("escalations", "list", "--json").json
    assert found["state"] == "new"


def test_a_note_is_kept_with_its_case(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    noted = run("escalations", "note", case, "仓库说周一到货", "--by", "mei", "--json").json
    assert [(note["by"], note["text"]) for note in noted["notes"]] == [("mei", "仓库说周一到货")]
    assert run("escalations", "note", case, "  ", "--by", "mei").code == 1


def test_what_the_host_answered_is_closed(shop: Shop) -> None:
    case = str(shop.case("尺码偏大吗"))
    done = run("escalations", "on-air", case, "--by", "mei", "--json").json
    assert (done["state"], done["resolved_by"]) == ("on air", "mei")
    assert datetime.now(UTC) - datetime.fromisoformat(done["on_air_at"]) < timedelta(minutes=1)
    assert "is on air" in run("escalations", "on-air", case, "--by", "mei").err


def test_two_cases_are_made_one(shop: Shop) -> None:
    one, other = str(shop.case("尺码偏大吗")), str(shop.case("偏大还是偏小"))
    joined = run("escalations", "merge", one, other, "--by", "mei", "--json").json
    assert (joined["id"], len(joined["askers"])) == (int(other), 2)
    assert f"merged into case {other}" in run("escalations", "claim", one, "--by", "mei").err
    for into in (other, "99"):
        assert "cannot go into" in run("escalations", "merge", other, into, "--by", "mei").err


def test_a_case_is_handed_to_a_colleague(shop: Shop) -> None:
    async def hired(store: Store) -> None:
        await store.add_staff("lin", "agent", "", datetime.now(UTC))

    shop.with_store(hired)
    case = str(shop.case("尺码偏大吗"))
    run("escalations", "claim", case, "--by", "mei")
    assert "Known: lin" in run("escalations", "assign", case, "nobody", "--by", "mei").err
    assert "mei has case" in run("escalations", "assign", case, "lin", "--by", "max").err
    given = run("escalations", "assign", case, "lin", "--by", "mei", "--json").json
    assert (given["claimed_by"], given["assigned_to"]) == ("lin", "lin")
    assert run("escalations", "assign", case, "lin", "--by", "max", "--anyones").code == 0


def test_when_the_show_is_over_its_open_cases_expire(shop: Shop) -> None:
    shop.case("尺码偏大吗")
    assert "There is no room" in run("escalations", "expire", "--room", "elsewhere").err
    assert run("escalations", "expire", "--room", "studio", "--by", "mei", "--json").json == {"expired": 1}
    assert run("escalations", "list", "--json").json == []
    (kept,) = run("escalations", "list", "--all", "--json").json
    assert (kept["state"], kept["resolved_by"]) == ("expired", "mei")

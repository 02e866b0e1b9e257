"""`faq cases`: tried, added, accepted from what was heard; and `check`, which tries them too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Answer, ChatMessage, Decision, Escalate, Ignore, ReplyKind, Scored, Viewer
from bot.store import Store
from bot.store.records import Decided, Draft
from tests.commands.shop import Shop, run

CASES = "# ours\n几天能到 => ship-when\n面膜多少钱 => ship-when\n我要投诉 => person\n"


def heard(shop: Shop, message_id: str, text: str, decision: Decision, *skus: str) -> None:
    async def say(store: Store) -> None:
        now = datetime.now(UTC)
        message = ChatMessage("studio", message_id, Viewer("v"), text, now)
        await store.claim(message, now)
        draft = None
        if isinstance(decision, Answer):
            draft = Draft(ReplyKind.FAQ, decision.text, now + timedelta(seconds=60), skus, decision.entry)
        await store.record(Decided(message, decision, now, draft))

    shop.with_store(say)


def cases(shop: Shop) -> str:
    return (shop.folder / "faq/cases.txt").read_text("utf-8")


def test_every_case_is_tried_and_a_failing_one_says_what_came_instead(shop: Shop) -> None:
    shop.write("faq/cases.txt", CASES)
    ended = run("faq", "cases")
    assert ended.code == 1
    assert "2 passed, 1 failed." in ended.out
    assert 'faq/cases.txt:3: "面膜多少钱" should be ship-when; it is mask-price answered.' in ended.err
    found = run("faq", "cases", "--json").json
    assert (found["cases"], found["passed"], [p["line"] for p in found["failed"]]) == (3, 2, [3])


def test_a_good_set_ends_with_0_and_an_empty_one_says_how_to_begin(shop: Shop) -> None:
    assert "faq cases add" in run("faq", "cases").out
    shop.write("faq/cases.txt", CASES.replace("面膜多少钱 => ship-when", "面膜多少钱 => mask-price"))
    ended = run("faq", "cases")
    assert (ended.code, ended.out) == (0, "3 passed, 0 failed.\n")


def test_check_reports_failing_cases_and_bad_lines_with_file_and_line(shop: Shop) -> None:
    shop.write("faq/cases.txt", CASES + "no arrow\n几天 => shipwhen\n")
    ended = run("check")
    assert ended.code == 1
    assert 'faq/cases.txt:3: "面膜多少钱" should be ship-when' in ended.out
    assert "faq/cases.txt:5: there is no =>" in ended.out
    assert 'faq/cases.txt:6: there is no entry "shipwhen".' in ended.out
    kinds = {p["kind"] for p in run("check", "--json").json["problems"] if p["path"] == "faq/cases.txt"}
    assert kinds == {"cases that fail"}


def test_the_product_on_screen_belongs_to_a_case(shop: Shop) -> None:
    shop.write("faq/live.md", "## 这个多少钱 {#screen}\n\n{price:screen}\n")
    shop.write("faq/cases.txt", "这个多少钱 [on screen: A101] => screen\n这个多少钱 => person\n")
    assert run("faq", "cases").code == 0


def test_a_case_is_added_once_and_tried_at_once(shop: Shop) -> None:
    ended = run("faq", "cases", "add", "几天能到呀", "--entry", "ship-when")
    assert ended.code == 0
    assert "几天能到呀 => ship-when\n" in cases(shop)
    assert "1 there already" in run("faq", "cases", "add", "几天能到呀", "--entry", "ship-when").out
    assert cases(shop).count("几天能到呀") == 1
    ended = run("faq", "cases", "add", "火星能送吗", "--entry", "ship-when", "--on-screen", "A101")
    assert ended.code == 0
    assert "should be ship-when" in ended.err
    assert "火星能送吗 [on screen: A101] => ship-when\n" in cases(shop)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["add", "几天", "--entry", "ship-wen"], 1, 'there is no entry "ship-wen"'),
        (["add", "几天", "--entry", "ship-when", "--on-screen", "Z1"], 1, "no product Z1"),
        (["add", "", "--entry", "ship-when"], 1, "no question"),
        (["add", "几天"], 2, "--entry"),
        (["add", "--entry", "ship-when"], 2, "faq cases add"),
        (["accept"], 2, "MESSAGE_ID"),
        (["accept", "none"], 1, "No message has the id 'none'"),
        (["run", "几天"], 2, "faq cases"),
    ],
)
def test_what_is_no_case_is_refused_with_a_hint(shop: Shop, args: list[str], code: int, said: str) -> None:
    ended = run("faq", "cases", *args)
    assert ended.code == code
    assert said in ended.err
    assert not (shop.folder / "faq/cases.txt").exists()


def test_what_was_rightly_answered_becomes_a_case(shop: Shop) -> None:
    shop.write("faq/live.md", "## 这个多少钱 {#screen}\n\n{price:screen}\n")
    heard(shop, "m1", "几天能到", Answer("ship-when", "48 小时内发货。", "own words", Scored("ship-when", 1.0)))
    heard(
        shop, "m2", "这个多少钱", Answer("screen", "¥59.9", "own words", Scored("screen", 1.0), None, "A101"), "A101"
    )
    heard(shop, "m3", "我要投诉\n=> silence", Escalate("mentions 投诉"))
    heard(shop, "m4", "哈哈", Ignore("small talk"))
    ended = run("faq", "cases", "accept", "m1", "m2", "m3", "m4", "--json")
    assert ended.code == 0, ended
    assert ended.json["added"] == [
        "几天能到 => ship-when",
        "这个多少钱 [on screen: A101] => screen",
        "我要投诉 silence => person",
        "哈哈 => silence",
    ]
    assert run("faq", "cases").code == 0


def test_cases_are_no_faq_file(shop: Shop) -> None:
    shop.write("faq/cases.txt", "## 几天 {#x} => ship-when\n几天能到 => ship-when\n")
    assert run("check", "--json").json["entries"] == 2


def test_the_sample_shops_own_cases_pass(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    found = run("faq", "cases", "--json").json
    assert found["failed"] == []
    assert found["cases"] >= 30

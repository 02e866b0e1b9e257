"""What goes to a person and why: every reason of the desk's list, through the real decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cues.handover import parse_handover
from bot.cues.mood import parse_mood
from bot.cues.own_order import about_own_order
from bot.decide import decide, guarded
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import (
    Answer,
    ChatMessage,
    Choose,
    Clarify,
    Decision,
    Escalate,
    Ignore,
    Merge,
    Sign,
    Suggest,
    Urgency,
    Viewer,
)
from tests.test_decide import FAQ, KNOWLEDGE, NOW, knows
from tests.test_mood import ROOT, WORDS

SHOP = replace(KNOWLEDGE, mood=WORDS)


class Chat:
    """One viewer talks; everything is decided and remembered as the room does it."""

    def __init__(self, knowledge: Knowledge = SHOP, rules: Rules | None = None) -> None:
        self.knowledge, self.rules, self.memory = knowledge, rules or Rules(), RoomMemory()
        self.now: datetime = NOW
        self.spoken = 0

    def says(self, text: str, after_s: float = 0.0, viewer: str = "v1") -> Decision:
        self.now += timedelta(seconds=after_s)
        self.spoken += 1
        message = ChatMessage("studio", f"m{self.spoken}", Viewer(viewer, "Mei"), text, self.now)
        decision = guarded(
            decide(message, self.knowledge, self.memory, self.rules, self.now), self.knowledge
        )  # fmt: skip
        self.memory.note_decided(message, decision, self.now)
        if isinstance(decision, Escalate):
            self.memory.note_case(text, self.spoken, self.now)
            self.memory.note_turn_case(message, self.spoken)
        return decision


@pytest.mark.parametrize(
    ("text", "because", "urgency"),
    [
        ("我要投诉你们", "mentions “投诉”", Urgency.HIGH),
        ("I am allergic to it", "mentions “allergic”", Urgency.HIGH),
        ("转人工", "asks for a person (“转人工”)", Urgency.HIGH),
        ("什么破店，发货要一个星期", "sounds angry: 什么破店", Urgency.HIGH),
        ("this is ridiculous, where is it", "sounds angry: this is ridiculous", Urgency.HIGH),
        ("我的快递到哪了", "asks about their own order", Urgency.NORMAL),
        ("where is my order", "asks about their own order", Urgency.NORMAL),
        ("主播身高多少", "no sure answer: no entry is surely like it", Urgency.NORMAL),
    ],
)
def test_these_go_to_a_person(text: str, because: str, urgency: Urgency) -> None:
    decision = Chat().says(text)
    assert isinstance(decision, Escalate), decision
    assert (decision.reason, decision.urgency) == (because, urgency)


@pytest.mark.parametrize(
    "word",
    ["投诉", "上315", "消协", "退款纠纷", "过敏", "受伤", "lawyer", "chargeback", "allergic"],
)
def test_the_words_that_ship_send_a_line_to_a_person(word: str) -> None:
    handover, found = parse_handover((ROOT / "faq" / "handover.txt").read_text("utf-8"), "handover.txt")
    assert found == []
    decision = Chat(replace(SHOP, handover=handover)).says(f"什么时候发货 {word}")
    assert isinstance(decision, Escalate)
    assert decision.reason == f"mentions “{word}”"


def test_too_close_a_margin_goes_to_a_person_where_nobody_is_asked_back() -> None:
    two = (
        "## 退货运费谁出？ {#back}\n- 退货邮费谁付\n- 退回去运费谁承担\n\n退货运费我们出。\n\n"
        "## 换货运费谁出？ {#swap}\n- 换货邮费谁付\n- 换回去运费谁承担\n\n换货运费各一半。\n\n"
        "## 什么时候发货 {#ship}\n- 几天发货\n\n48 小时。\n\n## 可以开发票吗 {#invoice}\n- 发票怎么开\n\n可以。\n"
    )
    close = Chat(knows(two), Rules(ask_back=False)).says("退换货运费谁出")
    assert isinstance(close, Escalate)
    assert close.reason == "no sure answer: two entries fit about as well"
    assert close.draft, "the nearest answer is ready for staff"


def test_what_the_guard_refuses_goes_to_a_person_with_the_wording_as_a_draft() -> None:
    decision = Chat(knows(FAQ + "\n## 效果好吗\n全网第一，根治痘痘。\n")).says("效果好吗")
    assert isinstance(decision, Escalate)
    assert decision.reason.startswith("the guard stopped the answer: ")
    assert "根治" in decision.draft


# anger


def test_an_angry_viewer_is_not_answered_by_a_program_though_the_faq_knows() -> None:
    assert isinstance(Chat().says("什么时候发货"), Answer)
    angry = Chat().says("什么时候发货，你们是不是耍我！！！")
    assert isinstance(angry, Escalate)
    assert [cue.sign for cue in angry.cues] == [Sign.ANGRY, Sign.MARKS]
    assert "48 小时" in angry.draft, "staff have the answer ready"


def test_nothing_is_sold_to_a_viewer_who_was_angry_until_they_have_calmed_down() -> None:
    chat = Chat()
    assert isinstance(chat.says("推荐一款面膜", viewer="v2"), Suggest)
    chat.says("你们什么态度，太过分了")
    asks = chat.says("推荐一款面膜", after_s=120)
    assert isinstance(asks, Escalate | Merge)
    assert asks.reason == "asks for a product, and was angry a moment ago"
    assert isinstance(chat.says("推荐一款面霜", viewer="v2"), Suggest), "others are not meant"
    assert isinstance(chat.says("推荐一个面膜吧", after_s=700), Suggest)


def test_anger_at_something_else_is_no_case_and_still_nothing_is_sold() -> None:
    chat = Chat()
    swears = chat.says("气炸了，红灯太久")
    assert isinstance(swears, Ignore)
    assert swears.cues
    assert isinstance(chat.says("推荐一款面膜", after_s=5), Escalate)


def test_anger_at_the_shop_in_words_that_no_list_has_is_a_case_with_the_words_shown() -> None:
    chat = Chat()
    angry = chat.says("把我当什么了")
    assert isinstance(angry, Escalate)
    assert angry.urgency is Urgency.HIGH
    assert angry.reason == "sounds angry: 把我当什么了"
    assert isinstance(chat.says("推荐一款面膜", after_s=5), Escalate | Merge), "nothing is sold"


def test_what_the_faq_answers_in_these_very_words_is_no_anger_until_it_is_said_again() -> None:
    chat = Chat(knows(FAQ + "\n## 把我当什么了\n当朋友。\n"))
    assert isinstance(chat.says("把我当什么了"), Answer)
    assert isinstance(chat.says("一个字都不回，把我当什么了"), Escalate)


def test_enthusiasm_is_sold_to() -> None:
    chat = Chat()
    chat.says("啊啊啊啊啊！！！气死我了好美")
    assert isinstance(chat.says("推荐一款面膜"), Suggest)


def test_who_says_the_same_trouble_again_is_losing_patience_and_staff_see_it() -> None:
    chat = Chat()
    first = chat.says("我的快递还没到")
    assert isinstance(first, Escalate)
    assert first.cues == ()
    again = chat.says("我的快递还没到", after_s=30)
    assert isinstance(again, Merge)
    assert [(cue.sign, cue.seen) for cue in again.cues] == [(Sign.TROUBLE, ""), (Sign.AGAIN, "2")]


# not helped twice


def test_the_third_try_at_the_same_thing_is_a_persons() -> None:
    chat = Chat()
    assert isinstance(chat.says("什么时候发货"), Answer)
    assert isinstance(chat.says("几天能发货", after_s=70), Answer)
    third = chat.says("大概几天能发货", after_s=70)
    assert isinstance(third, Escalate)
    assert third.reason == "not helped twice: the third try at the same"
    assert "48 小时" in third.draft
    assert isinstance(chat.says("几天能发货", viewer="v2"), Answer), "others are answered"


def test_the_same_words_a_third_time_after_the_answer_was_read_are_a_persons() -> None:
    chat = Chat()
    chat.says("什么时候发货")
    assert isinstance(chat.says("什么时候发货", after_s=5), Ignore), "typed twice"
    third = chat.says("什么时候发货", after_s=40)
    assert isinstance(third, Escalate)
    assert third.reason == "not helped twice: the third try at the same"


def test_an_answer_that_was_edited_meanwhile_is_another_one() -> None:
    chat = Chat()
    chat.says("什么时候发货")
    chat.says("几天能发货", after_s=70)
    chat.knowledge = knows(FAQ.replace("48 小时内发货", "24 小时内发货"))
    third = chat.says("大概几天能发货", after_s=70)
    assert isinstance(third, Escalate)
    assert "24 小时" in third.draft, "two tries did not help, whatever is said now"
    other = Chat()
    other.says("什么时候发货")
    other.knowledge = knows(FAQ.replace("48 小时内发货", "24 小时内发货"))
    other.says("几天能发货", after_s=70)
    other.knowledge = SHOP
    assert isinstance(other.says("大概几天能发货", after_s=70), Answer), "nobody has got this twice"


def test_tries_that_lie_far_apart_are_questions_of_their_own() -> None:
    chat = Chat()
    for _ in range(4):
        assert isinstance(chat.says("什么时候发货", after_s=700), Answer)


def test_no_not_that_is_heard_at_once() -> None:
    chat = Chat()
    chat.says("什么时候发货")
    wrong = chat.says("不是这个", after_s=20)
    assert isinstance(wrong, Escalate)
    assert wrong.reason == "the answer was not what the viewer meant"


# one's own order


@pytest.mark.parametrize(
    "text",
    [
        "我的快递到哪了", "我的包裹还没到", "我买的货发了吗", "帮我查一下订单", "看下我的物流", "订单号 20261112345",
        "我的单号是多少", "where is my order", "where's my parcel?", "track my package", "has my order shipped",
        "my parcel hasn't arrived", "my order number is 123",
    ],
)  # fmt: skip
def test_a_question_about_ones_own_order_is_known(text: str) -> None:
    assert about_own_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "什么时候发货", "发什么快递", "订单能改地址吗", "快递几天到", "how do i order", "when will it ship",
        "my order of magnitude",
        "in order to win", "我的天", "where do you ship to", "可以查快递吗",
    ],
)  # fmt: skip
def test_a_question_about_orders_is_not_one_about_ones_own(text: str) -> None:
    assert not about_own_order(text)


def test_a_shop_that_wrote_these_very_words_is_taken_at_its_word() -> None:
    written = knows("## 我的快递到哪了 {#mine}\n在“我的订单”里能看到物流。\n")
    decision = Chat(written).says("我的快递到哪了")
    assert isinstance(decision, Answer | Clarify | Choose)
    assert isinstance(Chat(written).says("我的快递走到哪里去了呀"), Escalate)


def test_a_shop_says_in_its_own_words_what_anger_is() -> None:
    words, _ = parse_mood("[angry]\n蓝鲸\n", "mood.txt")
    assert isinstance(Chat(replace(KNOWLEDGE, mood=words)).says("你们蓝鲸"), Escalate)
    assert not isinstance(Chat(KNOWLEDGE).says("你们蓝鲸"), Escalate)

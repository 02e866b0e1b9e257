"""What to do about one message: each rule, and which comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import reasons
from bot.catalog import Catalog, Product
from bot.cues.handover import Handover
from bot.decide import decide
from bot.decide.answering import filled
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Decision, Escalate, Ignore, Merge, Suggest, Urgency, Viewer

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)  # the 13th, four in the morning, in Shanghai

FAQ = """\
## 什么时候发货？ {#ship-when}
- 几天能发货
- how soon do you ship

48 小时内发货。

## 面膜多少钱？ {#mask-price}
现在 {price:A101}，还有 {stock:A101} 件。

## 这个多少钱？ {#screen-price}
{title:screen} 现在 {price:screen}，{link:screen} 号链接。

## 满减怎么算？ {#promo}
<!-- valid: 2026-11-01..2026-11-12 -->
满 100 减 10。

## 能开发票吗？ {#invoice}
<!-- mode: suggest-only -->
可以开电子发票。

## 收到就是坏的 {#broken}
<!-- then: person -->
- 用了两天就坏了
- it arrived broken

## 适合油皮吗？ {#for-skin}
<!-- then: model -->

## 主播好美 {#praise}
<!-- then: silence -->
"""

CATALOG = Catalog(
    {
        "A101": Product("A101", "补水面膜", Decimal("59.90"), stock=12, tags=("面膜", "mask"), link_no=1),
        "A102": Product("A102", "防晒乳", Decimal("79.00"), stock=0, tags=("防晒", "sunscreen"), link_no=2),
        "A103": Product("A103", "口红", None, tags=("口红",)),
    }
)


def knows(faq: str = FAQ, catalog: Catalog = CATALOG) -> Knowledge:
    entries, problems = parse_faq(faq, "faq/a.md")
    assert problems == []
    read = Faq.of(entries)
    handover = Handover(delicate=("投诉", "allergic"), asks=("转人工", "real person"))
    return Knowledge(read, Matcher(read), catalog, handover)


KNOWLEDGE = knows()


def says(text: str, viewer: str = "v1", message_id: str = "m0") -> ChatMessage:
    return ChatMessage("studio", message_id, Viewer(viewer, "Mei"), text, NOW)


def waiting_answer() -> Answer:
    answer = decided("什么时候发货")
    assert isinstance(answer, Answer)
    return answer


def decided(text: str, memory: RoomMemory | None = None, rules: Rules | None = None, now: datetime = NOW) -> Decision:
    return decide(says(text, message_id="m1"), KNOWLEDGE, memory or RoomMemory(), rules or Rules(), now)


@pytest.mark.parametrize(
    ("text", "kind", "because"),
    [
        # a sure entry answers
        ("什么时候发货", Answer, "own words"),
        ("how soon do you ship??", Answer, "own words"),
        ("大概几天能发货", Answer, "like the FAQ's question"),
        # a no-answer entry sends its questions where it says
        ("主播好美", Ignore, "leaves this topic alone"),
        ("适合油皮吗", Suggest, "sends this topic to suggestions"),
        ("收到就是坏的", Escalate, "leaves to people"),
        # near a topic for people, without being sure
        ("收到就是坏的怎么回事呀你们", Escalate, "near a topic for people (broken)"),
        # words no program answers, whatever else is said
        ("我要投诉！什么时候发货", Escalate, "mentions “投诉”"),
        ("转人工", Escalate, "asks for a person"),
        ("我手机13812345678 什么时候发货", Escalate, "personal data"),
        # a product is asked for
        ("推荐一款面膜", Suggest, "asks for a product"),
        ("有没有防晒", Suggest, "asks for a product"),
        # a question nobody is sure about
        ("主播身高多少", Escalate, "no sure answer"),
        ("is your shop in berlin", Escalate, "no sure answer"),
        # nor one in a language whose words are not known here
        ("¿cuándo lo envían a españa?", Escalate, "no sure answer"),
        # a question for the sky or for each other
        ("今天会下雨吗", Ignore, "not one for the shop"),
        ("is it raining in berlin", Ignore, "not one for the shop"),
        # nothing is asked
        ("哈哈哈哈", Ignore, "small talk"),
        ("第一次来", Ignore, "small talk"),
        ("😀😀😀", Ignore, "no words in it"),
        ("", Ignore, "no words in it"),
    ],
)
def test_each_kind_of_line_gets_its_decision(text: str, kind: type, because: str) -> None:
    decision = decided(text)
    assert isinstance(decision, kind), decision
    assert because in decision.reason


def test_the_answer_is_the_faqs_word_for_word() -> None:
    decision = decided("主播 什么时候发货呀")
    assert isinstance(decision, Answer)
    assert (decision.entry, decision.text, decision.best.score) == ("ship-when", "48 小时内发货。", 1.0)


@pytest.mark.parametrize(
    ("message", "because"),
    [
        (replace(says("什么时候发货"), is_own=True), "our own reply"),
        (replace(says("什么时候发货"), is_history=True), "said before we joined"),
        (replace(says("什么时候发货"), viewer=Viewer("b", "Bot", is_bot=True)), "another bot"),
        (replace(says("什么时候发货"), viewer=Viewer("h", "Host", is_staff=True)), "host or moderator"),
        # not even a delicate word of theirs makes a case
        (replace(says("我要投诉"), is_own=True), "our own reply"),
    ],
)
def test_some_lines_are_not_for_us(message: ChatMessage, because: str) -> None:
    assert decide(message, KNOWLEDGE, RoomMemory(), Rules(), NOW) == Ignore(because)


# memory


def test_the_same_words_twice_are_one_question() -> None:
    memory = RoomMemory()
    memory.note_said(says("什么时候发货"), NOW)
    assert isinstance(decided("请问什么时候发货？", memory, now=NOW + timedelta(seconds=30)), Ignore)
    assert isinstance(decided("什么时候发货", memory, now=NOW + timedelta(seconds=61)), Answer)


def test_a_held_viewer_is_left_to_the_person_whatever_is_said() -> None:
    memory = RoomMemory(held={"v1": 7})
    for text in ("什么时候发货", "我要投诉", "推荐一款面膜", "哈哈"):
        decision = decided(text, memory)
        assert isinstance(decision, Merge)
        assert decision.into_escalation == 7


def test_another_viewer_is_answered_while_one_is_held() -> None:
    memory = RoomMemory(held={"v2": 7})
    assert isinstance(decided("什么时候发货", memory), Answer)


def test_what_a_held_viewer_repeats_still_reaches_the_person() -> None:
    memory = RoomMemory(held={"v1": 7})
    memory.note_said(says("什么时候发货"), NOW)
    assert isinstance(decided("什么时候发货", memory), Merge)


@pytest.mark.parametrize("text", ["主播身高多少", "我要投诉", "转人工", "收到就是坏的"])
def test_the_same_question_joins_the_open_case(text: str) -> None:
    memory = RoomMemory()
    memory.note_case(text, 9, NOW - timedelta(minutes=9))
    decision = decided(text, memory)
    assert isinstance(decision, Merge)
    assert decision.into_escalation == 9


def test_after_a_while_the_same_question_is_a_new_case() -> None:
    memory = RoomMemory()
    memory.note_case("主播身高多少", 9, NOW - timedelta(minutes=11))
    assert isinstance(decided("主播身高多少", memory), Escalate)


def test_who_asks_again_joins_their_own_case_however_long_it_has_been_open() -> None:
    memory = RoomMemory()
    memory.note_case("主播身高多少", 9, NOW - timedelta(hours=2), "v1")
    decision = decided("主播身高多少", memory)
    assert isinstance(decision, Merge)
    assert decision.into_escalation == 9
    memory.forget_cases(frozenset())
    assert isinstance(decided("主播身高多少", memory), Escalate), "that one is closed"


@pytest.mark.parametrize("viewer", ["v1", "v2"])
def test_this_one_is_another_question_once_the_host_shows_something_else(viewer: str) -> None:
    memory = RoomMemory()
    memory.shows("A102", NOW - timedelta(minutes=9))
    memory.note_case("这个可以送到店里自提吗", 9, NOW - timedelta(minutes=5), viewer)
    assert isinstance(decided("这个可以送到店里自提吗", memory), Merge)
    memory.shows("A103", NOW - timedelta(minutes=2))
    assert isinstance(decided("这个可以送到店里自提吗", memory), Escalate)


def test_personal_data_is_never_merged_into_somebody_elses_case() -> None:
    memory = RoomMemory()
    memory.note_case("我的电话13812345678", 9, NOW)
    assert isinstance(decided("我的电话13812345678", memory), Escalate)


def test_the_same_answer_still_waiting_takes_one_more_asker() -> None:
    memory = RoomMemory()
    memory.note_waiting(waiting_answer(), "m0")
    decision = decided("什么时候发货", memory)
    assert isinstance(decision, Merge)
    assert decision.into_message == "m0"


def test_a_message_is_never_merged_into_itself() -> None:
    memory = RoomMemory()
    memory.note_waiting(waiting_answer(), "m1")
    assert isinstance(decided("什么时候发货", memory), Answer)


# urgency and drafts


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("我要投诉", Urgency.HIGH),
        ("am i allergic to it", Urgency.HIGH),
        ("i want a real person", Urgency.HIGH),
        ("我手机13812345678", Urgency.HIGH),
        ("收到就是坏的", Urgency.NORMAL),
        ("主播身高多少", Urgency.NORMAL),
    ],
)
def test_what_is_delicate_is_urgent(text: str, urgency: Urgency) -> None:
    decision = decided(text)
    assert isinstance(decision, Escalate)
    assert decision.urgency is urgency


def test_staff_get_the_nearest_answer_as_a_draft() -> None:
    decision = decided("你们到底什么时候能发货到广东")
    assert isinstance(decision, Escalate)
    assert decision.draft == "48 小时内发货。"


def test_staff_get_no_draft_from_an_answer_that_is_far_off() -> None:
    decision = decided("主播身高多少")
    assert isinstance(decision, Escalate)
    assert decision.draft == ""


# days, modes


@pytest.mark.parametrize(
    ("zone", "kind"),
    [("Asia/Shanghai", Escalate), ("Europe/London", Answer), ("America/New_York", Answer)],
)
def test_an_entry_runs_out_at_midnight_where_the_shop_is(zone: str, kind: type) -> None:
    decision = decided("满减怎么算", rules=Rules(zone=zone))
    assert isinstance(decision, kind)


def test_an_entry_that_ran_out_is_a_case_with_its_answer_as_the_draft() -> None:
    decision = decided("满减怎么算")
    assert isinstance(decision, Escalate)
    assert "not valid today" in decision.reason
    assert decision.draft == "满 100 减 10。"


def test_a_room_that_only_suggests_hands_the_answer_to_staff() -> None:
    decision = decided("什么时候发货", rules=Rules(mode="suggest-only"))
    assert isinstance(decision, Escalate)
    assert decision.draft == "48 小时内发货。"
    assert "suggest-only" in decision.reason


def test_a_silent_room_leaves_what_the_faq_knows_alone_and_people_get_what_needs_them() -> None:
    assert decided("什么时候发货", rules=Rules(mode="silent")).reason == reasons.ROOM_SILENT
    assert isinstance(decided("我要投诉你们", rules=Rules(mode="silent")), Escalate)
    assert isinstance(decided("能开发票吗", rules=Rules(mode="silent")), Escalate)  # staff answer this one anyway


def test_an_entry_may_be_for_staff_only_in_a_room_that_answers() -> None:
    decision = decided("能开发票吗")
    assert isinstance(decision, Escalate)
    assert decision.draft == "可以开电子发票。"


def test_a_silent_room_still_ignores_small_talk() -> None:
    assert isinstance(decided("哈哈哈哈", rules=Rules(mode="silent")), Ignore)


# variables


def test_price_and_stock_are_the_catalogues_at_this_moment() -> None:
    decision = decided("面膜多少钱")
    assert isinstance(decision, Answer)
    assert decision.text == "现在 ¥59.9，还有 12 件。"
    cheaper = Catalog({"A101": replace(CATALOG["A101"], price=Decimal(50), stock=3)})
    again = decide(says("面膜多少钱"), replace(KNOWLEDGE, catalog=cheaper), RoomMemory(), Rules(), NOW)
    assert isinstance(again, Answer)
    assert again.text == "现在 ¥50，还有 3 件。"


@pytest.mark.parametrize("text", ["这个口红多少钱", "口红这个多少钱？"])
def test_a_question_that_names_another_product_is_not_answered_with_the_one_on_screen(text: str) -> None:
    decision = decided(text, RoomMemory(on_screen="A101"))
    assert not isinstance(decision, Answer)


@pytest.mark.parametrize(
    ("on_screen", "said"),
    [
        ("A101", "补水面膜 现在 ¥59.9，1 号链接。"),
        # no price, not in the catalogue, nothing shown: a person must say it
        ("A103", None),
        ("Z999", None),
        (None, None),
    ],
)
def test_this_one_is_what_the_host_shows(on_screen: str | None, said: str | None) -> None:
    decision = decided("这个多少钱", RoomMemory(on_screen=on_screen))
    if said is None:
        assert isinstance(decision, Escalate)
        assert "cannot fill in" in decision.reason
        assert decision.draft == ""
    else:
        assert isinstance(decision, Answer)
        assert decision.text == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("{title:A101}", "补水面膜"),
        ("{link:A102}", "2"),
        ("{price:screen} {title:screen}", "¥59.9 补水面膜"),
        # sold out: "0 left" is no answer
        ("{stock:A102}", None),
        # not known
        ("{price:A103}", None),
        ("{stock:A103}", None),
        ("{link:A103}", None),
        ("{price:B1}", None),
        ("{colour:A101}", None),
        ("no variables", "no variables"),
    ],
)
def test_an_answer_is_filled_whole_or_not_at_all(answer: str, said: str | None) -> None:
    assert filled(answer, CATALOG, "A101") == said


def test_a_catalogue_that_lost_the_product_makes_it_a_case() -> None:
    decision = decide(says("面膜多少钱"), replace(KNOWLEDGE, catalog=Catalog()), RoomMemory(), Rules(), NOW)
    assert isinstance(decision, Escalate)


# whatever is typed


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=80), st.text("什么时候发货多少钱推荐投诉转人工 13812345678 ship?", max_size=40)))
def test_any_line_gets_one_decision_with_a_reason_and_memory_is_only_read(text: str) -> None:
    memory = RoomMemory(on_screen="A101")
    decision = decided(text, memory)
    assert decision.reason
    assert memory == RoomMemory(on_screen="A101")
    assert decided(text, memory) == decision
    if isinstance(decision, Answer):
        assert decision.text
        assert "{" not in decision.text


def test_a_shop_without_files_still_hands_questions_to_people() -> None:
    decision = decide(says("什么时候发货"), Knowledge(), RoomMemory(), Rules(), NOW)
    assert isinstance(decision, Escalate)

"""What is done about a question that is nearly one of the FAQ's, and about one that several entries share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import cast

import pytest

from bot.catalog import Catalog, Product
from bot.cues.handover import Handover
from bot.decide import by_choice, decide, still_so
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Match, Matcher
from bot.faq.vectors import Vector
from bot.knowledge import Knowledge, Moment, Rules
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Choose, Clarify, Decision, Escalate, Ignore, Merge, Scored, Viewer

NOW = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)

FAQ = """\
## 怎么加入会员？ {#join}
在首页点“会员”。

## 会员有什么好处？ {#benefits}
每月一张券。

## 什么时候发货？ {#ship}
48 小时内发货。

## 退款要多久？ {#refund}
三个工作日内。

## 我的会员被停了 {#blocked}
<!-- then: person -->
"""
CATALOG = Catalog({"A101": Product("A101", "补水面膜", Decimal("59.90"), stock=12, tags=("面膜",), link_no=1)})


class Judged:
    """Stands where a matcher would: says of each text what the test wrote."""

    def __init__(self, said: Mapping[str, Match]) -> None:
        self.said = said

    def match(self, text: str, vector: Vector | None = None) -> Match:
        """Return what the test wrote; nothing for other texts."""
        return self.said.get(text, Match(None, None, False, "nothing in the FAQ is like it"))

    def topic_of(self, text: str) -> str | None:
        """Return that no entry is asked for in these very words."""
        return None


def sure(entry: str) -> Match:
    best = Scored(entry, 0.99)
    return Match(best, None, True, "like the FAQ's question", (best,))


def unsure(*scores: tuple[str, float]) -> Match:
    ranked = tuple(Scored(entry, score) for entry, score in scores)
    probable = tuple(entry for entry, score in scores if score >= 0.7)
    runner_up = ranked[1] if len(ranked) > 1 else None
    return Match(ranked[0], runner_up, False, "no entry is surely like it", ranked, probable)


QUESTION = "会员的那个怎么弄"
HALF_AND_HALF = unsure(("join", 0.45), ("benefits", 0.40))


class Evening:
    """A room in which things are said one after the other."""

    def __init__(self, said: Mapping[str, Match], rules: Rules | None = None, faq: str = FAQ) -> None:
        entries, problems = parse_faq(faq, "faq/a.md")
        assert not problems
        self.knowledge = Knowledge(Faq.of(entries), cast(Matcher, Judged(said)), CATALOG)
        self.memory, self.rules, self.now = RoomMemory(), rules or Rules(), NOW
        self.said = 0

    def says(self, text: str, viewer: str = "ann", after: float = 5) -> Decision:
        self.now += timedelta(seconds=after)
        self.said += 1
        message = ChatMessage("studio", f"m{self.said}", Viewer(viewer, viewer), text, self.now)
        decision = decide(message, self.knowledge, self.memory, self.rules, self.now)
        self.memory.note_decided(message, decision, self.now)
        if isinstance(decision, Answer):
            self.memory.note_waiting(decision, message.id)
            self.memory.note_left(message.id, self.now)
        return decision


# asking back


def test_between_two_entries_the_viewer_is_asked_and_answers_with_a_number() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    asked = evening.says(QUESTION)
    assert isinstance(asked, Clarify)
    assert asked.options == ("join", "benefits")
    answer = evening.says("2")
    assert isinstance(answer, Answer)
    assert (answer.entry, answer.text, answer.reason) == ("benefits", "每月一张券。", "the viewer said which one")


def test_the_answer_may_come_in_words_and_both_may_be_meant() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.says(QUESTION)
    answer = evening.says("加入会员")
    assert isinstance(answer, Answer)
    assert answer.entry == "join"
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.says(QUESTION)
    answer = evening.says("都想问")
    assert isinstance(answer, Answer)
    assert (answer.entry, answer.text) == ("join+benefits", "在首页点“会员”。 每月一张券。")


def test_neither_goes_to_a_person_with_the_question_that_was_asked() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.says(QUESTION)
    case = evening.says("都不是")
    assert isinstance(case, Escalate)
    assert (case.asked, case.earlier) == (QUESTION, ("m1",))


def test_a_viewer_is_asked_back_only_once() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF, "会员那个到底怎么弄": HALF_AND_HALF})
    assert isinstance(evening.says(QUESTION), Clarify)
    assert isinstance(evening.says("会员那个到底怎么弄"), Escalate)
    assert isinstance(evening.says(QUESTION, viewer="ben"), Clarify)


def test_a_number_said_to_nobody_is_small_talk() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    assert isinstance(evening.says("1"), Ignore)
    evening.says(QUESTION)
    assert isinstance(evening.says("1", viewer="ben"), Ignore)
    assert isinstance(evening.says("1", after=300), Ignore)


def test_a_number_chooses_once() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.says(QUESTION)
    assert isinstance(evening.says("1"), Answer)
    assert isinstance(evening.says("2"), Ignore)


def test_a_shop_may_have_it_otherwise() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF}, Rules(ask_back=False))
    case = evening.says(QUESTION)
    assert isinstance(case, Escalate)
    assert case.draft == "在首页点“会员”。"
    evening = Evening({QUESTION: HALF_AND_HALF}, Rules(ask_back=False, draft_for_staff=False))
    case = evening.says(QUESTION)
    assert isinstance(case, Escalate)
    assert case.draft == ""


@pytest.mark.parametrize("mode", ["suggest-only", "silent"])
def test_a_room_that_is_not_on_auto_asks_nothing(mode: str) -> None:
    evening = Evening({QUESTION: HALF_AND_HALF}, Rules(mode=mode, model_chooses=True))  # type: ignore[arg-type]
    assert isinstance(evening.says(QUESTION), Escalate)


# the model chooses


def test_the_model_may_choose_before_the_viewer_is_asked() -> None:
    evening = Evening({QUESTION: unsure(("join", 0.90), ("benefits", 0.05))}, Rules(model_chooses=True))
    choose = evening.says(QUESTION)
    assert isinstance(choose, Choose)
    assert choose.options == ("join", "benefits")
    assert choose.answerable == {"join"}
    assert isinstance(choose.otherwise, Escalate)


def test_what_the_model_chose_is_said_as_staff_wrote_it_or_becomes_a_draft() -> None:
    evening = Evening({QUESTION: unsure(("join", 0.90), ("benefits", 0.05))}, Rules(model_chooses=True))
    choose = evening.says(QUESTION)
    assert isinstance(choose, Choose)
    message = ChatMessage("studio", "m1", Viewer("ann", "ann"), QUESTION, NOW)
    moment = Moment(evening.knowledge, RoomMemory(), evening.rules, NOW)
    answer = by_choice(message, "join", choose, moment)
    assert isinstance(answer, Answer)
    assert answer.text == "在首页点“会员”。"
    doubtful = by_choice(message, "benefits", choose, moment)
    assert isinstance(doubtful, Escalate)
    assert doubtful.draft == "每月一张券。"


# two questions, follow-ups, corrections


def test_two_questions_in_one_line_get_both_answers() -> None:
    evening = Evening({"什么时候发货": sure("ship"), "退款要多久": sure("refund")})
    answer = evening.says("什么时候发货？退款要多久")
    assert isinstance(answer, Answer)
    assert (answer.entry, answer.text) == ("ship+refund", "48 小时内发货。 三个工作日内。")


def test_half_an_answer_is_none() -> None:
    line = "什么时候发货，会员那个怎么弄"
    evening = Evening({"什么时候发货": sure("ship"), "会员那个怎么弄": unsure(("join", 0.6)), line: sure("ship")})
    case = evening.says(line)
    assert isinstance(case, Escalate)
    assert (case.reason, case.draft) == ("two questions, and only one is in the FAQ", "48 小时内发货。")


def test_an_answer_and_a_topic_for_people_go_to_a_person_together() -> None:
    evening = Evening({"什么时候发货": sure("ship"), "我的会员怎么被停了": sure("blocked")})
    case = evening.says("什么时候发货？我的会员怎么被停了")
    assert isinstance(case, Escalate)
    assert case.draft == "48 小时内发货。"


def test_a_fragment_is_read_with_the_line_before() -> None:
    evening = Evening({"能退款吗": unsure(("refund", 0.5)), "能退款吗 那要几天": sure("refund")})
    evening.says("能退款吗")
    answer = evening.says("那要几天")
    assert isinstance(answer, Answer)
    assert answer.reason == "read together with what the viewer said before"


def test_a_fragment_nobody_understands_takes_the_line_before_along() -> None:
    evening = Evening({"什么时候发货": sure("ship")})
    evening.says("什么时候发货")
    case = evening.says("那要几天呀")
    assert isinstance(case, Escalate)
    assert (case.asked, case.earlier) == ("什么时候发货 那要几天呀", ("m1",))


def test_more_from_a_viewer_whose_question_is_with_staff_joins_it() -> None:
    evening = Evening({})
    evening.says("你家发到月球要几天")
    message = ChatMessage("studio", "m1", Viewer("ann", "ann"), "", NOW)
    evening.memory.note_turn_case(message, 7)
    joined = evening.says("那要多少钱")
    assert isinstance(joined, Merge)
    assert joined.into_escalation == 7


def test_a_wrong_answer_is_not_said_again() -> None:
    evening = Evening({"几天": sure("ship"), "退款几天": sure("refund"), "发货几天": sure("ship")})
    evening.says("几天")
    answer = evening.says("不是这个，我问的是退款几天")
    assert isinstance(answer, Answer)
    assert answer.entry == "refund"
    evening.says("几天", viewer="ben")
    case = evening.says("不是这个，我问的是发货几天", viewer="ben")
    assert isinstance(case, Escalate)
    assert case.reason == "the answer was not what the viewer meant"
    assert case.asked == "发货几天"


# the same answer again

SHIP = {text: sure("ship") for text in ("什么时候发货", "什么时候发货呀快点", "今天拍下明天能寄出来么")}


def test_the_same_question_again_is_not_answered_again_at_once() -> None:
    evening = Evening(SHIP)
    assert isinstance(evening.says("什么时候发货"), Answer)
    again = evening.says("什么时候发货呀快点", after=30)
    assert isinstance(again, Ignore)
    assert again.reason == "the viewer got this answer a moment ago"
    assert isinstance(evening.says("什么时候发货呀快点", after=120), Answer)


def test_another_question_with_the_same_answer_goes_to_a_person() -> None:
    evening = Evening(SHIP)
    evening.says("什么时候发货")
    case = evening.says("今天拍下明天能寄出来么", after=30)
    assert isinstance(case, Escalate)
    assert (case.reason, case.draft) == ("asks on after the answer", "48 小时内发货。")


def test_an_answer_that_was_edited_meanwhile_is_a_new_one() -> None:
    evening = Evening(SHIP)
    evening.says("什么时候发货")
    entries, _ = parse_faq(FAQ.replace("48 小时内", "今天就"), "faq/a.md")
    evening.knowledge = replace(evening.knowledge, faq=Faq.of(entries))
    answer = evening.says("什么时候发货呀快点")
    assert isinstance(answer, Answer)
    assert answer.text == "今天就发货。"


def test_others_who_ask_within_seconds_are_gathered() -> None:
    evening = Evening(SHIP)
    first, second, later = (
        evening.says("什么时候发货", viewer=viewer, after=after) for viewer, after in (("a", 5), ("b", 2), ("c", 60))
    )
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert isinstance(later, Answer)
    assert [first.may_wait, second.may_wait, later.may_wait] == [False, True, False]


# which answer

MOMENTS = """\
## 什么时候发货？ {#ship}
48 小时内发货。

---

付款后两天内就寄出。

---

We ship within 48 hours.

## 有优惠吗？ {#offer}
满 59 元包邮。

## 有优惠吗？ {#offer-mask}
<!-- products: A101 -->
面膜第二件半价。

## 有优惠吗？ {#offer-eleven}
<!--
scene: double-eleven
valid: 2026-11-01..2026-11-12
-->
满 300 减 40。
"""


def test_wordings_go_by_turns_in_the_viewers_language() -> None:
    said = {"什么时候发货": sure("ship"), "when do you ship": sure("ship")}
    evening = Evening(said, faq=MOMENTS)
    texts = []
    for viewer, text in (
        ("a", "什么时候发货"),
        ("b", "什么时候发货"),
        ("c", "when do you ship"),
        ("d", "什么时候发货"),
    ):
        answer = evening.says(text, viewer=viewer, after=60)
        assert isinstance(answer, Answer)
        texts.append(answer.text)
    assert texts == ["48 小时内发货。", "付款后两天内就寄出。", "We ship within 48 hours.", "付款后两天内就寄出。"]


@pytest.mark.parametrize(
    ("on_screen", "scene", "text", "now", "entry"),
    [
        (None, "", "有优惠吗", NOW, "offer"),
        ("A101", "", "有优惠吗", NOW, "offer-mask"),
        (None, "", "面膜有优惠吗", NOW, "offer-mask"),
        (None, "double-eleven", "有优惠吗", NOW, "offer-eleven"),
        (None, "double-eleven", "有优惠吗", NOW + timedelta(days=5), "offer"),
    ],
    ids=["nothing in particular", "on screen", "named", "the scene", "the scene's days are over"],
)
def test_the_entry_that_fits_the_moment_answers(
    on_screen: str | None, scene: str, text: str, now: datetime, entry: str
) -> None:
    evening = Evening({text: sure("offer")}, Rules(scene=scene), MOMENTS)
    evening.memory = replace(evening.memory, on_screen=on_screen)
    evening.now = now
    answer = evening.says(text)
    assert isinstance(answer, Answer)
    assert answer.entry == entry


def test_an_answer_for_another_product_is_a_draft_at_most() -> None:
    faq = "## 有优惠吗？ {#offer-mask}\n<!-- products: A101 -->\n面膜第二件半价。\n"
    case = Evening({"有优惠吗": sure("offer-mask")}, faq=faq).says("有优惠吗")
    assert isinstance(case, Escalate)
    assert case.reason == "answered only for another product, language or scene"


# what stands beside a question, and what only looks like an answer to ours

BOTH = {
    "什么时候发货": sure("ship"),
    "退款要多久": sure("refund"),
    "包邮吗": sure("join"),
    "几点开播": sure("benefits"),
}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("我在新疆，什么时候发货？退款要多久", "two questions, and something beside them"),
        ("什么时候发货？退款要多久？我收到的是坏的", "sounds like trouble with an order"),
        ("什么时候发货？退款要多久？包邮吗？", "two questions in one message"),
        ("什么时候发货？退款要多久？包邮吗？几点开播？可以开发票吗？", "more questions than one reply answers"),
    ],
)
def test_what_stands_beside_two_questions_counts(line: str, reason: str) -> None:
    case = Evening(BOTH).says(line)
    assert isinstance(case, Escalate)
    assert case.reason == reason


def test_a_greeting_beside_two_questions_changes_nothing() -> None:
    answer = Evening(BOTH).says("主播你好，什么时候发货？退款要多久？谢谢")
    assert isinstance(answer, Answer)
    assert answer.entry == "ship+refund"


def test_what_was_just_told_is_not_told_again_beside_something_new() -> None:
    evening = Evening(BOTH)
    evening.says("什么时候发货")
    answer = evening.says("什么时候发货？退款要多久")
    assert isinstance(answer, Answer)
    assert answer.entry == "refund"


SCREENS = """\
## 这个多少钱？ {#screen}
{title:screen} 现在 {price:screen}。

## 面膜有优惠吗？ {#offer}
<!-- products: A101 -->
{title:screen} 第二件半价。
"""


def test_one_reply_speaks_of_one_product_on_screen() -> None:
    evening = Evening({"面膜有优惠吗": sure("offer"), "这个多少钱": sure("screen")}, faq=SCREENS)
    cream = Product("A102", "神经酰胺面霜", Decimal("89"), stock=3, tags=("面霜",), link_no=2)
    evening.knowledge = replace(evening.knowledge, catalog=Catalog({**CATALOG.products, "A102": cream}))
    evening.memory.on_screen = "A102"
    assert isinstance(evening.says("面膜有优惠吗？这个多少钱？"), Escalate)


@pytest.mark.parametrize(
    "said",
    [
        "新疆的会员有什么好处",
        "我的会员怎么没了",
        "加入会员 我要投诉你们",
        "加入会员 13800138000",
        "面膜会员有什么好处",
    ],
)
def test_a_new_question_is_no_answer_to_ours(said: str) -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.knowledge = replace(evening.knowledge, handover=Handover(delicate=("投诉",)))
    evening.says(QUESTION)
    assert not isinstance(evening.says(said), Answer)


def test_staff_do_not_read_a_bare_number() -> None:
    faq = FAQ.replace("每月一张券。", "<!-- mode: suggest-only -->\n每月一张券。")
    evening = Evening({QUESTION: HALF_AND_HALF}, faq=faq)
    evening.says(QUESTION)
    case = evening.says("2")
    assert isinstance(case, Escalate)
    assert (case.asked, case.earlier, case.draft) == (QUESTION, ("m1",), "每月一张券。")


def test_who_was_named_in_anothers_reply_may_say_it_was_wrong() -> None:
    evening = Evening(SHIP)
    first = evening.says("什么时候发货")
    assert isinstance(first, Answer)
    evening.memory.note_waiting(first, "m1")
    assert isinstance(evening.says("什么时候发货", viewer="ben"), Merge)
    case = evening.says("不是这个", viewer="ben")
    assert isinstance(case, Escalate)
    assert case.reason == "the answer was not what the viewer meant"


def test_an_answer_that_never_left_may_be_asked_for_again() -> None:
    evening = Evening(SHIP)
    evening.says("什么时候发货")
    evening.memory.note_left("m1", None)
    assert isinstance(evening.says("什么时候发货呀快点", after=30), Answer)


def test_what_could_not_be_recorded_is_decided_as_if_it_had_not_been() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    evening.says(QUESTION)
    evening.says("2")
    message = ChatMessage("studio", "m2", Viewer("ann", "ann"), "2", evening.now)
    evening.memory.note_left("m2", None)
    evening.memory.forget_decided(message)
    again = decide(message, evening.knowledge, evening.memory, evening.rules, evening.now)
    assert isinstance(again, Answer)
    assert again.entry == "benefits"


def test_while_the_model_thinks_others_ask_and_are_asked() -> None:
    evening = Evening({QUESTION: HALF_AND_HALF})
    asked = evening.says(QUESTION)
    message = ChatMessage("studio", "m9", Viewer("ann", "ann"), "会员呢", evening.now)
    moment = Moment(evening.knowledge, evening.memory, evening.rules, evening.now)
    assert isinstance(still_so(message, asked, moment), Escalate)
    evening.memory.note_case("会员呢", 7, evening.now)
    joined = still_so(message, Escalate("no sure answer"), moment)
    assert isinstance(joined, Merge)
    assert joined.into_escalation == 7


def test_a_line_that_tells_needs_more_than_one_that_asks() -> None:
    near = Match(Scored("refund", 0.88), None, True, "like the FAQ's question", (Scored("refund", 0.88),))
    evening = Evening({"装回去三天退款": near, "装回去三天退款吗": near})
    assert not isinstance(evening.says("装回去三天退款"), Answer)
    assert isinstance(evening.says("装回去三天退款吗"), Answer)


def test_a_word_alone_that_is_the_faqs_is_a_question() -> None:
    case = Evening({}).says("退款")
    assert isinstance(case, Escalate)

"""Which answer of staff may be said to others who ask the same, and when two lines ask the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.file import parse_catalog
from bot.escalation import Asker, Escalation, ReplyLine, StaffReply, State
from bot.escalation.one_question import one_question
from bot.escalation.staff_answers import StaffAnswer, about_screen, answer_of
from bot.messages import Cue, Sign, Urgency, Viewer
from tests.fakes import CATALOG, START

CATALOGUE, _ = parse_catalog(CATALOG, "catalog.csv")
GONE, _ = parse_catalog(CATALOG.replace(",320,", ",0,"), "catalog.csv")
DEARER, _ = parse_catalog(CATALOG.replace("12.50", "15"), "catalog.csv")
PRICE = CATALOGUE["A101"].price_text
ASKED = "what time does the shop close"
PAIRS = Path(__file__).parent / "faq" / "minimal_pairs.tsv"


def case(*said: str, state: State = State.WAITING) -> Escalation:
    """A case from lines such as "ann: …" and "kim: …", ten seconds apart; kim is staff and names all who asked."""
    askers: list[Asker] = []
    replies: list[StaffReply] = []
    for n, line in enumerate(said):
        who, _, text = line.partition(": ")
        at = START + timedelta(seconds=10 * n)
        if who == "kim":
            names = tuple(dict.fromkeys(asker.viewer.name for asker in askers))
            replies.append(StaffReply("kim", text, at, "sent", f"r{n}", lines=(ReplyLine(names, "sent"),)))
        else:
            askers.append(Asker(f"m{n}", Viewer(who, who.capitalize()), text, at))
    return Escalation(
        7, "studio", state, "hard", Urgency.NORMAL, "", START, 1, askers=tuple(askers), replies=tuple(replies)
    )


def told(*said: str, questions: Sequence[str] = (ASKED,)) -> str | None:
    """What others who ask would be told."""
    answer = answer_of(case(*said), questions)
    return answer.text if answer is not None else None


def answer(text: str, *questions: str, subject: str = "") -> StaffAnswer:
    return StaffAnswer(7, "r1", text, START, START, questions or (ASKED,), frozenset({"ann"}), subject)


# which answer stands by itself


def test_one_answer_to_one_question_may_be_said_again() -> None:
    found = answer_of(case(f"ann: {ASKED}", f"ben: {ASKED}??", "kim: At half past nine.", "ann: thanks"), [ASKED])
    assert found is not None
    assert (found.text, found.told, found.since) == ("At half past nine.", frozenset({"ann", "ben"}), START)


def test_holding_on_and_goodbyes_are_no_answers() -> None:
    said = [f"ann: {ASKED}", "kim: One moment please, I am looking it up for you."]
    assert told(*said) is None
    assert told(*said, "kim: At half past nine.", "kim: Thank you for waiting. Is there anything else?") == (
        "At half past nine."
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["kim: For which shop?", "ann: the one in the north", "kim: At half past nine."],
        ["ann: the one in the north i mean", "kim: At half past nine."],
        ["kim: At half past nine.", "kim: The last bus goes at ten."],
        ["kim: Please message us, I will check your order."],
        ["kim: 您的快递明天到"],
        ["kim: Ann, I will open for you."],
        [],
    ],
)
def test_a_conversation_or_one_persons_matter_is_said_to_nobody_else(lines: list[str]) -> None:
    assert told(f"ann: {ASKED}", *lines) is None


OF_ONE = """已经给您改成L码了|已给你备注了哦|帮你改好了|给你留了一件|看到了，给您处理|已经为您取消了
刚给您发过去了|已安排，今天发|你那个周二就发了|您买的那件是昨天发的|您上次那个批次是旧的
单号 SF1234567890123 明天到|张女士可以的|恭喜您中奖了|I've changed it for you.
Done, I have refunded you.|We refunded it already.|Yours shipped yesterday.|It's on its way to you.
Sorted for you.|I've added you to the list.|You won! Congratulations."""
PASSING = """最后两件|马上讲|等会儿讲|五分钟后上链接|下一个就是|再过十分钟就开抢|倒计时 3 分钟|刚上架
主播刚说过了|好问题，请主播马上给大家讲一下。|10 minutes left.|Next one up!|In five minutes.
Coming up soon.|Good question, the host will talk about it in a moment.|Only three pieces left.
Just sold the last one."""
STANDING = """门店九点半关门|48小时内发货|可以的，支持七天无理由退货|包邮的，满99包邮|S码适合90到100斤|推荐您拍M码
可以带上飞机|买两件打八折|开盖后6个月内用完|每天晚上八点直播|顺丰发货，一般两到三天到|敷15分钟后洗掉
刚性支架|We ship within 48 hours.|It takes two days.|Leave it on for 15 minutes.
It comes in only two colours.|It fits you if you wear 38.|The last bus goes at ten.
It is made in Italy and sent from Rome."""


def each(texts: str) -> list[str]:
    """The texts of a list, which stand in lines and between bars."""
    return [text for line in texts.splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", each(OF_ONE))
def test_what_was_done_for_one_viewer_is_said_to_nobody_else(text: str) -> None:
    assert told(f"ann: {ASKED}", f"kim: {text}") is None


@pytest.mark.parametrize("text", each(PASSING))
def test_what_is_true_only_as_it_is_said_is_not_said_minutes_later(text: str) -> None:
    assert told(f"ann: {ASKED}", f"kim: {text}") is None


@pytest.mark.parametrize("text", each(STANDING))
def test_what_stays_true_is_said_to_who_comes_late(text: str) -> None:
    assert told(f"ann: {ASKED}", f"kim: {text}") == text


def test_of_two_answers_the_later_counts_where_others_had_asked_in_between() -> None:
    assert told(f"ann: {ASKED}", "kim: At nine.", f"ben: {ASKED}", "kim: At half past nine.") == "At half past nine."


def test_a_corrected_answer_is_said_no_more_and_the_correction_without_that_word() -> None:
    found = case(f"ann: {ASKED}", "kim: At ten.", "kim: Correction: At nine.")
    wrong, right = found.replies
    found = replace(found, replies=(wrong, replace(right, corrects=wrong.mark)))
    corrected = answer_of(found, [ASKED])
    assert corrected is not None
    assert corrected.text == "At nine."


@pytest.mark.parametrize("state", [State.NEW, State.CLAIMED, State.SNOOZED, State.ON_AIR, State.EXPIRED])
def test_while_somebody_is_at_the_case_or_it_ended_otherwise_nothing_is_said(state: State) -> None:
    assert answer_of(case(f"ann: {ASKED}", "kim: At nine.", state=state), [ASKED]) is None


def test_the_answer_to_somebody_angry_is_theirs() -> None:
    angry = replace(case(f"ann: {ASKED}", "kim: At nine."), cues=(Cue(Sign.ANGRY, "scam"),))
    assert answer_of(angry, [ASKED]) is None


def test_what_the_room_has_not_surely_read_is_not_said_again() -> None:
    found = case(f"ann: {ASKED}", "kim: At nine.")
    unread = replace(found.replies[0], lines=(ReplyLine(("Ann",), "uncertain"),))
    assert answer_of(replace(found, replies=(unread,)), [ASKED]) is None


# the same question


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("门店几点关门", "请问门店几点关门呀？", True),
        ("门店几点关门", "门店几点开门", False),
        ("请问一下你们的门店晚上几点关门", "请问一下你们的门店晚上几点开门", False),
        ("你们的门店在3楼还是4楼", "你们的门店在3楼还是5楼", False),
        ("you have a shop in the north?", "do you have a shop in the north", True),
        ("do you have a shop in the north", "do you have a shop in the south", False),
        ("can i park with a van", "can i park without a van", False),
        ("", "", False),
        ("？", "！", False),
    ],
)
def test_two_lines_ask_the_same_if_no_word_sets_them_apart(one: str, other: str, same: bool) -> None:
    assert one_question(one, other) is same
    assert one_question(other, one) is same


def test_of_pairs_that_one_word_sets_apart_none_is_taken_for_the_same() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()[1:]]
    assert len(rows) > 300
    assert [(row[2], row[4]) for row in rows if one_question(row[2], row[4])] == []
    # Of those that do mean the same, three in five are found.
    assert sum(one_question(row[2], row[5]) for row in rows) > 200


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_mutual_and_no_line_stops_the_program(one: str, other: str) -> None:
    assert one_question(one, other) == one_question(other, one)
    about_screen(one, CATALOGUE)


def test_a_subject_says_more_than_words() -> None:
    about = answer("It has no perfume.", "is the mask without perfume", subject="A101/perfume")
    assert about.answers("whatever words", "A101/perfume")
    assert not about.answers("is the mask without perfume", "A102/perfume")
    assert not about.answers("is the mask without perfume", "")


@pytest.mark.parametrize(
    ("text", "screen"),
    [
        ("这个能带上飞机吗", True),
        ("有没有大码", True),
        ("is this one for winter", True),
        ("门店几点关门", False),
        ("do you have a shop in the north", False),
        ("how much is the cleanser", False),
    ],
)
def test_this_one_is_whatever_is_on_screen(text: str, screen: bool) -> None:
    assert about_screen(text, CATALOGUE) is screen


# still true


@pytest.mark.parametrize(
    ("text", "now", "later"),
    [
        (f"The face mask is {PRICE} today.", True, False),
        ("The face mask is in stock.", True, False),
        ("The face mask is sold out.", False, True),
        ("The face mask has ten pieces.", True, True),
        (f"It is {PRICE}.", False, False),
        ("In stock, yes.", False, False),
        ("With it you get 20% off.", False, False),
    ],
)
def test_a_price_or_stock_is_said_again_only_as_the_catalogue_has_it(text: str, now: bool, later: bool) -> None:
    assert answer(text).still_true(CATALOGUE) is now
    changed = DEARER if PRICE in text else GONE
    assert answer(text).still_true(changed) is later


def test_a_product_that_is_gone_from_the_catalogue_is_spoken_of_no_more() -> None:
    about = answer("Ten pieces.", subject="product:A109/pieces")
    assert not about.still_true(CATALOGUE)
    assert answer("Ten pieces.", subject="product:A101/pieces").still_true(CATALOGUE)


def test_an_answer_recalled_since_is_not_said_whoever_worded_it() -> None:
    about = answer("Yes, write courier A in the note.").known_by({"courier"}, set())
    assert about.says_recalled({"courier": "You can choose the courier."})
    assert not about.says_recalled({"other": "Something else entirely."})
    knew = about.known_by({"courier"}, {"courier"})
    assert not knew.says_recalled({"courier": "You can choose the courier."})
    assert knew.says_recalled({"courier": "Yes, write courier A in the note."})

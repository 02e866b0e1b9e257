"""The evening after: what was asked in vain, and what is proposed about it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.learn import LONGEST_PHRASING, Miss, topics
from bot.text import normalise
from tests.faq.evening_after import EIGHT, FAQ, NEARLY, asked, found, judged

CHILD = ["这个项链小孩能戴吗", "小孩能戴这个项链吗", "这个项链小孩可以戴吗？？"]


def test_one_question_in_three_wordings_is_one_topic_in_the_viewers_own_words() -> None:
    evening = [
        asked(CHILD[0], "小美", 1),
        asked(CHILD[1], "阿强", 2),
        asked(CHILD[2], "晚风", 7),
        asked(CHILD[0], "小美", 9),
    ]
    (topic,) = found(evening)
    assert (topic.messages, topic.askers) == (4, 3)
    assert (topic.first, topic.last) == (evening[0].at, evening[3].at)
    assert (topic.wordings[0].text, topic.wordings[0].messages) == (CHILD[0], 2)
    assert {wording.text for wording in topic.wordings} == set(CHILD)
    assert topic.question in CHILD


def test_different_questions_stay_apart() -> None:
    evening = [
        asked(CHILD[0]),
        asked("你们门店几点关门"),
        asked("can I pay with a gift card"),
        asked("门店几点关门啊", "阿强"),
    ]
    assert {topic.question for topic in found(evening)} >= {CHILD[0], "can I pay with a gift card"}
    assert len(found(evening)) == 3


def test_a_question_and_its_opposite_are_two_topics() -> None:
    evening = [asked("这个手镯可以换大一点的吗", "a"), asked("这个手镯可以换小一点的吗", "b")]
    assert len(found(evening)) == 2
    assert len(found([asked("3号链接的项链会褪色吗"), asked("5号链接的项链会褪色吗")])) == 2


def test_what_most_people_ask_comes_first() -> None:
    evening = [asked("你们门店几点关门"), *(asked(CHILD[0], f"v{n}") for n in range(4))]
    assert [topic.askers for topic in found(evening)] == [4, 1]


def test_one_person_who_asks_ten_times_is_one_asker() -> None:
    (topic,) = found([asked(CHILD[0], minute=n) for n in range(10)])
    assert (topic.messages, topic.askers) == (10, 1)


# what is proposed


def test_near_wordings_are_proposed_for_the_entry_they_are_near_to() -> None:
    unsure = [asked(text, f"v{n}") for n, text in enumerate(NEARLY)]
    for topic in found(unsure):
        assert (topic.proposal.kind, topic.proposal.why, topic.proposal.entry) == ("phrasing", "near", "ship-when")
        assert set(topic.phrasings) <= {miss.text for miss in unsure}


def test_what_staff_answered_in_their_own_words_becomes_a_new_entry_with_that_answer() -> None:
    (topic,) = found([asked(CHILD[0], replies=["三岁以上可以戴。"]), asked(CHILD[1], "阿强")])
    assert (topic.proposal.kind, topic.proposal.why) == ("entry", "staff answered")
    assert topic.answer == "三岁以上可以戴。"


def test_what_the_bot_suggested_is_never_learned_even_if_staff_sent_it() -> None:
    drafted = "可以看看 3 号链接的儿童手链。"
    (topic,) = found([asked(CHILD[0], replies=[drafted], draft=drafted)])
    assert topic.answer == ""
    (topic,) = found([asked(CHILD[0], draft=drafted)])
    assert topic.answer == ""
    (topic,) = found([asked(CHILD[0], replies=[drafted, "三岁以上可以戴。"], draft=f"{drafted}\n")])
    assert topic.answer == "三岁以上可以戴。"


def test_an_entrys_answer_that_staff_sent_as_it_was_proposes_the_wording_for_that_entry() -> None:
    text = next(iter(NEARLY))
    (topic,) = found([asked(text, replies=["48 小时内发货。"], draft="48 小时内发货。")])
    assert (topic.proposal.kind, topic.proposal.why, topic.proposal.entry) == (
        "phrasing",
        "sent as drafted",
        "ship-when",
    )


def test_the_answer_given_most_often_is_taken_and_of_two_the_later() -> None:
    evening = [
        asked(CHILD[0], "a", 1, replies=["可以。"]),
        asked(CHILD[0], "b", 2, replies=["三岁以上可以戴。"]),
        asked(CHILD[0], "c", 3, replies=["三岁以上可以戴。"]),
    ]
    assert found(evening)[0].answer == "三岁以上可以戴。"
    assert found(evening[:2])[0].answer == "三岁以上可以戴。"


def test_a_reply_with_somebodys_number_is_no_answer_for_everybody() -> None:
    (topic,) = found([asked(CHILD[0], replies=["请打 13812345678。"])])
    assert topic.answer == ""


def test_what_many_ask_and_nobody_answered_is_kept_from_the_bot() -> None:
    (topic,) = found([asked("你们门店几点关门", f"v{n}") for n in range(3)])
    assert (topic.proposal.kind, topic.proposal.why, topic.then) == ("no-answer", "frequent", "person")
    (topic,) = found([asked("你们门店几点关门", f"v{n}") for n in range(2)])
    assert (topic.proposal.kind, topic.proposal.why) == ("entry", "needs an answer")


def test_what_was_only_ever_ignored_stays_ignored() -> None:
    (topic,) = found([asked("主播你是哪里人", f"v{n}", outcome="ignore") for n in range(3)])
    assert (topic.proposal.kind, topic.then) == ("no-answer", "silence")


def test_a_wrong_answer_proposes_a_no_answer_entry_though_the_faq_is_sure() -> None:
    text = "今天下单什么时候发"
    assert judged(text).sure
    wrong, other = found(
        [asked(text, outcome="answer", wrong="ship-when"), *(asked(CHILD[0], f"v{n}") for n in range(5))]
    )
    assert (wrong.proposal.kind, wrong.proposal.why, wrong.proposal.entry) == ("no-answer", "wrong", "ship-when")
    assert other.question == CHILD[0]  # asked by more, but nobody was told anything wrong


def test_of_two_entries_that_answered_together_each_is_held_responsible() -> None:
    (topic,) = found([asked("今天下单什么时候发", outcome="answer", wrong="ship-when+return")])
    assert topic.proposal.entry in ("ship-when", "return")


def test_a_wrong_answer_is_not_mixed_with_what_was_not_answered() -> None:
    evening = [asked(CHILD[0], outcome="answer", wrong="return"), asked(CHILD[1], "阿强")]
    assert [topic.proposal.why for topic in found(evening)] == ["wrong", "needs an answer"]


# what is no topic


def test_what_the_faq_answers_by_now_is_no_topic() -> None:
    assert found([asked("几天发货")]) == []
    (topic,) = found([asked("几天发货", "a"), asked("几天发货啊到底几天发货", "b")])
    assert [wording.text for wording in topic.wordings] == ["几天发货啊到底几天发货"]
    assert (topic.messages, topic.askers) == (1, 1)


def test_talk_is_no_topic_but_whatever_became_a_case_is() -> None:
    assert found([asked("哈哈哈哈好看", outcome="merge"), asked("666", outcome="ignore")]) == []
    assert len(found([asked("快递盒子破了", outcome="merge")])) == 1
    assert len(found([asked("蓝色那款", outcome="escalate")])) == 1


def test_a_settled_question_does_not_come_back_and_nothing_like_a_dismissed_one() -> None:
    evening = [asked(CHILD[0]), asked(CHILD[1], "阿强")]
    assert found(evening, **{normalise(CHILD[0]): "dismissed"}) == []
    (left,) = found(evening, **{normalise(CHILD[0]): "entry"})
    assert [wording.text for wording in left.wordings] == [CHILD[1]]


def test_a_wording_given_to_an_entry_comes_back_once_that_answers_it_wrongly() -> None:
    text = "今天下单什么时候发"
    wrong = [asked(text, outcome="answer", wrong="ship-when")]
    assert len(found(wrong, **{normalise(text): "phrasing"})) == 1
    assert found(wrong, **{normalise(text): "dismissed"}) == []
    assert found(wrong, **{normalise(text): "no-answer"}) == []


# strangers


def test_personal_data_is_masked_and_never_written_to_a_file() -> None:
    (topic,) = found([asked("我手机13812345678能送小样吗")])
    assert "138" not in str(topic)
    assert topic.phrasings == ()


@pytest.mark.parametrize(
    "text",
    [
        "## 能送小样吗 {#x}",
        "- 能送小样吗",
        "<!-- 能送小样吗 -->",
        "能送小样吗 {price:A1}",
        "1. 能送小样吗",
        "`能送`小样吗",
        "能送小样吗" + "啦好" * LONGEST_PHRASING,
    ],
)
def test_what_could_mean_something_in_a_file_is_shown_but_not_written(text: str) -> None:
    (topic,) = found([asked(text)])
    assert topic.phrasings == ()
    assert topic.wordings[0].text


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from("abc"), st.booleans()), max_size=12), st.randoms())
def test_whatever_strangers_type_is_counted_once_and_the_order_heard_does_not_matter(
    said: list[tuple[str, str, bool]], dice: random.Random
) -> None:
    misses = [Miss(text, who, EIGHT, "escalate", replies=("ok",) if told else ()) for text, who, told in said]
    before = topics(misses, judged, FAQ)
    dice.shuffle(misses)
    assert topics(misses, judged, FAQ) == before
    assert sum(topic.messages for topic in before) <= len(misses)
    assert len({question for topic in before for question in topic.questions}) == sum(
        len(topic.questions) for topic in before
    )
    for topic in before:
        assert set(topic.phrasings) <= {" ".join(text.split()) for text, _, _ in said}


def test_five_thousand_messages_become_at_most_a_hundred_topics() -> None:
    words = [
        f"{a}{b}{c}"
        for a in "红橙黄绿青蓝紫黑白灰"
        for b in "衣裤鞋帽袜裙包伞表镜"
        for c in "有没有货吗"
        for _ in range(10)
    ]
    misses = [Miss(f"这个{word}怎么卖{n}", f"v{n % 700}", EIGHT, "escalate") for n, word in enumerate(words)]
    found_topics = topics(misses, judged, FAQ)
    assert 1 <= len(found_topics) <= 100
    assert [t.askers for t in found_topics] == sorted((t.askers for t in found_topics), reverse=True)

"""Chat text in the one form in which it is compared, and what kind of line it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import LONGEST, folded, language_of, looks_like_question, normalise, read, words_of

CHATTY = st.text(
    alphabet="一二两三十百万零第号个双妳貨.5xlmtwo"
    "主播你好请问谢谢亲啊呢那个宝子们 hi host pls thank you@-·[]（）()doge1１ＡａßİＫ啊😀\u200b\u0301？!",
    max_size=40,
)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        # width and case
        ("ＡＢＣ　ｄｅｆ", "abc def"),
        ("Ｑ１？", "q1"),
        ("How LONG", "how long"),
        ("１０００元", "1000元"),
        # mentions
        ("@小美 包邮吗", "包邮吗"),
        ("包邮吗 @小美", "包邮吗"),
        ("@shop_host is it in stock", "is it in stock"),
        # emoji, faces, punctuation
        ("包邮吗😀😀", "包邮吗"),
        ("[捂脸]包邮吗(doge)", "包邮吗"),
        ("包邮吗？？？！！", "包邮吗"),
        ("包 邮 吗", "包邮吗"),
        # contractions are one word, whichever apostrophe
        ("Can't I", "cant i"),
        ("what’s this", "whats this"),
        # stretched letters carry no more than one; digits do
        ("sooooo good", "so good"),
        ("啊啊啊啊", "啊"),
        ("1000", "1000"),
        ("10", "10"),
        ("满1000减100", "满1000减100"),
        # fillers at the edges, many at once
        ("主播主播请问包邮吗谢谢", "包邮吗"),
        ("在吗 宝子们 几天发货呀", "几天发货"),
        ("亲，发什么快递呢", "发什么快递"),
        ("hi host pls is it vegan thanks", "is it vegan"),
        # a filler inside a question is part of it
        ("这款主播在用吗", "这款主播在用吗"),
        ("i am just wondering if it is vegan btw", "i am if it is vegan"),
        ("麻烦问一下老板 几天发货呀 在线等", "几天发货"),
        # traditional characters, those that Hong Kong and Taiwan write included
        ("這個有沒有貨", "这个有没有货"),
        ("妳們甚麼時候發貨", "你们什么时候发货"),
        # sizes are not stretched words
        ("有XXXL吗", "有 3xl 吗"),
        ("do you have XXL", "do you have 2xl"),
        # Chinese and English, with and without blanks; numbers and their units
        ("这个size有m码吗", "这个 size 有 m 码吗"),
        ("这个 size 有 m 码吗", "这个 size 有 m 码吗"),
        ("ipad能用吗", "ipad 能用吗"),
        ("5 号链接", "5号链接"),
        ("有 500 ML 的吗", "有 500ml 的吗"),
        ("500ml的", "500ml 的"),
        ("3.5折", "3.5折"),
        ("1.包邮吗 2.几天到", "1包邮吗2几天到"),
        # nothing but fillers: then they are the message
        ("谢谢", "谢谢"),
        ("hello", "hello"),
        # nothing at all
        ("", ""),
        ("😀！？…", ""),
    ],
)
def test_text_is_compared_without_what_strangers_put_around_it(typed: str, compared: str) -> None:
    assert normalise(typed) == compared


def test_a_thousand_is_not_ten() -> None:
    assert normalise("满1000减吗") != normalise("满10减吗")
    assert normalise("1111") != normalise("11")


def test_a_question_glued_to_a_mention_is_not_lost() -> None:
    # Chinese has no blank that would end the name; what follows may be the question.
    assert normalise("@主播这个多少钱") != ""
    assert looks_like_question("@主播这个多少钱")


@pytest.mark.parametrize(
    ("typed", "without"),
    [
        ("包邮吗", ()),
        ("ＱＱ能加吗？", ()),
        ("@小美 主播主播请问这个還有貨嗎？？？", ("@小美", "主播主播请问")),
        ("一百二十块的那个，两件包邮吗[捂脸]😀", ("一百二十 → 120", "两 → 2", "[捂脸]😀")),
        ("Hi Host pls buy TWO get one free", ("Hi", "Host", "pls", "TWO → 2", "one → 1")),
        # what is too little without its fillers keeps them
        ("谢谢", ()),
        # folded to another length: shown as folded
        ("hi ﷺ 包邮吗", ("hi",)),
        ("", ()),
    ],
)
def test_staff_see_what_was_taken_off_a_message(typed: str, without: tuple[str, ...]) -> None:
    assert read(typed).without == without
    assert read(typed).text == normalise(typed)


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=60), CHATTY))
def test_what_was_taken_off_stood_in_the_message(typed: str) -> None:
    reading = read(typed)
    assert reading.text == normalise(typed)
    seen = (typed, folded(typed))
    for piece in (word for without in reading.without for word in without.partition(" → ")[0].split()):
        assert any(piece in text for text in seen)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), CHATTY))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once) == once


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=60), CHATTY))
def test_no_text_breaks_the_reading_of_a_line(typed: str) -> None:
    assert looks_like_question(typed) in (True, False)
    assert language_of(typed) in ("zh", "en")
    assert normalise(typed) == normalise(typed).strip()
    words_of(normalise(typed))


def test_long_runs_of_one_thing_take_no_time() -> None:
    for piece in ("主播", "啊", "a", "@a ", "[1]", "谢谢你", "hi ", "1 "):
        normalise(piece * 1000)
        looks_like_question(piece * 1000)


@pytest.mark.parametrize(
    "line",
    [
        # Chinese, with a question particle
        "包邮吗",
        "敏感肌可以用吗",
        "孕妇能用吗",
        "尺码偏大吗",
        "支持七天无理由吗",
        "有赠品么",
        "发什么快递呢",
        # with a question word
        "什么时候发货",
        "几天能到",
        "这个多少钱",
        "多大的孩子能用",
        "怎么退货",
        "哪里领优惠券",
        "链接在哪",
        "为什么我领不了券",
        "主播身高多少",
        "2号链接是什么颜色",
        "请问保质期到什么时候",
        # yes or no
        "能不能便宜点",
        "有没有小一号的",
        "可以开发票不",
        "还有货没",
        "新疆发不发货?",
        # only the mark says so
        "今天还送小样？",
        # English
        "how long is shipping",
        "when do you ship",
        "is it in stock",
        "can i return it if it doesn't fit",
        "do you ship to canada",
        "what size should i get",
        "any discount code",
        "does this work for dry skin",
        "hi host, is there a warranty?",
        "which one is better for oily skin",
        "how much is the serum",
        "are these vegan",
        "the red one is back?",
    ],
)
def test_a_line_that_asks_is_a_question(line: str) -> None:
    assert looks_like_question(line)


@pytest.mark.parametrize(
    "line",
    [
        # rhetorical, Chinese
        "真的吗",
        "真的假的?",
        "是吗？",
        "什么鬼",
        "谁懂啊",
        "笑死 谁能拒绝啊",
        "怪不得这么便宜",
        "原来是这么用的",
        "不会吧？",
        # rhetorical, English
        "really?",
        "why not?",
        "what the hell",
        "who cares",
        "how cute",
        # statements
        "来了来了",
        "下单了",
        "这个面膜真的好用",
        "几乎每天都用",
        "好几天没来了",
        "主播好美",
        "晚上好",
        "第一次来",
        "love this",
        "just bought two",
        "hello from texas",
        # too little to ask anything
        "???",
        "666",
        "12?",
        "嗯？",
        "",
    ],
)
def test_chatter_and_rhetoric_ask_nobody_anything(line: str) -> None:
    assert not looks_like_question(line)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("包邮吗", "zh"),
        ("how long is shipping", "en"),
        # brands inside Chinese
        ("SPF50 的防晒还有吗", "zh"),
        ("mask 有吗", "zh"),
        # one Chinese word in an English sentence
        ("is the 口红 still available in the darker shade", "en"),
        # nothing to go by: the shop's main language
        ("123", "zh"),
        ("😀", "zh"),
    ],
)
def test_the_language_is_that_of_most_of_the_line(line: str, language: str) -> None:
    assert language_of(line) == language


def test_words_are_the_latin_ones_and_the_numbers() -> None:
    assert words_of("spf50 防晒 50ml") == {"spf50", "50ml"}


@pytest.mark.parametrize(
    "line",
    ["ﷺ" * 1000, "㍿ﷺ主播" * 250, "ΐ" * 1000, "ß " * 500, "ﬃ" * 1000, "中a" * 500, "三千万" * 300, "一次性" * 333],
)
def test_a_line_does_not_grow_by_being_folded(line: str) -> None:
    plain = normalise(line)
    assert len(plain) <= LONGEST
    assert normalise(plain) == plain
    assert len(folded(line)) <= LONGEST

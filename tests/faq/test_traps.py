"""What sets two texts apart that read alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.traps import Trap, clash
from bot.text import normalise


@pytest.mark.parametrize(
    ("asked", "written", "word"),
    [
        ("可以换大一码吗", "可以换小一码吗", "opposite"),
        ("有男款吗", "有女款吗", "opposite"),
        ("怎么申请换货", "怎么申请退货", "opposite"),
        ("turn the light off", "turn the light on", "opposite"),
        ("is it open now", "is it close now", "opposite"),
        ("不能退货", "能退货", "negated"),
        ("5号链接多少钱", "3号链接多少钱", "numbers"),
        # the same, or both halves at once, or a word that only looks like a half
        ("可以换大一码吗", "能换大一码吗", ""),
        ("大了能换小的吗", "穿着大了换小的", ""),
        ("多大的", "小的", ""),
        ("大概几天到", "小件几天到", ""),
        ("退换货怎么操作", "退货怎么操作", ""),
    ],
)
def test_a_pair_clashes_or_not(asked: str, written: str, word: str) -> None:
    reason = clash(Trap.of(asked), [Trap.of(written)])
    assert (word in reason) if word else not reason, reason


def test_one_phrasing_without_the_clash_is_enough() -> None:
    assert clash(Trap.of("可以换大一码吗"), [Trap.of("可以换小一码吗"), Trap.of("可以换大一码吗")]) == ""


def test_nothing_alike_nothing_to_clash_with() -> None:
    assert clash(Trap.of("5号不能退"), []) == ""


def between(message: str, asked: str) -> str:
    return clash(Trap.of(normalise(message)), [Trap.of(normalise(asked))])


@pytest.mark.parametrize(
    ("message", "asked", "word"),
    [
        # what is denied, Chinese
        ("这个不能退吗", "能退吗", "negated"),
        ("非会员能买吗", "会员能买吗", "negated"),
        ("优惠券怎么领不了", "怎么领优惠券", "negated"),
        ("没收到货怎么退", "收到货怎么退", "negated"),
        ("退货不可以吗", "可以退货吗", "negated"),
        # and English
        ("i can't return it", "can i return it", "negated"),
        ("i haven't received my order", "i received my order", "negated"),
        ("can i return it if it fits", "can i return it if it doesn't fit", "negated"),
        ("does it come without batteries", "does it come with batteries", "negated"),
        # numbers, and the numbers of links
        ("三号链接多少钱", "5号链接多少钱", "numbers"),
        ("第二个多少钱", "第3个多少钱", "numbers"),
        ("link two", "link 5", "numbers"),
        ("5号链接有货吗", "有货吗", "numbers"),
        ("满3.5元", "满3元", "numbers"),
        # sizes
        ("有L码吗", "有M码吗", "sizes"),
        ("有XXL吗", "有XL吗", "sizes"),
        ("do you have it in large or m", "do you have it in l or s", "sizes"),
        ("小码有吗", "大码有吗", "opposite"),
        ("有40码吗", "有38码吗", "numbers"),
        ("300ml的有吗", "500ml的有吗", "numbers"),
        ("500克的有吗", "500毫升的有吗", "numbers"),
        # days
        ("昨天发货吗", "今天发货吗", "days"),
        ("周一发货吗", "星期天发货吗", "days"),
        ("12号发货吗", "11号发货吗", "numbers"),
        ("双十二有活动吗", "双11有活动吗", "numbers"),
        ("国庆有活动吗", "双11有活动吗", "days"),
        ("do you ship on tuesday", "do you ship on mondays", "days"),
        # who pays, and for which way
        ("运费我出吗", "运费你们出吗", "pays"),
        ("发货运费谁出", "退货运费谁出", "postage"),
        ("does the buyer pay shipping", "does the seller pay shipping", "pays"),
        # before and after
        ("发货后能改地址吗", "发货前能改地址吗", "before"),
        ("下单之后能改吗", "下单之前能改吗", "before"),
        ("拆封了还能退吗", "拆封前能退吗", "before"),
        ("7天后能退吗", "7天内能退吗", "before"),
        ("can i cancel after delivery", "can i cancel before delivery", "before"),
        # opposites
        ("怎么解绑", "怎么绑定", "opposite"),
        ("可以延期吗", "可以提前吗", "opposite"),
        ("怎么提现", "怎么充值", "opposite"),
        ("怎么注销", "怎么登录", "opposite"),
        ("decrease the quantity", "increase the quantity", "opposite"),
        ("how do i unlink my account", "how do i link my account", "negated"),
        # which way
        ("从北京到上海几天", "从上海到北京几天", "other way"),
        ("l码换m码", "m码换l码", "other way"),
    ],
)
def test_what_sets_two_questions_apart_is_named(message: str, asked: str, word: str) -> None:
    reason = between(message, asked)
    assert word in reason
    assert not any(char.isdigit() for char in reason)


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        # asked with a no that denies nothing
        ("能不能退", "能退吗"),
        ("可不可以退", "能退吗"),
        ("有没有货", "有货吗"),
        ("无理由可以退吗", "可以退吗"),
        ("没问题吧 能退吗", "能退吗"),
        ("不得不退吗", "能退吗"),
        ("is it waterproof or not", "is it waterproof"),
        # what is denied is another matter
        ("不喜欢可以退货吗", "可以退货吗"),
        ("不想要了怎么取消订单", "怎么取消订单"),
        ("优惠券在哪领 找不到", "优惠券在哪领"),
        ("i don't have a card do you take paypal", "do you take paypal"),
        ("if i order now will it ship today", "will it ship today"),
        # the same number, size, day or moment, otherwise written
        ("三号链接多少钱", "3 号链接多少钱"),
        ("500毫升的有吗", "500ml的有吗"),
        ("有medium吗", "有M码吗"),
        ("周日发货吗", "星期天发货吗"),
        ("双十一有活动吗", "双11有活动吗"),
        ("没发货可以改地址吗", "发货前可以改地址吗"),
        ("拆封之后能退吗", "拆封后能退吗"),
        # both halves at once
        ("这条裙子是长款还是短款", "裙子是长款吗"),
        ("换货怎么操作", "退换货怎么操作"),
    ],
)
def test_the_same_question_in_other_words_does_not_clash(message: str, asked: str) -> None:
    assert between(message, asked) == ""
    assert between(asked, message) == ""


def test_what_one_phrasing_calls_otherwise_another_may_give_away() -> None:
    asked = [Trap.of(text) for text in ("can i return it if it does not fit", "do you take it back")]
    assert "opposite" in clash(Trap.of("can i exchange it if it does not fit"), asked)


def among(message: str, alike: str, *others: str) -> str:
    """Say what sets a message apart from the one question that reads like it, in an entry that has others too."""
    ways = [Trap.of(normalise(text)) for text in (alike, *others)]
    return clash(Trap.of(normalise(message)), ways[:1], lambda: ways)


def test_an_entry_asked_with_many_numbers_takes_any() -> None:
    assert "numbers" in among("借5000利息多少", "借1000利息多少", "借2000利息多少")
    assert among("借5000利息多少", "借1000利息多少", "借2000利息多少", "3000块利息多少") == ""
    assert among("how much is 4 day shipping", "how much is 2 day shipping", "3 day", "5 day") == ""


def test_but_not_another_link_and_not_as_many_numbers_as_it_likes() -> None:
    assert "numbers" in among("4号链接多少钱", "1号链接多少钱", "2号链接多少钱", "3号链接多少钱")
    assert "numbers" in among("满200送什么", "满200减30怎么用", "满300减50", "满500减100")


def test_a_no_in_one_question_does_not_tell_where_others_ask_without() -> None:
    assert "negated" in among("怎么取消借款", "不想借款了怎么取消", "我要取消借款")
    assert among("怎么取消借款", "不想借款了怎么取消", "我要取消借款", "借款可以取消吗") == ""


def test_what_the_message_denies_tells_whatever_else_the_entry_asks() -> None:
    assert "negated" in among("不能退货吗", "可以退货吗", "怎么退货", "退货要几天")


@given(st.text(alphabet="不没能退发货前后大小换号1357天 noti canreturlbefor⟨⟩-+*", max_size=30))
def test_nothing_clashes_with_itself(typed: str) -> None:
    trap = Trap.of(normalise(typed))
    assert clash(trap, [trap]) == ""


@pytest.mark.parametrize("text", ["11/11什么时候发货", "几点开播11-11", "订单12312什么时候发货", "12/12", "11211"])
def test_numbers_that_look_like_a_day_of_sales_are_read(text: str) -> None:
    assert Trap.of(normalise(text)).numbers | Trap.of(normalise(text)).days

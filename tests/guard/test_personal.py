"""Personal data: seen in every disguise, cut out alone, and never seen in a price."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guard import masked, personal_data
from bot.guard.personal import MASK, luhn, pieces
from tests.guard.disguises import DISGUISES, SPOKEN, card, identity, phone


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话 13812345678 谢谢", "电话 ＊＊＊ 谢谢"),
        ("电话 138-1234-5678", "电话 ＊＊＊"),
        ("mei.li@shop.example 是我", "＊＊＊ 是我"),
        ("打我电话一三八一二三四五六七八，晚上在", "打我电话＊＊＊，晚上在"),
        ("寄到阳光花园3栋2单元501室，谢谢", "寄到＊＊＊，谢谢"),
        ("车牌京A·12345能进吗", "车牌＊＊＊能进吗"),
        ("身份证11010519491231002X", "身份证＊＊＊"),
        ("身份证 110101199003071235 填错了", "身份证 ＊＊＊ 填错了"),
        ("卡号6222 0212 3456 7890", "卡号＊＊＊"),
        ("护照E12345678", "护照＊＊＊"),
        ("微信号 meili_88 加我", "微信号 ＊＊＊ 加我"),
        ("QQ 123456789", "QQ ＊＊＊"),
        ("座机010-12345678转3", "座机＊＊＊转3"),
        ("mei艾特qq点com", "＊＊＊"),
        ("mei at gmail dot com", "＊＊＊"),
        ("浙江省杭州市余杭区文一西路969号", "＊＊＊"),
        ("I live at 221B Baker Street, thanks", "I live at ＊＊＊, thanks"),
        ("two: 13812345678 和 13912345678", "two: ＊＊＊ 和 ＊＊＊"),
        # nothing personal: not a character changes
        ("一般 2-4 天，3.5折，Ａ", "一般 2-4 天，3.5折，Ａ"),
    ],
)
def test_the_piece_is_hidden_and_the_rest_stays_as_it_was_typed(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "尺码170/92A", "3号链接", "满300减50", "20:00开始", "2026-11-12", "618和1111", "一共1399件，卖了12345件", "59.9元包邮",
        "订单号1234567890123456", "订单 20261112200011223344", "运单SF1381234567890", "条码6901234567892", "SKU A10138123",
        "135,140,145,150,155", "36 37 38 39 40 41", "身高165体重110", "客服400-820-8820", "5号楼的宝宝", "发货地杭州市余杭区",
        "12:30到15:45", "第12345位", "买3送1", "110v和220v", "2400元的3座沙发", "看1号2号3号链接", "available at the store",
        "3 days on the road", "5折后138，再减12", "京东满199减100", "鲁A开头", "QQ糖", "微信支付100元", "一二三四五六七", "9.9 19.9 29.9 39.9",
        "价格139 159 199", "11月12日20点到22点", "1.5米和1.8米床", "尺寸200x230cm", "编号E12345678", "款号G20261112",
    ],
)  # fmt: skip
def test_numbers_of_a_shop_are_nobodys(text: str) -> None:
    assert pieces(text) == []
    assert masked(text) == text


@pytest.mark.parametrize("kind", [phone, identity, card])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_number_is_seen_in_every_disguise(kind: object, disguise: str) -> None:
    roll = random.Random(f"{kind} {disguise}")
    assert callable(kind)
    for _ in range(40):
        text = f"我的是 {DISGUISES[disguise](kind(roll), roll)} 谢谢"
        assert masked(text) == f"我的是 {MASK} 谢谢", text


@pytest.mark.parametrize("disguise", SPOKEN)
def test_a_phone_number_is_seen_however_it_is_told(disguise: str) -> None:
    roll = random.Random(disguise)
    for _ in range(40):
        text = SPOKEN[disguise](phone(roll), roll)
        assert personal_data(f"加我 {text} 哦"), text


@settings(max_examples=100)
@given(
    st.integers(13_000_000_000, 19_999_999_999),
    st.sampled_from(["", " ", "-", ".", "·", "\u200b", "–", "~", "*", "|"]),
)
def test_a_phone_number_is_seen_however_it_is_split(number: int, between: str) -> None:
    digits = str(number)
    split = between.join((digits[:3], digits[3:7], digits[7:]))
    assert personal_data(f"加我{split}哦")


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=80), st.text("13800138000 一三八壹-.·@shop.cn加微信vx①\u200b路号室栋省市", max_size=60)
    )
)
def test_nothing_personal_survives_masking(text: str) -> None:
    assert personal_data(masked(text)) == ""


@settings(max_examples=60, deadline=2_000)
@given(
    st.text("1一a@省市区路号栋室 -.x微信q京然后", min_size=1, max_size=6).map(lambda piece: (piece * 1_000)[:1_000]),
)
def test_a_long_hostile_line_is_looked_through(text: str) -> None:
    masked(text)


def test_a_text_longer_than_is_looked_at_keeps_nothing_of_the_rest() -> None:
    assert "13812345678" not in masked("字" * 20_000 + "13812345678")


def test_the_check_digit_of_a_card_is_known() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")


def test_an_article_number_is_no_phone_number_but_anything_else_of_that_shape_is() -> None:
    assert personal_data("货号13555441136") == ""
    assert personal_data("13555441136")
    assert personal_data("订单备注13555441136")

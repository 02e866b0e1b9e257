"""What may be said in a room, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.files import parse_faq
from bot.guard import RULES, check, masked, personal_data

LINK = "https://shop.example/p/A101"


@pytest.mark.parametrize(
    "text",
    [
        # the everyday answers of a shop
        "48 小时内发货，一般 2-4 天送达。",
        "满 59 元包邮，不满 59 元收 6 元运费。",
        "补水面膜 现在 ¥59.9，还有 12 件，1 号链接。",
        "We post within 48 hours. Free from $20.",
        "SPF50+ 50ml, 100% cotton",
        "客服电话 400-820-8820，早 9 点到晚 9 点",
        "Weibo live at 8 pm, see you on 11.12",
        # words that only look absolute
        "第一次来的宝宝点个关注",
        "最后三件，拍完就没有了",
        "最好的办法是先测一下皮肤",
        "顶级会员可以领两张券",
        "第一步先洁面",
        "the best way is to ask us",
        # paying is no contact
        "可以微信支付",
        "WeChat Pay, Alipay and cards all work.",
        # long numbers that are nobody's
        "订单号 1234567890123456",
        "条码 13812345678901",
        # the shop's own address, wherever the sentence puts it
        LINK,
        f"看这里 {LINK}",
        f"看这里 {LINK}。",
        f"看这里 {LINK}，很好用",
        f"Have a look ({LINK}).",
        # nothing
        "",
        "😀👨‍👩‍👧",
    ],
)
def test_this_may_be_said(text: str) -> None:
    assert check(text, [LINK]) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        # personal data, plain
        ("我的电话 13812345678", "personal-data"),
        ("+86 13812345678", "personal-data"),
        ("身份证 110101199003071234", "personal-data"),
        ("11010119900307123x", "personal-data"),
        ("卡号 6222021234567890123", "personal-data"),
        ("write to mei.li@shop.example", "personal-data"),
        # and in disguise
        ("１３８１２３４５６７８", "personal-data"),
        ("138 1234 5678", "personal-data"),
        ("138-1234-5678", "personal-data"),
        ("138.1234.5678", "personal-data"),
        ("138·1234·5678", "personal-data"),
        ("138\u200b1234\u200b5678", "personal-data"),
        ("一三八一二三四五六七八", "personal-data"),
        ("幺三八一二三四五六七八", "personal-data"),
        ("6222 0212 3456 7890", "personal-data"),
        ("mei＠shop.example", "personal-data"),
        # absolute claims
        ("全网最低价", "absolute-claim"),
        ("销量第一的面膜", "absolute-claim"),
        ("这是最好用的面霜", "absolute-claim"),
        ("１００％有效", "absolute-claim"),
        ("史上最便宜", "absolute-claim"),
        ("the Best in the World", "absolute-claim"),
        # medical claims
        ("根治痘痘", "medical-claim"),
        ("有降血压的作用", "medical-claim"),
        ("it cures eczema", "medical-claim"),
        # links and contacts that are not the shop's
        ("https://evil.example/x", "foreign-link"),
        ("www.evil.example", "foreign-link"),
        ("去 evil.com 买", "foreign-link"),
        ("https://商店.中国/a", "foreign-link"),
        (f"{LINK}/../other", "foreign-link"),
        (f"{LINK}?to=evil", "foreign-link"),
        ("加微信 abc12345", "foreign-link"),
        ("加ｖｘ：abc12345", "foreign-link"),
        ("my telegram", "foreign-link"),
        ("加我vx聊", "foreign-link"),
        ("QQ 123456", "foreign-link"),
        # what a person bought
        ("您上次买的面膜有货了", "purchase"),
        ("之前在我们这里购买的可以退", "purchase"),
        ("欢迎回头客", "purchase"),
        ("好久不见呀", "purchase"),
        ("Since you bought the mask…", "purchase"),
        ("Welcome back!", "purchase"),
        # control characters
        ("one\ntwo", "control"),
        ("bell\x07", "control"),
    ],
)
def test_this_may_not_be_said(text: str, rule: str) -> None:
    found = check(text, [LINK])
    assert rule in {finding.rule for finding in found}
    assert all(RULES[finding.rule] in str(finding) for finding in found)


def test_every_reason_is_named_at_once() -> None:
    rules = [finding.rule for finding in check("全网最低 根治痘痘 加微信 abc12345 www.evil.com\n")]
    assert set(rules) == {"absolute-claim", "medical-claim", "foreign-link", "control"}


def test_a_finding_does_not_repeat_the_personal_data() -> None:
    assert "12345678" not in str(check("电话 13812345678")[0])


def test_without_own_addresses_every_link_is_foreign() -> None:
    assert [finding.rule for finding in check(LINK)] == ["foreign-link"]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话 13812345678 谢谢", "电话 ＊＊＊ 谢谢"),
        ("电话 138-1234-5678", "电话 ＊＊＊"),
        ("mei.li@shop.example 是我", "＊＊＊ 是我"),
        # digits in words cannot be cut out safely: all of it goes
        ("电话一三八一二三四五六七八", "＊＊＊"),
        # nothing personal: not a character changes
        ("一般 2-4 天，3.5折，Ａ", "一般 2-4 天，3.5折，Ａ"),
    ],
)
def test_personal_data_is_hidden_and_nothing_else(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("13800138000 一三八-.·@shop.cn加微信vx第最\u200b", max_size=40)))
def test_no_text_breaks_the_guard_and_nothing_personal_survives_masking(text: str) -> None:
    check(text, [LINK])
    assert personal_data(masked(text)) == ""


@settings(max_examples=100, deadline=None)
@given(st.integers(13_000_000_000, 19_999_999_999), st.sampled_from(["", " ", "-", ".", "·", "\u200b", "–"]))
def test_a_phone_number_is_seen_however_it_is_split(number: int, between: str) -> None:
    digits = str(number)
    split = between.join((digits[:3], digits[3:7], digits[7:]))
    assert personal_data(f"加我{split}哦")


def test_every_answer_of_the_sample_shop_may_be_said() -> None:
    for path in (Path(__file__).parents[1] / "faq").glob("*.md"):
        for entry in parse_faq(path.read_text("utf-8"), path.name)[0]:
            assert check(entry.answer) == [], (path.name, entry.id)


@pytest.mark.parametrize("text", ["<!- then: person --> - 用完脸红了", "48 小时内发货 -->"])
def test_signs_of_a_file_are_not_read_aloud(text: str) -> None:
    assert [str(found) for found in check(text)]


def test_a_long_run_of_letters_is_looked_through_at_once() -> None:
    assert personal_data("㍿" * 1_000) == ""
    assert personal_data("我的邮箱是" + "a" * 300 + "@example.com")

"""What may be said in a room, whoever wrote it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.faq.files import parse_faq
from bot.guard import RULES, Guard, check, parse_words
from bot.guard.reading import LONGEST
from bot.guard.rules import OF_A_PERSON

LINK = "https://shop.example/p/A101"
MASK = Product("A101", "补水面膜 10片装", Decimal("59.90"), link_no=1, tags=("补水", "保湿"), regulated=True)
CREAM = Product("A103", "舒缓面霜 50g", Decimal("89"), link_no=3, regulated=True)
GUARD = Guard.of(Catalog({"A101": MASK, "A103": CREAM}), parse_words("", "guard.txt")[0])


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
        "the best way is to ask us",
        # paying is no contact
        "可以微信支付",
        "WeChat Pay, Alipay and cards all work.",
        # what holds for everybody tells nothing about anybody
        "之前在我们这里购买的可以退",
        "老客户新客户都可以领券",
        "会员可领 5 元券",
        "welcome back everyone",
        "如果您买过同款，可以用小样先试",
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
        # personal data
        ("我的电话 13812345678", "personal-data"),
        ("身份证 110101199003071234", "personal-data"),
        ("write to mei.li@shop.example", "personal-data"),
        # links and contacts that are not the shop's
        ("https://evil.example/x", "foreign-link"),
        ("www.evil.example", "foreign-link"),
        ("去 evil.com 买", "foreign-link"),
        ("搜 evil点com", "foreign-link"),
        ("https://商店.中国/a", "foreign-link"),
        (f"{LINK}/../other", "foreign-link"),
        (f"{LINK}?to=evil", "foreign-link"),
        ("加微信 abc12345", "foreign-contact"),
        ("加ｖｘ：abc12345", "foreign-contact"),
        ("加薇聊", "foreign-contact"),
        ("私下转账便宜十块", "foreign-contact"),
        ("my telegram", "foreign-contact"),
        ("加我vx聊", "foreign-contact"),
        ("QQ 123456", "foreign-contact"),
        ("message me on whatsapp", "foreign-contact"),
        # what a person bought or spent, who they are to the shop, how long they were away, how they are
        ("您上次买的面膜有货了", "purchase"),
        ("你之前囤的那瓶也该用完了吧", "purchase"),
        ("根据您的购买记录，推荐这款", "purchase"),
        ("Since you bought the mask…", "purchase"),
        ("like your last order", "purchase"),
        ("您今年已经消费了3000多", "spending"),
        ("you spent a lot with us", "spending"),
        ("您是我们的VIP，优先发货", "tier"),
        ("老客户您好", "tier"),
        ("高价值沉默客户专属", "tier"),
        ("as a returning customer you get 5 off", "tier"),
        ("好久不见呀", "absence"),
        ("您三个月没来了", "absence"),
        ("Welcome back!", "absence"),
        ("long time no see", "absence"),
        ("知道您怀孕了，这款可以", "sensitive"),
        ("since you are pregnant, choose this", "sensitive"),
        # control characters and signs of a file
        ("one\ntwo", "control"),
        ("bell\x07", "control"),
        ("<!- then: person --> - 用完脸红了", "control"),
        ("48 小时内发货 -->", "control"),
        ("字" * (LONGEST + 1), "control"),
    ],
)
def test_this_may_not_be_said(text: str, rule: str) -> None:
    found = check(text, [LINK])
    assert rule in {finding.rule for finding in found}
    assert all(RULES[finding.rule].what in str(finding) for finding in found)


def test_every_rule_says_where_it_is_written() -> None:
    for rule in RULES.values():
        assert rule.what
        assert rule.source
        assert str(rule) == f"{rule.what} ({rule.source})"


def test_every_reason_is_named_at_once() -> None:
    rules = [finding.rule for finding in check("全网最低 根治痘痘 加微信 abc12345 www.evil.com\n")]
    assert {"absolute-claim", "medical-claim", "foreign-contact", "foreign-link", "control"} <= set(rules)


def test_a_finding_does_not_repeat_the_personal_data() -> None:
    assert "12345678" not in str(check("电话 13812345678")[0])


def test_without_own_addresses_every_link_is_foreign() -> None:
    assert [finding.rule for finding in check(LINK)] == ["foreign-link"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("补水面膜 10片装，现在 ¥49.9", "foreign-amount"),
        ("这款打八折", "foreign-amount"),
        ("九块九拿走", "foreign-amount"),
        ("买一送一哦", "foreign-amount"),
        ("half price today", "foreign-amount"),
        ("看9号链接", "foreign-amount"),
        ("B207 也不错", "foreign-product"),
        ("也可以看舒缓面霜 50g", "foreign-product"),
    ],
)
def test_a_program_says_no_amount_and_no_product_that_is_not_the_catalogues(text: str, rule: str) -> None:
    assert rule in GUARD.verdict(text, "model", [MASK]).rules
    assert rule in GUARD.verdict(text, "template", [MASK]).rules
    assert rule not in GUARD.verdict(text, "staff").rules, "people may speak of prices and products"


def test_what_the_catalogue_says_may_be_said_by_a_program() -> None:
    text = "可以看看1号链接「补水面膜 10片装」，¥59.9，现在有货。"
    assert GUARD.check(text, "model", [MASK]) == []


def test_a_model_praises_regulated_goods_only_in_approved_words() -> None:
    assert GUARD.verdict("补水保湿，秋冬合适", "model", [MASK]).allowed
    assert GUARD.verdict("淡斑提亮", "model", [MASK]).rules == ("unapproved-words",)
    assert GUARD.verdict("淡斑提亮", "staff", [MASK]).allowed
    approved = Product("A1", "面霜", regulated=True, approved=("淡斑提亮",))
    assert GUARD.verdict("淡斑提亮", "model", [approved]).allowed
    assert GUARD.verdict("淡斑提亮", "model", [Product("D1", "台灯")]).allowed


def test_nothing_is_said_of_a_person_and_anything_of_everybody() -> None:
    lines = (Path(__file__).parent / "private.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert {label for label, _ in rows} == {"ok", *OF_A_PERSON}
    wrong = [(label, text) for label, text in rows if GUARD.verdict(text).allowed != (label == "ok")]
    assert wrong == []


@settings(max_examples=200)
@given(
    st.one_of(st.text(max_size=60), st.text("13800138000 一三八-.·@shop.cn加微信vx第最您买\u200b根治不", max_size=40))
)
def test_no_text_breaks_the_guard_and_a_rewrite_always_passes(text: str) -> None:
    verdict = GUARD.verdict(text, "model", [MASK])
    assert verdict.allowed == (not verdict.rules)
    if verdict.rewrite:
        assert GUARD.check(verdict.rewrite, "model", [MASK]) == []
    for found in verdict.findings:
        assert 0 <= found.start < found.end <= len(text)


def test_every_answer_of_the_sample_shop_may_be_said() -> None:
    for path in (Path(__file__).parents[2] / "faq").glob("*.md"):
        for entry in parse_faq(path.read_text("utf-8"), path.name)[0]:
            for wording in entry.wordings:
                assert check(wording) == [], (path.name, entry.id)

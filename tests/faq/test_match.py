"""Which entry a message asks for: sure, or silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import MARGIN, Matcher, collisions

SHOP = """\
## 什么时候发货？ {#ship-when}
- 几天能发货
- 今天下单什么时候发
- how soon do you ship

48 小时内发货。

## 包邮吗？ {#postage}
- 运费多少
- 满多少包邮
- is shipping free

满 59 元包邮。

## 可以退货吗？ {#return}
- 能退货吗
- 收到可以退吗
- can i return it

7 天内可以退。

## 3号链接多少钱？ {#link-3}
- 三号链接价格

¥59。

## 满100减多少？ {#off}
- 满100减几块

满 100 减 10。

## 退款还没到 {#refund-missing}
<!-- then: person -->
- 退款一直没收到
- where is my refund
"""


def matcher_of(text: str) -> Matcher:
    entries, problems = parse_faq(text, "faq/a.md")
    assert problems == []
    return Matcher(Faq.of(entries))


@pytest.fixture(scope="module")
def shop() -> Matcher:
    return matcher_of(SHOP)


def sample_faq() -> Faq:
    folder = Path(__file__).parents[2] / "faq"
    entries = []
    for path in sorted(folder.glob("*.md")):
        found, problems = parse_faq(path.read_text("utf-8"), path.name)
        assert problems == []
        entries += found
    return Faq.of(entries)


@pytest.fixture(scope="module")
def sample() -> tuple[Faq, Matcher]:
    faq = sample_faq()
    return faq, Matcher(faq)


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        # the shop's own words, decorated as viewers do
        ("什么时候发货", "ship-when"),
        ("主播主播 请问什么时候发货呀？？？", "ship-when"),
        ("HOW SOON DO YOU SHIP!!", "ship-when"),
        ("包邮吗 😀", "postage"),
        ("３号链接多少钱", "link-3"),
    ],
)
def test_the_shops_own_words_are_sure(shop: Matcher, asked: str, entry: str) -> None:
    match = shop.match(asked)
    assert match.sure
    assert match.best is not None
    assert (match.best.entry, match.best.score) == (entry, 1.0)


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("大概几天能发货", "ship-when"),
        ("我今天下单什么时候发呀", "ship-when"),
        ("how soon do you ship it", "ship-when"),
        ("要满多少才包邮", "postage"),
        ("这个运费多少", "postage"),
        ("is the shipping free", "postage"),
        ("收到了可以退吗", "return"),
        ("can i return this", "return"),
        ("退款一直没有收到", "refund-missing"),
        ("hey where is my refund??", "refund-missing"),
    ],
)
def test_a_paraphrase_finds_its_entry(shop: Matcher, asked: str, entry: str) -> None:
    match = shop.match(asked)
    assert match.best is not None
    assert match.best.entry == entry
    assert match.sure, match


@pytest.mark.parametrize(
    "asked",
    [
        # another topic altogether
        "主播身高多少",
        "敏感肌能用吗",
        "do you have a shop in berlin",
        # a word or two in common
        "今天下单有礼物吗",
        "多少人在看",
        "can i see it again",
        "退",
        # nothing to compare
        "",
        "😀😀",
        "？？？",
    ],
)
def test_it_abstains_when_not_sure(shop: Matcher, asked: str) -> None:
    match = shop.match(asked)
    assert not match.sure, match
    assert match.why


def test_two_entries_that_fit_alike_leave_it_to_a_person() -> None:
    shop = matcher_of("## 面膜怎么用？ {#mask}\na\n\n## 面霜怎么用？ {#cream}\nb\n")
    match = shop.match("面乳怎么用")
    assert not match.sure
    assert match.best is not None
    assert match.runner_up is not None
    assert match.best.score - match.runner_up.score < MARGIN


def test_the_runner_up_is_always_another_entry(shop: Matcher) -> None:
    for asked in ("什么时候发货", "几天发货", "可以退货包邮吗"):
        match = shop.match(asked)
        assert match.best is not None
        assert match.runner_up is None or match.runner_up.entry != match.best.entry


@pytest.mark.parametrize(
    "asked",
    [
        # the opposite, Chinese
        "不可以退货吗",
        "不包邮吗",
        "不能退货",
        # the opposite, English
        "can i not return it",
        "is shipping not free",
        "can't i return it",
        "isn’t shipping free",
        # another number
        "5号链接多少钱",
        "3号链接和5号链接多少钱",
        "满200减多少",
        "满1000减多少",
        # a number that says which product, where the FAQ speaks of none
        "5号链接包邮吗",
        "link 4 is shipping free",
    ],
)
def test_a_negation_or_another_number_is_another_question(shop: Matcher, asked: str) -> None:
    match = shop.match(asked)
    assert not match.sure, match


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        # "不" that denies nothing
        ("可不可以退货", "return"),
        ("能不能退货", "return"),
        ("可以退货不", "return"),
        # a number that is not the FAQ's but says nothing of which
        ("今天11号下单什么时候发", "ship-when"),
    ],
)
def test_a_negation_that_only_asks_is_none(shop: Matcher, asked: str, entry: str) -> None:
    match = shop.match(asked)
    assert match.best is not None
    assert match.best.entry == entry
    assert "negated" not in match.why


def test_the_reason_says_what_stood_in_the_way(shop: Matcher) -> None:
    assert shop.match("什么时候发货").why == "asked in the FAQ's own words"
    assert "negated" in shop.match("不包邮吗").why
    assert "numbers" in shop.match("5号链接多少钱").why
    assert "surely" in shop.match("今天下单有礼物吗").why


def test_an_empty_faq_knows_nothing() -> None:
    match = Matcher(Faq()).match("包邮吗")
    assert (match.best, match.runner_up, match.sure) == (None, None, False)


def test_the_same_question_always_gets_the_same_match(shop: Matcher) -> None:
    again = matcher_of(SHOP)
    for asked in ("几天发货", "可以退吗", "how soon is it"):
        assert shop.match(asked) == again.match(asked)


def test_a_phrasing_that_stands_in_two_entries_is_found() -> None:
    entries, _ = parse_faq("## One? {#a}\n- same words\n\nx\n\n## Two? {#b}\n- same words\n\ny\n", "a.md")
    faq = Faq.of(entries)
    assert collisions(faq, Matcher(faq)) == {("b", "same words"): "a"}


# the sample shop's own FAQ


def test_every_phrasing_of_the_sample_shop_finds_its_own_entry(sample: tuple[Faq, Matcher]) -> None:
    assert collisions(*sample) == {}


CHATTER = [
    # laughing, praise
    "哈哈哈哈哈",
    "666666",
    "笑死我了",
    "主播今天好漂亮",
    "主播声音好好听",
    "辛苦了",
    "太好看了吧",
    "这个颜色绝了",
    "心动了",
    "爱了爱了",
    "支持主播",
    # coming and going
    "第一次来",
    "来了来了",
    "晚上好",
    "大家好呀",
    "广东的来了",
    "我在新疆",
    "好几天没来了",
    "明天见",
    "我先去吃饭了",
    # buying
    "下单了",
    "已拍",
    "拍了两件",
    "抢到了",
    "又没抢到",
    "手慢了",
    "关注了",
    "收到了 很好用",
    "上次买的很好用",
    "已经用完三瓶了",
    "面膜敷上了",
    "这个防晒我有",
    "优惠券真香",
    # nothing much
    "1",
    "扣1",
    "好的",
    "不是",
    "孩子睡了",
    "今天下雨了",
    "背景音乐好听",
    "真的吗",
    "什么鬼",
    # English
    "hello everyone",
    "hi from texas",
    "good morning",
    "love this",
    "just bought two",
    "got mine yesterday",
    "you look great today",
    "the music is great",
    "take my money",
    "first time here",
    "my mom loves it",
    "wow the colour",
    "let's go",
    "omg",
    "lol",
    "see you tomorrow",
    "😍😍😍",
]


@pytest.mark.parametrize("line", CHATTER)
def test_nothing_answers_pure_chatter(sample: tuple[Faq, Matcher], line: str) -> None:
    faq, matcher = sample
    match = matcher.match(line)
    # A sure no-answer entry is silence: that is what those entries are for.
    answered = match.sure and match.best is not None and not faq.entries[match.best.entry].then
    assert not answered, match


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("发货包邮吗几天退款不没3号链接 ship return not 0", max_size=40)))
def test_no_text_breaks_the_matching(text: str) -> None:
    match = KNOWN.match(text)
    assert match.why
    assert match.best is not None or not match.sure
    for scored in (match.best, match.runner_up):
        assert scored is None or 0 <= scored.score <= 1.0001


KNOWN = matcher_of(SHOP)

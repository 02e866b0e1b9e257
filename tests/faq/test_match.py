"""Which entry a message asks for: sure, or silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.choosing import accepted, options
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import MARGIN, PROMISES, Match, Matcher, Promise
from bot.faq.vectors import Vector
from bot.text import normalise

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


def taken(faq: Faq, matcher: Matcher) -> dict[tuple[str, str], str]:
    """Return the phrasings that find another topic than their own, and which."""
    own = {(entry.id, way): topic for topic, all_ in faq.topics.items() for entry in all_ for way in entry.ways}
    found = {(id_, way): matcher.topic_of(way) or "" for id_, way in own}
    return {key: topic for key, topic in found.items() if topic != own[key]}


def test_a_phrasing_that_stands_in_two_entries_is_the_first_ones() -> None:
    entries, _ = parse_faq("## One? {#a}\n- same words\n\nx\n\n## Two? {#b}\n- same words\n\ny\n", "a.md")
    faq = Faq.of(entries)
    assert taken(faq, Matcher(faq)) == {("b", "same words"): "a"}


# ranked, chosen, asked back


def test_the_five_best_are_ranked_by_how_probable_they_are(sample: tuple[Faq, Matcher]) -> None:
    match = sample[1].match("运费是怎么算出来的")
    scores = [scored.score for scored in match.ranked]
    assert len(match.ranked) == 5
    assert scores == sorted(scores, reverse=True)
    assert match.ranked[:2] == (match.best, match.runner_up)
    assert len({scored.entry for scored in match.ranked}) == 5


def test_the_shops_own_words_have_no_rival(shop: Matcher) -> None:
    match = shop.match("可以退货吗")
    assert match.best is not None
    assert match.ranked == (match.best,)
    assert match.best.score == 1.0
    assert match.runner_up is None


TWO_ALIKE = """\
## 什么时候发货？ {#ship-when}
- 几天能发货
- 多久发货
- 今天下单什么时候发

a

## 快递要几天到？ {#arrive-when}
- 几天能到货
- 多久能收到
- 今天下单什么时候到

b

## 可以退货吗？ {#return}
- 收到可以退吗
- 不喜欢能退吗

c
"""


@pytest.mark.parametrize(
    ("asked", "entry"), [("下单到发出要多久", "ship-when"), ("how can i have the invoice sent to me", "en-invoice")]
)
def test_what_was_chosen_among_the_best_needs_less_to_be_answered(
    sample: tuple[Faq, Matcher], asked: str, entry: str
) -> None:
    match = sample[1].match(asked)
    assert not match.sure
    offered = options(match)
    assert entry in offered
    assert len(offered) == 5
    assert accepted(match, entry)
    assert not accepted(match, offered[-1]), "far too unlikely, whoever chose it"


def test_none_and_what_was_not_offered_are_never_answered() -> None:
    match = KNOWN.match("今天下单几天")
    assert not accepted(match, None)
    assert not accepted(match, "")
    assert not accepted(match, "no-such-entry")


def test_nobody_is_asked_where_it_is_sure_or_nothing_fits(shop: Matcher) -> None:
    assert options(shop.match("什么时候发货")) == ()
    assert options(shop.match("主播身高多少")) == ()
    assert options(shop.match("哈哈哈")) == ()


@pytest.mark.parametrize("asked", ["不可以退货吗", "is shipping not free", "5号链接多少钱", "满200减多少"])
def test_a_trap_holds_whoever_chose_the_entry(shop: Matcher, asked: str) -> None:
    match = shop.match(asked)
    assert match.vetoed
    assert match.why
    assert match.best is not None
    assert not accepted(match, match.best.entry)
    assert match.rivals is None


def test_two_entries_that_may_both_be_meant_are_told() -> None:
    match = matcher_of(TWO_ALIKE).match("几天能发到货")
    assert not match.sure
    assert match.rivals is not None
    assert {scored.entry for scored in match.rivals} == {"ship-when", "arrive-when"}


def test_one_entry_alone_has_no_rival(shop: Matcher) -> None:
    for asked in ("什么时候发货", "主播身高多少", "退"):
        assert shop.match(asked).rivals is None


# topics


VARIANTS = """\
## 多久发货？ {#ship}
- 几天能发货

48 小时内发货。

## 多久发货？ {#ship-presale}
<!-- products: P1 -->
- 预售什么时候发出

预售 15 天内发货。

## 多久发货？ {#ship-festival}
<!-- scene: double-eleven -->
- 双十一的单什么时候发出

7 天内发货。

## 可以退货吗？ {#return}
- 收到了能退吗

7 天内可以退。
"""


@pytest.mark.parametrize("asked", ["多久发货", "几天能发货", "预售什么时候发出", "双十一的单什么时候发出"])
def test_all_variants_of_a_question_are_one_topic(asked: str) -> None:
    match = matcher_of(VARIANTS).match(asked)
    assert match.sure
    assert match.best is not None
    assert match.best.entry == "ship"
    assert {scored.entry for scored in match.ranked} <= {"ship", "return"}


def test_variants_of_a_topic_do_not_collide() -> None:
    entries, _ = parse_faq(VARIANTS, "a.md")
    faq = Faq.of(entries)
    assert taken(faq, Matcher(faq)) == {}


# typed by ear


HOMOPHONES = [
    ("什么时候发货", "什么时候发或", "ship-when"),
    ("几天能发货", "几天能发或", "ship-when"),
    ("满多少包邮", "满多少包油", "postage"),
    ("收到可以退吗", "收到可以腿吗", "return"),
    ("退款一直没收到", "退宽一直没收到", "refund-missing"),
]


@pytest.mark.parametrize(("meant", "typed", "entry"), HOMOPHONES)
def test_a_character_that_sounds_alike_still_finds_its_entry(
    shop: Matcher, meant: str, typed: str, entry: str
) -> None:
    match = shop.match(typed)
    assert match.best is not None
    assert match.best.entry == entry
    other = "".join("猫" if a != b else a for a, b in zip(meant, typed, strict=True))
    unlike = shop.match(other).best
    assert unlike is None or match.best.score > unlike.score, "the sound counts, not only the other characters"


# promises


def test_a_stricter_promise_never_answers_more(sample: tuple[Faq, Matcher]) -> None:
    faq, normal = sample
    strict, lax = Matcher(faq, "strict"), Matcher(faq, "open")
    asked = [way[:-1] + tail for e in list(faq.entries.values())[::3] for way in e.ways for tail in ("", "呢") if way]
    counts = [sum(matcher.match(text).sure for text in asked) for matcher in (strict, normal, lax)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]
    for text in asked:
        match = strict.match(text)
        assert not match.sure or normal.match(text).sure


def test_a_promise_is_a_share_of_right_answers() -> None:
    assert PROMISES["strict"] > PROMISES["normal"] > PROMISES["open"]


# edits


@pytest.mark.parametrize("promise", ["strict", "normal", "open"])
def test_an_edit_counts_at_once_with_what_was_learned(promise: Promise) -> None:
    entries, _ = parse_faq(SHOP, "a.md")
    old = Matcher(Faq.of(entries), promise)
    more, _ = parse_faq(SHOP + "\n## 有保修吗？ {#warranty}\n- 保修多久\n\n一年。\n", "a.md")
    new = old.edited(Faq.of(more))
    assert new.curve is old.curve
    assert new.promise == promise
    assert new.topic_of("保修多久") == "warranty"
    assert old.topic_of("保修多久") is None
    best = new.match("这个保修多久").best
    assert best is not None
    assert best.entry == "warranty"
    assert old.match("几天发货") == Matcher(Faq.of(entries), promise).match("几天发货")


def test_the_first_questions_of_an_empty_faq_are_learned_from() -> None:
    entries, _ = parse_faq(SHOP, "a.md")
    assert Matcher(Faq()).edited(Faq.of(entries)).curve == KNOWN.curve


def test_an_edited_faq_is_compared_like_a_fresh_one() -> None:
    entries, _ = parse_faq(SHOP, "a.md")
    old = Matcher(Faq.of(entries))
    fewer = Faq.of([entry for entry in entries if entry.id != "postage"])
    edited, fresh = old.edited(fewer), Matcher(fewer, curve=old.curve)
    for asked in ("几天发货", "包邮吗", "我要退货", "how soon do you ship it", "退宽没收到"):
        assert edited.match(asked) == fresh.match(asked)


# meaning


def told(text: str) -> Vector:
    """Stand in for a model that knows three subjects: dispatch, money back and the rest."""
    subjects = (("发", "寄", "ship", "出库"), ("退", "return", "refund"), ("邮", "运费", "shipping"))
    point = np.array([0.2, *(2.0 * any(word in text for word in words) for words in subjects)])
    vector: Vector = (point / np.linalg.norm(point)).astype(np.float32)
    return vector


def with_meanings(faq_text: str) -> tuple[Matcher, dict[str, Vector]]:
    entries, _ = parse_faq(faq_text, "a.md")
    faq = Faq.of(entries)
    vectors = {text: told(text) for text in Matcher(faq, curve=KNOWN.curve).texts()}
    return Matcher(faq, vectors=vectors), vectors


def test_a_vector_speaks_for_the_entry_that_means_the_same() -> None:
    matcher, _ = with_meanings(SHOP)
    asked = "今天能寄出来吗"
    without, meant = matcher.match(asked).best, matcher.match(asked, told(normalise(asked))).best
    assert meant is not None
    assert meant.entry == "ship-when"
    assert without is None or without.entry != "ship-when" or meant.score > without.score


def test_vectors_have_a_curve_of_their_own() -> None:
    matcher, _ = with_meanings(SHOP)
    assert matcher.curve.meant is not None
    assert matcher.curve.meant != matcher.curve.letters
    assert KNOWN.curve.meant is None


def test_a_vector_is_wanted_only_where_it_could_matter() -> None:
    matcher, _ = with_meanings(SHOP)
    assert matcher.wants_vector("今天能寄出来吗")
    assert not matcher.wants_vector("什么时候发货"), "the shop's own words"
    assert not matcher.wants_vector("哈哈哈"), "nothing like the FAQ"
    assert not matcher.wants_vector("")
    assert not KNOWN.wants_vector("今天能寄出来吗"), "no vectors to compare it with"


def test_while_many_phrasings_have_no_vector_letters_alone_count() -> None:
    entries, _ = parse_faq(SHOP, "a.md")
    _, vectors = with_meanings(SHOP)
    matcher = Matcher(Faq.of(entries), vectors=dict(list(vectors.items())[len(vectors) // 10 :]))
    assert matcher.curve.meant is None
    assert matcher.match("今天能寄出来吗", told("寄")) == KNOWN.match("今天能寄出来吗")


def test_one_new_phrasing_without_a_vector_yet_keeps_the_others_vectors_in_use() -> None:
    matcher, vectors = with_meanings(SHOP)
    more, _ = parse_faq(SHOP + "\n## 有保修吗？ {#warranty}\n- 保修多久\n\n一年。\n", "a.md")
    edited = matcher.edited(Faq.of(more), vectors)
    assert edited.wants_vector("今天能寄出来吗")
    assert edited.topic_of("保修多久") == "warranty"


# the sample shop's own FAQ


def test_every_phrasing_of_the_sample_shop_finds_its_own_entry(sample: tuple[Faq, Matcher]) -> None:
    assert taken(*sample) == {}


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


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=60), st.text("发货包邮吗几天退款不没3号链接 ship return not 0", max_size=40)))
def test_no_text_breaks_the_matching(text: str) -> None:
    match = KNOWN.match(text)
    assert match.why
    assert match.best is not None or not match.sure
    for scored in (match.best, match.runner_up, *match.ranked):
        assert scored is None or 0 <= scored.score <= 1.0001
    assert len(match.ranked) <= 5
    assert set(match.if_chosen) <= {scored.entry for scored in match.ranked}
    assert consistent(match)


def consistent(match: Match) -> bool:
    """Return whether what may be answered is never what is vetoed."""
    return not (match.sure and match.vetoed) and not (
        match.best and match.vetoed and match.best.entry in match.if_chosen
    )


KNOWN = matcher_of(SHOP)

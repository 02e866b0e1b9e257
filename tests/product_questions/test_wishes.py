"""Whoever asks in good faith for a product gets one of that kind; whoever only talks of products gets none."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.reload import ShopFiles
from bot.messages import Outcome
from bot.product_questions.forms import is_readable, likely_wish
from bot.product_questions.goods import asked_for, names_something
from bot.product_questions.limits import limits_of
from bot.product_questions.reading import read_question
from bot.product_questions.wishes import IN_DOUBT, MAYBE, SURE, is_indefinite, wants_product, wish_in
from bot.replay import Replay, Replayed, read_chat
from bot.store import Store, open_store
from bot.text import normalise
from tests.product_questions.shop import SAMPLE

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
ANY, OR_A_PERSON, NONE = "*", "?", "-"
SHARE_REACHED, SHARE_MISTAKEN = 0.95, 0.02


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def room(store: Store) -> Replay:
    """The sample shop as a first start finds it, deciding each line by itself."""
    files = ShopFiles(REPOSITORY / "faq", REPOSITORY / "prompts", REPOSITORY / "bot" / "sample" / "catalog.csv")
    files.load()
    return Replay(files.knowledge, {}, store, "practice", each=True)


async def decided(room: Replay, texts: list[str]) -> list[Replayed]:
    said = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
    return [await room.one(message) for message in read_chat(said, "lines", [])]


def suggested(decision: Replayed) -> str:
    """Return which product a suggestion is about; "" for anything else."""
    if decision.outcome != Outcome.SUGGEST or decision.reply is None:
        return ""
    said = " ".join(decision.reply.split())
    return next(sku for sku, product in SAMPLE.items() if " ".join(product.title.split()) in said)


async def test_who_asks_in_good_faith_for_a_product_gets_one_of_that_kind(room: Replay) -> None:
    wishes = rows("wishes.tsv")
    missed, mistaken = [], []
    for (text, fitting), decision in zip(wishes, await decided(room, [row[0] for row in wishes]), strict=True):
        allowed = fitting.split()
        if decision.outcome not in (Outcome.SUGGEST, Outcome.ANSWER) and OR_A_PERSON not in allowed:
            missed.append((text, decision.reason))
        if (sku := suggested(decision)) and ANY not in allowed and sku not in allowed:
            mistaken.append((text, sku))
    assert len(wishes) >= 150
    assert len(missed) <= (1 - SHARE_REACHED) * len(wishes), missed
    assert not mistaken


async def test_lines_that_nothing_was_learned_from_fare_nearly_as_well(room: Replay) -> None:
    wishes = rows("wishes_unseen.tsv")
    decisions = await decided(room, [row[0] for row in wishes])
    reached = [
        decision.outcome in (Outcome.SUGGEST, Outcome.ANSWER)
        or (decision.outcome == Outcome.ESCALATE and not {OR_A_PERSON, NONE}.isdisjoint(row[1].split()))
        for row, decision in zip(wishes, decisions, strict=True)
    ]
    for row, decision in zip(wishes, decisions, strict=True):
        if NONE in row[1].split():
            assert not suggested(decision), row
    assert sum(reached) >= 0.9 * len(wishes)
    talk = [row[0] for row in rows("no_wishes_unseen.tsv")]
    assert sum(bool(suggested(one)) for one in await decided(room, talk)) <= SHARE_MISTAKEN * len(talk)


@pytest.mark.parametrize(
    ("wished", "talk", "least"),
    [
        ("wishes_by_kind.tsv", "no_wishes_by_kind.tsv", 0.9),
        ("wishes_by_kind_again.tsv", "no_wishes_by_kind_again.tsv", 0.88),
    ],
)
async def test_wishes_of_every_kind_get_there(room: Replay, wished: str, talk: str, least: float) -> None:
    wishes = rows(wished)
    decisions = await decided(room, [row[0] for row in wishes])
    reached, heard = 0, 0
    for (text, fitting), decision in zip(wishes, decisions, strict=True):
        allowed = set(fitting.split())
        sku, person = suggested(decision), decision.outcome == Outcome.ESCALATE
        assert not sku or sku in allowed or ANY in allowed, (text, sku)
        honestly = person and not {OR_A_PERSON, NONE}.isdisjoint(allowed)
        reached += honestly or decision.outcome in (Outcome.SUGGEST, Outcome.ANSWER)
        heard += person or decision.outcome in (Outcome.SUGGEST, Outcome.ANSWER)
    assert reached >= least * len(wishes)
    assert heard >= SHARE_REACHED * len(wishes)
    lines = [row[0] for row in rows(talk)]
    assert sum(bool(suggested(one)) for one in await decided(room, lines)) <= SHARE_MISTAKEN * len(lines)


async def test_a_gift_or_a_use_without_goods_gets_the_right_kind_or_a_person(room: Replay) -> None:
    wishes = rows("wishes_without_goods.tsv")
    decisions = await decided(room, [row[0] for row in wishes])
    wrong = [
        (text, sku)
        for (text, fitting), decision in zip(wishes, decisions, strict=True)
        if (sku := suggested(decision)) and ANY not in fitting.split() and sku not in fitting.split()
    ]
    dropped = [row[0] for row, one in zip(wishes, decisions, strict=True) if one.outcome == Outcome.IGNORE]
    assert len(wrong) <= 0.03 * len(wishes), wrong
    assert len(dropped) <= (1 - SHARE_REACHED) * len(wishes), dropped


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("牙刷的替换头有卖的吗", {"B105"}),
        ("do you sell refill heads for the toothbrush", {"B105"}),
        ("刷头买哪种 电动牙刷用", {"B105"}),
        ("家里空气炸锅用的纸没了 有吗", {"E103"}),
        ("is there a cover for the earbuds", {"G102"}),
        ("充电宝的收纳包有吗", set()),
        ("你家有手机壳没", set()),
        ("保温杯的盖子有没有", set()),
        ("can i get a case for my iphone", set()),
        ("any bluetooth keyboard?", set()),
        ("i want a strap for my power bank", set()),
    ],
)
async def test_what_belongs_to_goods_is_not_those_goods(room: Replay, text: str, skus: set[str]) -> None:
    (decision,) = await decided(room, [text])
    assert suggested(decision) in (skus or {""})


def test_how_a_line_is_put_tells_wishes_from_talk_whatever_is_named() -> None:
    assert likely_wish("想给 ◆ 买个 ◇") > SURE > IN_DOUBT > likely_wish("◇ 收到了")
    assert likely_wish("looking for a ◇ for my ◆") > SURE > IN_DOUBT > likely_wish("my ◆ loves the ◇")
    assert not is_readable("pero hay level ◇ ?")
    assert is_readable("any cheap ◇ ?")


async def test_who_only_talks_of_products_or_wants_what_the_shop_has_none_of_gets_none(room: Replay) -> None:
    lines = [row[0] for row in rows("no_wishes.tsv")]
    mistaken = [
        (text, sku) for text, one in zip(lines, await decided(room, lines), strict=True) if (sku := suggested(one))
    ]
    assert len(lines) >= 80
    assert len(mistaken) <= SHARE_MISTAKEN * len(lines), mistaken


@pytest.mark.parametrize(
    ("text", "sku"), [("有没有不刺激的卸妆推荐", "A108"), ("recommend a blanket for winter", "D107")]
)
async def test_of_what_is_only_sold_out_staff_are_told(room: Replay, text: str, sku: str) -> None:
    (decision,) = await decided(room, [text])
    assert decision.outcome == Outcome.ESCALATE
    assert decision.reason == f"what fits is sold out: {sku}"


@pytest.mark.parametrize(
    ("text", "indefinite"),
    [
        ("油皮适合什么洗面奶", True),
        ("any good sunscreen for daily use", True),
        ("which lipstick suits a beginner", True),
        ("面霜适合油皮吗", False),
        ("这个面霜有没有适合油皮的", False),
        ("is the cream good for oily skin", False),
    ],
)
def test_which_one_suits_is_a_wish_and_whether_one_suits_is_a_question(text: str, indefinite: bool) -> None:
    assert is_indefinite(text) is indefinite
    if indefinite:
        assert read_question(text, SAMPLE) is None
        assert wants_product(text, SAMPLE)


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("any headphones for the bus", {"G101"}),
        ("any jacket for windy days", {"F101"}),
        ("which pan should i buy", {"E104"}),
        ("有没有控油的洗发水", {"B101"}),
        ("推荐水果干", {"C103"}),
        ("想买一把锅，推荐什么锅", {"E102", "E104"}),
        # another kind of goods that shares a word with what is sold
        ("有没有防晒衣", set()),
        ("推荐一双鞋", set()),
        ("any bag for commuting", set()),
        ("有没有毛巾推荐", set()),
    ],
)
def test_goods_go_by_everyday_names_and_are_not_replaced_by_others(text: str, skus: set[str]) -> None:
    plain = normalise(text)
    assert set(asked_for(plain, SAMPLE)) == skus
    assert skus or names_something(plain, SAMPLE)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        # the catalogue does not say whom it suits, which rules nothing out of a kind that is named
        ("推荐一款新手用的口红", None),
        ("any sunscreen for hiking", None),
        ("any lipstick for my girlfriend", {"A106"}),
        # for children only what is made for them, but a lamp is for whoever reads
        ("给孩子的面霜推荐", {"C102", "C103", "H102", "H103", "H104"}),
        ("台灯推荐哪个，孩子写作业", {"D106"}),
        ("suggest a toothbrush for my kid", {"H104"}),
        # without a kind, what suits most of what was said
        ("生日礼物推荐，送女友", {"A106", "D104", "F105"}),
    ],
)
def test_a_use_prefers_within_a_kind_and_chooses_without_one(text: str, only: set[str] | None) -> None:
    assert limits_of(text, SAMPLE).only == (frozenset(only) if only is not None else None)


def test_what_the_catalogue_says_is_not_for_them_stays_ruled_out() -> None:
    assert "A103" in limits_of("油皮用什么面霜好", SAMPLE).never


@pytest.mark.parametrize("text", ["我妈总喊肩膀凉", "ramen in a dorm, what do i cook it in"])
def test_where_only_a_situation_is_told_a_person_looks(text: str) -> None:
    assert MAYBE <= wish_in(text, SAMPLE) < SURE


def test_wishes_told_as_situations_are_known_though_nobody_taught_them() -> None:
    lines = rows("told_unseen.tsv")
    known = {kind: [wish_in(text, SAMPLE) >= MAYBE for label, text in lines if label == kind] for kind in "wt"}
    assert sum(known["w"]) >= 0.75 * len(known["w"])
    assert sum(known["t"]) <= 0.03 * len(known["t"])


@pytest.mark.parametrize(
    "text", ["挑一个吧主播，我选不出来", "pick one for me pls", "不知道买啥，主播给点意见", "有啥新品适合我"]
)
async def test_who_leaves_the_choice_to_the_shop_gets_what_suits_or_sells(room: Replay, text: str) -> None:
    (decision,) = await decided(room, [text])
    assert decision.outcome == Outcome.SUGGEST


@pytest.mark.parametrize(
    "text",
    [
        # what they have already
        "买了空气炸锅还要配点啥",
        "what goes with the black coat",
        # something for the same place that is no help
        "冬天骑车上班风灌脖子里",
        "my phone dies by noon every day, help",
    ],
)
async def test_nobody_is_offered_what_they_have_or_what_is_no_help(room: Replay, text: str) -> None:
    (decision,) = await decided(room, [text])
    assert decision.outcome == Outcome.ESCALATE


@given(st.text(max_size=120))
def test_whatever_strangers_type_is_read_as_a_wish_or_not(text: str) -> None:
    assert wants_product(text, SAMPLE) in (True, False)
    assert set(asked_for(normalise(text), SAMPLE)) <= set(SAMPLE)

"""What is suggested to whom: history chooses, it never speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.product_questions.wishes import wants_product
from bot.purchases import Bought, History
from bot.relevance import concerns_shop
from bot.sentences import sentence
from bot.suggest import REST_DAYS, Ranked, Wanted, shortlist
from bot.text import normalise

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


def product(sku: str, title: str, category: str, *tags: str, **more: object) -> Product:
    fields: dict[str, object] = {"price": Decimal(50), "stock": 5, "repurchase": "repeat"} | more
    return Product(sku, title, category=category, tags=tags, **fields)  # type: ignore[arg-type]


MASK = product("A1", "补水面膜", "护肤", "面膜", "mask", link_no=1)
CREAM = product("A2", "舒缓面霜", "护肤", "面霜", "face cream")
SERUM = product("A3", "亮肤精华", "护肤", "精华")
TEA = product("B1", "茉莉花茶", "茶饮", "花茶", "tea")
OOLONG = product("B2", "乌龙茶", "茶饮", "oolong")
POT = product("C1", "玻璃茶壶", "家居", "茶壶", repurchase="once")
TEST = product("D1", "早孕试纸", "个护", "试纸", sensitive=True)
GONE = product("E1", "羊毛围巾", "服饰", "围巾", stock=0)
CATALOG = Catalog({p.sku: p for p in (MASK, CREAM, SERUM, TEA, OOLONG, POT, TEST, GONE)})


def bought(*days_ago: tuple[str, float]) -> History:
    return History("C1", tuple(Bought(sku, NOW - timedelta(days=days)) for sku, days in days_ago))


def skus(wanted: Wanted, **more: object) -> list[str]:
    return [r.sku for r in shortlist(wanted, CATALOG, NOW, **more)]  # type: ignore[arg-type]


# what history does


def test_what_is_bought_again_and_again_comes_first() -> None:
    ranked = shortlist(Wanted(history=bought(("B1", 40), ("B1", 20))), CATALOG, NOW)
    assert ranked[0].sku == "B1"
    assert ranked[0].reason == "repeat"


def test_the_same_shelf_comes_before_the_others() -> None:
    ranked = shortlist(Wanted(history=bought(("B1", 2))), CATALOG, NOW)
    assert ranked[0].sku == "B2"
    assert ranked[0].reason.startswith("category")


def test_an_old_purchase_says_less_than_a_new_one() -> None:
    first = shortlist(Wanted(history=bought(("B1", 15), ("A1", 200))), CATALOG, NOW)[0]
    assert first.sku == "B1"
    assert shortlist(Wanted(history=bought(("A1", 15), ("B1", 200))), CATALOG, NOW)[0].sku == "A1"


@pytest.mark.parametrize(
    ("history", "never"),
    [
        # still enough of it at home
        (bought(("A1", REST_DAYS["repeat"] - 1)), "A1"),
        # nobody needs a second teapot this year
        (bought(("C1", 300)), "C1"),
    ],
)
def test_what_was_just_bought_is_not_suggested(history: History, never: str) -> None:
    assert never not in skus(Wanted(history=history))


def test_what_was_bought_a_while_ago_is_suggested_again() -> None:
    assert "A1" in skus(Wanted(history=bought(("A1", REST_DAYS["repeat"] + 1))))


def test_somebody_who_asks_for_it_by_name_gets_it_all_the_same() -> None:
    assert skus(Wanted("推荐一款面膜", bought(("A1", 1)))) == ["A1"]


def test_a_sensitive_purchase_is_no_reason_for_anything() -> None:
    wanted = Wanted(history=bought(("D1", 20), ("D1", 50)))
    assert shortlist(wanted, CATALOG, NOW) == shortlist(Wanted(), CATALOG, NOW)


def test_a_product_the_shop_no_longer_has_is_no_reason_either() -> None:
    assert shortlist(Wanted(history=bought(("Z9", 20))), CATALOG, NOW) == shortlist(Wanted(), CATALOG, NOW)


# what is never suggested


@pytest.mark.parametrize("question", ["", "推荐一款好用的", "什么适合送给妈妈"])
def test_sold_out_and_sensitive_things_are_never_the_shops_idea(question: str) -> None:
    history = bought(("D1", 20), ("E1", 20), ("E1", 90))
    found = skus(Wanted(question, history, on_screen="D1", hot={"D1": 9, "E1": 9}), k=50)
    assert found
    assert not {"D1", "E1"} & set(found)


def test_a_sensitive_thing_is_there_for_those_who_ask_for_it() -> None:
    assert skus(Wanted("有没有试纸")) == ["D1"]


def test_what_was_just_suggested_is_not_suggested_again() -> None:
    assert "A1" not in skus(Wanted(shown={"A1"}), k=50)
    assert skus(Wanted("推荐一款面膜", shown={"A1"})) == []


def test_only_candidates_are_ranked_when_they_are_given() -> None:
    assert set(skus(Wanted(), candidates=["A2", "B1", "E1", "Z9"], k=50)) == {"A2", "B1"}
    assert skus(Wanted(), candidates=[]) == []


# what the question does


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("推荐一款面膜", "A1"),
        ("有没有花茶", "B1"),
        ("any good face cream for winter", "A2"),
        ("do you have oolong", "B2"),
        ("do you sell masks", "A1"),
    ],
)
def test_what_is_asked_for_comes_first_whatever_was_bought(question: str, first: str) -> None:
    assert skus(Wanted(question, bought(("A3", 20), ("A3", 40), ("A3", 60))))[0] == first


@pytest.mark.parametrize("question", ["有没有帐篷", "有自行车吗", "do you sell bicycles"])
def test_what_the_shop_does_not_have_is_not_replaced(question: str) -> None:
    assert skus(Wanted(question)) == []


def test_what_the_host_shows_and_what_sells_break_the_tie() -> None:
    assert shortlist(Wanted(on_screen="B2"), CATALOG, NOW)[0] == Ranked("B2", 0.1, "host_showing")
    assert shortlist(Wanted(hot={"A3": 4, "B1": 2}), CATALOG, NOW)[0].sku == "A3"


@pytest.mark.parametrize(
    ("line", "wants"),
    [
        # asks what to buy
        ("推荐一款好用的", True),
        ("油皮适合什么", True),
        ("送妈妈买什么好", True),
        ("what should i get for my mom", True),
        ("any gift ideas", True),
        # asks for a product the shop has
        ("有没有面膜", True),
        ("有花茶吗", True),
        ("do you have oolong", True),
        # asks for something that is no product
        ("有没有优惠券", False),
        ("有人吗", False),
        ("do you have a minute", False),
        # asks nothing of the kind
        ("面膜多少钱", False),
        ("几天能到", False),
        ("哈哈哈", False),
        ("", False),
    ],
)
def test_a_wish_for_a_product_is_told_from_other_questions(line: str, wants: bool) -> None:
    assert wants_product(line, CATALOG) is wants


# the list


def test_no_three_of_one_shelf_in_a_row_while_others_remain() -> None:
    ranked = skus(Wanted(history=bought(("A1", 20), ("A2", 20), ("A3", 20))), k=6)
    shelves = [CATALOG[sku].category for sku in ranked]
    assert shelves[:2] == ["护肤", "护肤"]
    assert shelves[2] != "护肤"


HISTORIES = st.lists(st.tuples(st.sampled_from([*CATALOG, "Z9"]), st.floats(-1, 900)), max_size=8).map(
    lambda some: bought(*some)
)
WANTED = st.builds(
    Wanted,
    question=st.sampled_from(["", "推荐一款面膜", "有没有花茶", "推荐", "do you have x"]) | st.text(max_size=20),
    history=st.none() | HISTORIES,
    on_screen=st.none() | st.sampled_from(list(CATALOG)),
    hot=st.none() | st.dictionaries(st.sampled_from(list(CATALOG)), st.integers(0, 9)),
    shown=st.sets(st.sampled_from(list(CATALOG))),
)


@settings(max_examples=250, deadline=None)
@given(WANTED, st.integers(0, 9))
def test_whatever_is_known_the_list_keeps_its_rules_and_is_always_the_same(wanted: Wanted, k: int) -> None:
    ranked = shortlist(wanted, CATALOG, NOW, k=k)
    assert ranked == shortlist(wanted, CATALOG, NOW, k=k)
    assert len(ranked) <= k
    assert len({r.sku for r in ranked}) == len(ranked)
    for r in ranked:
        assert CATALOG[r.sku].available
        assert r.sku not in wanted.shown
        assert r.reason


def test_two_viewers_with_different_pasts_read_the_same_sentence() -> None:
    first = shortlist(Wanted("推荐一款面膜", bought(("A1", 20))), CATALOG, NOW)[0]
    second = shortlist(Wanted("推荐一款面膜"), CATALOG, NOW)[0]
    assert sentence(CATALOG[first.sku], "zh") == sentence(CATALOG[second.sku], "zh")


def test_chat_is_compared_with_names_that_were_normalised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    normalised: list[str] = []

    def counted(text: str) -> str:
        normalised.append(text)
        return normalise(text)

    for module in ("bot.suggest", "bot.catalog", "bot.text"):
        monkeypatch.setattr(f"{module}.normalise", counted)
    line = "有没有面膜"
    assert wants_product(line, CATALOG)
    assert concerns_shop("这个面膜谁用过", CATALOG)
    assert shortlist(Wanted(line), CATALOG, NOW)
    assert set(normalised) == {line}, "only the line itself, never the catalogue"

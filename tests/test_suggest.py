"""What is suggested to whom: history chooses, it never speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.catalog.sentences import sentence
from bot.cues.relevance import concerns_shop
from bot.product_questions.wishes import wants_product
from bot.ranking.learned import Learned, Purchase
from bot.ranking.resting import BOUGHT_AGAIN, ENOUGH_BUYERS, INFERRED_ONCE_DAYS, JUST_BOUGHT_DAYS, REST_DAYS
from bot.ranking.scores import CATALOGUE, ROOM, Weights
from bot.suggest import Ranked, Wanted, shortlist
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
SHELF = product("F1", "置物架", "家居", repurchase="")
GONE = product("E1", "羊毛围巾", "服饰", "围巾", stock=0)
CATALOG = Catalog({p.sku: p for p in (MASK, CREAM, SERUM, TEA, OOLONG, POT, TEST, GONE, SHELF)})


def at(days_ago: float) -> int:
    return int((NOW - timedelta(days=days_ago)).timestamp())


def shop(**bought: list[tuple[str, float]]) -> Learned:
    """What customers bought: by customer the products, and how many days ago."""
    learned = Learned()
    for customer, some in bought.items():
        learned.learn(customer, [Purchase(at(days), sku) for sku, days in some])
    return learned


def ranked(learned: Learned, wanted: Wanted, **more: object) -> list[Ranked]:
    return shortlist(wanted, CATALOG, NOW, learned, **more)  # type: ignore[arg-type]


def skus(learned: Learned, wanted: Wanted, **more: object) -> list[str]:
    return [r.sku for r in ranked(learned, wanted, **more)]


ME = ("me",)
NOTHING = Learned()


# what history does


def test_what_is_bought_again_and_again_comes_first() -> None:
    first = ranked(shop(me=[("B1", 40), ("B1", 20)], other=[("A1", 1)]), Wanted(customers=ME))[0]
    assert (first.sku, first.reason) == ("B1", "repeat")


def test_what_others_bought_beside_the_same_comes_before_what_only_sells() -> None:
    learned = shop(
        me=[("C1", 60)], ann=[("C1", 90), ("B2", 80)], ben=[("C1", 50), ("B2", 50)],
        **{f"crowd{n}": [("A1", 1.0)] for n in range(5)},
    )  # fmt: skip
    first = ranked(learned, Wanted(customers=ME))[0]
    assert (first.sku, first.reason) == ("B2", "goes_with:家居")


def test_the_same_shelf_comes_before_the_others() -> None:
    first = ranked(shop(me=[("B1", 2)], other=[("A1", 1)]), Wanted(customers=ME))[0]
    assert (first.sku, first.reason) == ("B2", "new_in_category")


def test_an_old_purchase_says_less_than_a_new_one() -> None:
    assert skus(shop(me=[("B1", 15), ("A1", 200)]), Wanted(customers=ME))[0] == "B1"
    assert skus(shop(me=[("A1", 15), ("B1", 200)]), Wanted(customers=ME))[0] == "A1"


def test_one_person_under_two_customer_ids_has_one_taste() -> None:
    learned = shop(me=[("B1", 15)], me_too=[("B1", 20), ("A1", 10)])
    assert skus(learned, Wanted(customers=("me", "me_too")))[0] == "B1"


@pytest.mark.parametrize(
    ("sku", "days"),
    [
        # still enough of it at home
        ("A1", REST_DAYS["repeat"] - 1),
        # nobody needs a second teapot this year
        ("C1", 300),
        # the catalogue says nothing: at least not twice in a show
        ("F1", JUST_BOUGHT_DAYS / 2),
    ],
)
def test_what_was_just_bought_is_not_suggested(sku: str, days: float) -> None:
    assert sku not in skus(shop(me=[(sku, days)]), Wanted(customers=ME), k=50)


@pytest.mark.parametrize(("sku", "days"), [("A1", REST_DAYS["repeat"] + 1), ("F1", JUST_BOUGHT_DAYS + 1)])
def test_what_was_bought_a_while_ago_is_suggested_again(sku: str, days: float) -> None:
    assert skus(shop(me=[(sku, days)]), Wanted(customers=ME))[0] == sku


def test_what_hardly_anybody_comes_back_for_rests_longer_once_enough_people_show_it() -> None:
    few = {f"c{n}": [("F1", 100.0)] for n in range(ENOUGH_BUYERS - 2)}
    assert "F1" in skus(shop(me=[("F1", 30)], **few), Wanted(customers=ME), k=50)
    many = {f"c{n}": [("F1", 100.0)] for n in range(ENOUGH_BUYERS)}
    assert "F1" not in skus(shop(me=[("F1", 30)], **many), Wanted(customers=ME), k=50)
    assert "F1" in skus(shop(me=[("F1", INFERRED_ONCE_DAYS + 1)], **many), Wanted(customers=ME), k=50)
    assert "F1" in skus(shop(me=[("F1", 30), ("F1", 60)], **many), Wanted(customers=ME), k=50), "they do come back"
    again = {f"d{n}": [("F1", 100.0), ("F1", 90.0)] for n in range(int(ENOUGH_BUYERS * BOUGHT_AGAIN) + 4)}
    assert "F1" in skus(shop(me=[("F1", 30)], **many, **again), Wanted(customers=ME), k=50)


def test_somebody_who_asks_for_it_by_name_gets_it_all_the_same() -> None:
    assert skus(shop(me=[("A1", 1)]), Wanted("推荐一款面膜", ME)) == ["A1"]


@pytest.mark.parametrize("sku", ["D1", "Z9"])
def test_what_is_sensitive_or_no_longer_in_the_catalogue_is_no_reason_for_anything(sku: str) -> None:
    others = {f"c{n}": [(sku, 20.0), ("A2", 10.0)] for n in range(9)}
    learned = shop(me=[(sku, 20), (sku, 50)], **others)
    assert ranked(learned, Wanted(customers=ME), k=50) == ranked(learned, Wanted(), k=50)


def test_what_is_bought_after_the_moment_asked_about_does_not_count() -> None:
    learned = shop(me=[("B1", 20), ("A1", -3), ("A1", -5)], other=[("A2", -1)])
    assert ranked(learned, Wanted(customers=ME))[0] == Ranked(
        "B1", ranked(learned, Wanted(customers=ME))[0].score, "repeat"
    )
    assert ranked(shop(other=[("A2", -1)]), Wanted(), k=1)[0].reason == "catalogue"


def test_what_the_shop_says_of_how_long_one_lasts_holds() -> None:
    catalog = Catalog({"X": product("X", "Coffee", "", lasts_days=30), "Y": product("Y", "Tea", "")})
    for days, first in ((29, "Y"), (31, "X")):
        found = shortlist(Wanted(customers=ME), catalog, NOW, shop(me=[("X", days)]))
        assert found[0].sku == first


# what sells


def test_without_a_past_what_sells_comes_first_the_last_minutes_before_today_before_the_last_days() -> None:
    learned = shop(
        a=[("A1", 2.0)], b=[("A1", 2.0)], c=[("A1", 2.0)], d=[("A2", 0.5)], e=[("A2", 0.5)], f=[("B1", 0.005)]
    )  # fmt: skip
    found = ranked(learned, Wanted(), k=3)
    assert [(r.sku, r.reason) for r in found] == [("B1", "hot_now"), ("A2", "hot_today"), ("A1", "hot_lately")]


def test_what_the_host_shows_comes_before_what_sells_when_nothing_is_known_of_the_viewer() -> None:
    found = ranked(shop(a=[("A1", 0.001)]), Wanted(on_screen="B2"), k=2)
    assert [(r.sku, r.reason) for r in found] == [("B2", "host_showing"), ("A1", "hot_now")]


@pytest.mark.parametrize("question", ["这款适合我吗", "给我推荐一款花茶", "is this one good for me"])
def test_a_question_about_what_the_host_shows_gets_it_first(question: str) -> None:
    learned = shop(me=[("A1", 20), ("A1", 40)])
    assert skus(learned, Wanted(question, ME, on_screen="B1"))[0] == "B1"


def test_of_a_kind_that_nothing_else_speaks_for_what_ever_sold_comes_before_the_order_of_the_catalogue() -> None:
    learned = shop(a=[("B2", 300)], b=[("B2", 320)], c=[("B1", 310)])
    found = ranked(learned, Wanted("推荐一款茶饮"), k=3)
    assert [r.sku for r in found][:2] == ["B2", "B1"]
    assert found[0].reason in ("sells", "hot_lately")
    assert [r.sku for r in ranked(NOTHING, Wanted("推荐一款茶饮"), k=3)][:2] == ["B1", "B2"]


def test_what_is_pinned_comes_before_what_nothing_speaks_for_and_after_what_sells() -> None:
    catalog = Catalog({sku: product(sku, sku, "") for sku in "XY"} | {"Z": product("Z", "Z", "", suggest="pinned")})
    found = shortlist(Wanted(), catalog, NOW, shop(a=[("Y", 2)]))
    assert [(r.sku, r.reason) for r in found] == [("Y", "hot_lately"), ("Z", "pinned"), ("X", "catalogue")]


def test_what_is_barred_is_suggested_only_to_those_who_ask_for_it() -> None:
    catalog = Catalog({"X": product("X", "茉莉花茶", "", suggest="never"), "Y": product("Y", "台灯", "")})
    learned = shop(me=[("X", 30), ("X", 60)])
    assert [r.sku for r in shortlist(Wanted(customers=ME), catalog, NOW, learned)] == ["Y"]
    assert [r.sku for r in shortlist(Wanted("有没有茉莉花茶", ME), catalog, NOW, learned)] == ["X"]


def test_with_nothing_known_at_all_the_catalogue_keeps_its_order() -> None:
    assert skus(NOTHING, Wanted(), k=50, varied=False) == [
        p.sku for p in CATALOG.values() if p.available and not p.sensitive
    ]


# what is never suggested


@pytest.mark.parametrize("question", ["", "推荐一款好用的", "什么适合送给妈妈"])
def test_sold_out_and_sensitive_things_are_never_the_shops_idea(question: str) -> None:
    learned = shop(me=[("D1", 20), ("E1", 20), ("E1", 90)], other=[("D1", 0.001), ("E1", 0.001)])
    found = skus(learned, Wanted(question, ME, on_screen="D1"), k=50)
    assert found
    assert not {"D1", "E1"} & set(found)


def test_a_sensitive_thing_is_there_for_those_who_ask_for_it() -> None:
    assert skus(NOTHING, Wanted("有没有早孕试纸")) == ["D1"]


@pytest.mark.parametrize("question", ["有没有试纸", "推荐试纸", "试纸哪个好"])
def test_a_word_that_is_only_said_of_something_sensitive_does_not_name_it(question: str) -> None:
    assert skus(NOTHING, Wanted(question)) == []


def test_a_character_in_another_word_asks_for_nothing_sensitive() -> None:
    herbs = product("D2", "草本茶包", "茶", "草本", sensitive=True)
    catalog = Catalog({p.sku: p for p in (MASK, TEA, herbs)})
    for question in ("本店有什么推荐", "推荐一款茶"):
        assert "D2" not in [r.sku for r in shortlist(Wanted(question), catalog, NOW, NOTHING)]
    assert shortlist(Wanted("有没有草本茶包"), catalog, NOW, NOTHING)[0].sku == "D2"


def test_a_kind_may_be_named_by_one_character() -> None:
    leaves = product("L1", "正山小种 50g", "茶", price=Decimal(90))
    catalog = Catalog({p.sku: p for p in (MASK, CREAM, leaves)})
    for question in ("有什么推荐的茶", "推荐一款茶", "有什么茶推荐"):
        assert [r.sku for r in shortlist(Wanted(question), catalog, NOW, NOTHING)] == ["L1"]


def test_what_was_just_suggested_is_not_suggested_again() -> None:
    assert "A1" not in skus(NOTHING, Wanted(shown={"A1"}), k=50)
    assert skus(NOTHING, Wanted("推荐一款面膜", shown={"A1"})) == []


def test_only_candidates_are_ranked_when_they_are_given() -> None:
    assert set(skus(NOTHING, Wanted(), candidates=["A2", "B1", "E1", "Z9"], k=50)) == {"A2", "B1"}
    assert skus(NOTHING, Wanted(), candidates=[]) == []


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
    assert skus(shop(me=[("A3", 20), ("A3", 40), ("A3", 60)]), Wanted(question, ME))[0] == first


@pytest.mark.parametrize("question", ["有没有帐篷", "有自行车吗", "do you sell bicycles"])
def test_what_the_shop_does_not_have_is_not_replaced(question: str) -> None:
    assert skus(NOTHING, Wanted(question)) == []


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
    found = skus(shop(me=[("A1", 20), ("A2", 20), ("A3", 20)]), Wanted(customers=ME), k=6)
    shelves = [CATALOG[sku].category for sku in found]
    assert shelves[:2] == ["护肤", "护肤"]
    assert shelves[2] != "护肤"


def test_products_without_a_shelf_do_not_crowd_each_other() -> None:
    catalog = Catalog(
        {sku: product(sku, sku, "") for sku in ("X1", "X2", "X3")} | {"Y1": product("Y1", "Y1", "茶饮")}
    )
    learned = shop(me=[("X1", 20), ("X2", 20), ("X3", 20)])
    assert [r.sku for r in shortlist(Wanted(customers=ME), catalog, NOW, learned, k=4)] == ["X1", "X2", "X3", "Y1"]


LEARNED = st.lists(
    st.tuples(
        st.sampled_from(["me", "ann", "ben"]),
        st.lists(st.tuples(st.sampled_from([*CATALOG, "Z9"]), st.floats(-1, 900))),
    ),
    max_size=6,
).map(lambda some: shop(**dict(some)))
WANTED = st.builds(
    Wanted,
    question=st.sampled_from(["", "推荐一款面膜", "有没有花茶", "推荐", "do you have x"]) | st.text(max_size=20),
    customers=st.sampled_from([(), ME, ("me", "ann"), ("nobody",)]),
    on_screen=st.none() | st.sampled_from(list(CATALOG)),
    shown=st.sets(st.sampled_from(list(CATALOG))),
)
CANDIDATES = st.none() | st.lists(st.sampled_from([*CATALOG, "Z9"]))


@settings(max_examples=150)
@given(LEARNED, WANTED, CANDIDATES, st.integers(0, 9), st.sampled_from([ROOM, CATALOGUE]))
def test_whatever_is_known_the_list_keeps_its_rules_and_is_always_the_same(
    learned: Learned, wanted: Wanted, candidates: list[str] | None, k: int, weights: Weights
) -> None:
    found = ranked(learned, wanted, k=k, candidates=candidates, weights=weights)
    assert found == ranked(learned, wanted, k=k, candidates=candidates, weights=weights)
    assert len(found) <= k
    assert len({r.sku for r in found}) == len(found)
    for r in found:
        assert CATALOG[r.sku].available
        assert r.sku not in wanted.shown
        assert candidates is None or r.sku in candidates
        assert r.reason


def test_two_viewers_with_different_pasts_read_the_same_sentence() -> None:
    first = ranked(shop(me=[("A1", 20)]), Wanted("推荐一款面膜", ME))[0]
    second = ranked(NOTHING, Wanted("推荐一款面膜"))[0]
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
    assert ranked(NOTHING, Wanted(line))
    assert set(normalised) == {line}, "only the line itself, never the catalogue"

"""The sample shop and the scripted evening keep what they promise to a newcomer."""

from __future__ import annotations

import csv
import os
import re
import string
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.catalog import Catalog
from bot.catalog.file import COLUMNS, REPURCHASE, parse_catalog
from bot.faq.entries import Faq
from bot.faq.files import check_against_catalog, parse_faq
from bot.purchases import History, Order
from bot.sample.crowd import SCRIPT, VIEWERS, HostShows, Line
from bot.sample.orders import SAMPLE_LINKS, promotions, sample_orders
from bot.sample.rounds import round_of, wordings
from bot.text import normalise

ROOT = Path(__file__).parent.parent
CATALOG = ROOT / "bot" / "sample" / "catalog.csv"
FAQ = ROOT / "faq"
TODAY = date(2026, 11, 22)

ABSOLUTES = re.compile(r"最|第一|顶级|根治|绝对|永久|国家级|唯一|首选|万能|100%|全网|包治|\bbest\b|guaranteed", re.I)
META = re.compile(r"\A<!--\n(.*?)-->\n", re.S)
KEYS = {"valid", "products", "lang", "scene", "mode", "then"}


@dataclass(frozen=True)
class Entry:
    """An FAQ entry, read just well enough for these tests."""

    file: str
    id: str
    question: str
    meta: dict[str, str]
    phrasings: tuple[str, ...]
    answer: str

    @property
    def asks(self) -> tuple[str, ...]:
        return (self.question, *self.phrasings)


def read_faq(path: Path) -> Iterator[Entry]:
    for block in re.split(r"(?m)^## ", path.read_text("utf-8"))[1:]:
        heading, _, body = re.sub(r"(?m)^# .*$", "", block).partition("\n")
        named = re.fullmatch(r"(.+?) \{#([a-z0-9]+(?:-[a-z0-9]+)*)\}", heading)
        assert named, f"{path.name}: {heading}"
        found = META.match(body)
        meta = {}
        if found:
            meta = dict(re.findall(r"(?m)^([a-z]+): (.+)$", found[1]))
            body = body[found.end() :]
        bullets, _, answer = body.partition("\n\n")
        assert all(line.startswith("- ") for line in bullets.splitlines()), f"{path.name}: {heading}"
        phrasings = tuple(line.removeprefix("- ") for line in bullets.splitlines())
        yield Entry(path.name, named[2], named[1], meta, phrasings, answer.strip())


@pytest.fixture(scope="module")
def faq() -> list[Entry]:
    return [entry for path in sorted(FAQ.glob("*.md")) for entry in read_faq(path)]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    found, problems = parse_catalog(CATALOG.read_text("utf-8"), "catalog.csv")
    assert problems == []
    return found


@pytest.fixture(scope="module")
def orders(catalog: Catalog) -> list[Order]:
    return sample_orders(TODAY, products=list(catalog.values()))


def handover() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (FAQ / "handover.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = groups.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words.append(line)
    return groups


def forced(text: str, words: Iterable[str]) -> list[str]:
    """Return the handover words in this text; Latin words count only as whole words."""
    return [
        word
        for word in words
        if re.search(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), text, re.I)
    ]


def bare(text: str) -> str:
    """Return what is left of a phrasing without case, width, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


# The catalogue


def test_the_catalogue_has_the_agreed_columns() -> None:
    with CATALOG.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert set(columns) <= set(COLUMNS)
    assert len(columns) == len(set(columns))


def test_the_catalogue_is_a_whole_shop(catalog: Catalog) -> None:
    assert len(catalog) >= 48
    assert len({p.category for p in catalog.values()}) >= 7
    assert {p.repurchase for p in catalog.values()} == set(REPURCHASE) - {""}
    assert 3 <= sum(p.sensitive for p in catalog.values()) <= 8


def test_every_product_has_a_price_a_page_and_words_in_both_languages(catalog: Catalog) -> None:
    for product in catalog.values():
        assert product.price is not None
        assert product.price > 0
        assert product.currency == "CNY"
        assert product.url == f"https://shop.example/p/{product.sku}"
        assert any(tag.isascii() for tag in product.tags), product.sku
        assert any(not tag.isascii() for tag in product.tags), product.sku


def test_a_category_has_one_letter(catalog: Catalog) -> None:
    pairs = {(p.sku[0], p.category) for p in catalog.values()}
    assert len(pairs) == len({letter for letter, _ in pairs}) == len({name for _, name in pairs})


def test_link_numbers_run_from_one_without_a_gap(catalog: Catalog) -> None:
    numbers = sorted(p.link_no for p in catalog.values() if p.link_no is not None)
    assert numbers == list(range(1, len(numbers) + 1))
    assert 38 <= len(numbers) < len(catalog)


def test_some_products_are_sold_out_and_some_nearly(catalog: Catalog) -> None:
    stocks = [p.stock for p in catalog.values() if p.stock is not None]
    assert len(stocks) == len(catalog)
    assert 2 <= stocks.count(0) <= 5
    assert sum(1 <= stock <= 5 for stock in stocks) >= 3


def test_no_title_and_no_answer_claims_an_absolute(catalog: Catalog, faq: list[Entry]) -> None:
    said = [p.title for p in catalog.values()] + [e.answer for e in faq]
    assert [text for text in said if ABSOLUTES.search(text)] == []


# The FAQ


def test_there_are_enough_entries_in_both_languages(faq: list[Entry]) -> None:
    answered = [e for e in faq if e.answer]
    assert len(answered) >= 66
    assert sum(e.meta.get("lang") == "en" for e in answered) >= 18
    assert sum("then" in e.meta for e in faq) >= 16


def test_every_entry_has_an_answer_or_says_who_has_one(faq: list[Entry]) -> None:
    for entry in faq:
        assert set(entry.meta) <= KEYS, entry.id
        assert bool(entry.answer) != ("then" in entry.meta), entry.id
        assert entry.meta.get("then", "person") in {"person", "model", "silence"}, entry.id
        assert ("then" in entry.meta) == (entry.file == "not-for-the-bot.md"), entry.id


def test_the_files_are_read_without_a_problem(catalog: Catalog, faq: list[Entry]) -> None:
    read = [parse_faq(path.read_text("utf-8"), path.name) for path in sorted(FAQ.glob("*.md"))]
    assert [problem for _, problems in read for problem in problems] == []
    entries = [entry for found, _ in read for entry in found]
    assert [(e.id, e.answer) for e in entries] == [(e.id, e.answer) for e in faq]
    assert check_against_catalog(Faq.of(entries), catalog) == []


def test_ids_are_unique(faq: list[Entry]) -> None:
    assert [i for i, n in Counter(e.id for e in faq).items() if n > 1] == []


def test_no_phrasing_belongs_to_two_entries(faq: list[Entry]) -> None:
    for form in (bare, normalise):
        counts = Counter(form(text) for entry in faq for text in entry.asks)
        assert [text for text, n in counts.items() if n > 1] == []
        assert "" not in counts


def test_every_entry_is_asked_in_several_ways(faq: list[Entry]) -> None:
    assert [e.id for e in faq if len(e.phrasings) < (10 if e.answer else 5)] == []


def test_answers_fit_into_one_chat_message(faq: list[Entry]) -> None:
    for entry in faq:
        assert len(entry.answer) <= (220 if entry.meta.get("lang") == "en" else 120), entry.id
        assert "\n" not in entry.answer, entry.id


def test_answers_speak_the_language_of_their_question(faq: list[Entry]) -> None:
    for entry in faq:
        if not entry.answer:
            continue
        chinese = re.search(r"[一-鿿]", entry.question) is not None
        assert chinese != (entry.meta.get("lang") == "en"), entry.id


def test_every_product_the_faq_names_is_in_the_catalogue(catalog: Catalog, faq: list[Entry]) -> None:
    for entry in faq:
        named = re.findall(r"\{(\w+):(\w+)\}", entry.answer)
        assert len(named) == entry.answer.count("{"), entry.id
        assert {variable for variable, _ in named} <= {"price", "stock", "title", "link"}, entry.id
        listed = [sku.strip() for sku in entry.meta.get("products", "").split(",") if sku]
        for sku in [*listed, *(sku for _, sku in named if sku != "screen")]:
            assert sku in catalog, entry.id
        for variable, sku in named:
            if variable == "link" and sku != "screen":
                assert catalog[sku].link_no is not None, entry.id


def test_catalogue_prices_are_variables_and_never_typed(catalog: Catalog, faq: list[Entry]) -> None:
    prices = {f"{p.price.normalize():f}" for p in catalog.values() if p.price is not None}
    with_price = [e for e in faq if "{price:" in e.answer]
    assert len(with_price) >= 8
    assert all("screen" in e.answer or "products" in e.meta for e in with_price)
    about_products = [e for e in faq if e.file in {"products.md", "live-room.md"}]
    for entry in about_products:
        typed = re.findall(r"(\d+(?:\.\d+)?) ?元|¥ ?(\d+(?:\.\d+)?)", entry.answer)
        assert not prices & {number for pair in typed for number in pair if number}, entry.id


# Words that send a message to a person


def test_handover_words_are_grouped_and_long_enough_not_to_ring_false() -> None:
    groups = handover()
    assert list(groups) == ["delicate", "asks for a person"]
    words = [word for group in groups.values() for word in group]
    assert len(words) == len({bare(word) for word in words})
    assert all(len(word) >= (4 if word.isascii() else 2) for word in words)
    assert {"投诉", "过敏", "假货", "lawyer", "chargeback"} <= set(groups["delicate"])
    assert {"人工", "转人工", "真人", "human", "real person"} <= set(groups["asks for a person"])


def test_no_answered_question_contains_a_handover_word(faq: list[Entry]) -> None:
    words = [word for group in handover().values() for word in group]
    hits = [(e.id, text) for e in faq if e.answer for text in e.asks if forced(text, words)]
    assert hits == []


@pytest.mark.parametrize(
    "text",
    [
        "please sue the weather lol",
        "爆炸好看",
        "工商银行卡能付吗",
        "这个315块吗",
        "包装盒有点划伤没事",
        "humane society",
    ],
)
def test_ordinary_chat_is_not_forced_to_a_person(text: str) -> None:
    assert forced(text, [word for group in handover().values() for word in group]) == []


# The prompt


def test_the_prompt_uses_the_placeholders_it_declares() -> None:
    text = (ROOT / "prompts" / "suggest.md").read_text("utf-8")
    _, front, body = text.split("---\n", 2)
    keys = dict(line.split(": ", 1) for line in front.splitlines())
    assert set(keys) == {"version", "purpose", "temperature", "max_tokens", "placeholders"}
    assert float(keys["temperature"]) <= 1
    assert int(keys["max_tokens"]) > 0
    template = string.Template(body)
    assert template.is_valid()
    assert sorted(template.get_identifiers()) == sorted(keys["placeholders"].split(", "))


def test_the_prompt_puts_rules_first_and_the_viewer_last() -> None:
    text = (ROOT / "prompts" / "suggest.md").read_text("utf-8")
    system, user = text.split("## system")[1].split("## user")
    assert "JSON" in system
    assert "$" not in system
    assert user.index("$candidates") < user.index("$language") < user.index("$question")
    assert user.rstrip().endswith("$question")


# Orders


def test_orders_are_the_same_for_the_same_seed_and_day(catalog: Catalog, orders: list[Order]) -> None:
    products = list(catalog.values())
    assert sample_orders(TODAY, products=products) == orders
    assert sample_orders(TODAY, products=products, seed=12) != orders


@pytest.mark.parametrize("hash_seed", ["1", "77"])
def test_orders_do_not_depend_on_hash_randomisation(hash_seed: str, orders: list[Order]) -> None:
    program = (
        "import sys; from datetime import date; from bot.catalog.file import parse_catalog;"
        "from bot.sample.orders import sample_orders;"
        "from pathlib import Path; text = Path(sys.argv[1]).read_text('utf-8');"
        "products = list(parse_catalog(text, 'c')[0].values());"
        "print([o.order_id for o in sample_orders(date(2026, 11, 22), products=products)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(CATALOG)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str([o.order_id for o in orders])


def test_more_customers_leave_the_orders_of_the_others_alone(catalog: Catalog, orders: list[Order]) -> None:
    few = sample_orders(TODAY, customers=50, products=list(catalog.values()))
    assert few == [o for o in orders if int(o.customer_id[1:]) <= 50]


def test_an_empty_shop_has_no_orders() -> None:
    assert sample_orders(TODAY, products=[]) == []


def test_orders_lie_in_two_years_before_today_oldest_first(orders: list[Order]) -> None:
    moments = [o.paid_at for o in orders]
    assert moments == sorted(moments)
    assert all(m.utcoffset() == timedelta(hours=8) for m in moments)
    assert all(0 < (TODAY - m.date()).days <= 735 for m in moments)
    assert len({o.order_id for o in orders}) == len(orders)


def test_order_lines_name_products_and_plausible_amounts(catalog: Catalog, orders: list[Order]) -> None:
    for order in orders:
        assert order.lines
        for line in order.lines:
            product = catalog[line.sku]
            assert product.price is not None
            assert line.title == product.title
            assert line.category == product.category
            assert Decimal("0.75") * product.price * line.quantity < line.paid <= product.price * line.quantity
        assert 0 <= order.refunded <= sum(line.paid for line in order.lines)


@pytest.mark.parametrize("today", [TODAY, date(2026, 2, 1), date(2026, 6, 19), date(2026, 9, 30), date(2027, 1, 5)])
def test_every_tier_has_customers_on_any_day(catalog: Catalog, today: date) -> None:
    tiers: Counter[str] = Counter()
    by_customer: dict[str, list[Order]] = {}
    for order in sample_orders(today, products=list(catalog.values())):
        if order.counts:
            by_customer.setdefault(order.customer_id, []).append(order)
    for bought in by_customer.values():
        ages = [((today - o.paid_at.date()).days, o) for o in bought]
        recent = [o for age, o in ages if age <= 90]
        spent = sum((sum(line.paid for line in o.lines) - o.refunded for o in recent), Decimal(0))
        silent_for = min(age for age, _ in ages)
        if silent_for <= 30:
            tiers["high active" if len(recent) >= 3 and spent >= 500 else "low active"] += 1
        elif silent_for <= 90:
            tiers["high silent" if len(recent) >= 2 and spent >= 300 else "low silent"] += 1
        else:
            tiers["low silent"] += 1
    assert len(tiers) == 4
    assert min(tiers.values()) >= 20


def test_the_big_sales_stand_out(orders: list[Order]) -> None:
    days = Counter(o.paid_at.date() for o in orders)
    for peak in promotions(TODAY - timedelta(days=540), TODAY):
        at_peak = sum(days[peak + timedelta(days=d)] for d in range(-3, 3)) / 6
        before = sum(days[peak - timedelta(days=d)] for d in range(10, 40)) / 30
        assert at_peak > 1.8 * before, peak


def test_some_went_quiet_after_the_last_sale_and_some_came_once(orders: list[Order]) -> None:
    last = promotions(date(2026, 1, 1), TODAY)[-1]
    newest = {o.customer_id: o.paid_at.date() for o in orders}
    assert sum(abs((day - last).days) <= 2 for day in newest.values()) >= 30
    assert sum(n == 1 for n in Counter(o.customer_id for o in orders).values()) >= 15


def test_some_orders_were_given_back_wholly_or_in_part(orders: list[Order]) -> None:
    assert sum(o.status == "refunded" for o in orders) >= 20
    assert sum(o.status == "closed" for o in orders) >= 10
    assert sum(o.counts and o.refunded > 0 for o in orders) >= 20


def test_consumables_are_bought_again_and_durables_hardly(catalog: Catalog, orders: list[Order]) -> None:
    times = Counter((o.customer_id, line.sku) for o in orders for line in o.lines)
    again: dict[str, list[bool]] = {"repeat": [], "once": [], "accessory": []}
    for (_, sku), n in times.items():
        again[catalog[sku].repurchase].append(n > 1)
    assert sum(again["repeat"]) / len(again["repeat"]) > 0.4
    assert sum(again["once"]) / len(again["once"]) < 0.15


def test_known_viewers_have_tastes_of_their_own(catalog: Catalog, orders: list[Order]) -> None:
    assert set(SAMPLE_LINKS) <= set(VIEWERS)
    assert len(set(SAMPLE_LINKS.values())) == len(SAMPLE_LINKS) >= 10
    favourites = set()
    for customer in SAMPLE_LINKS.values():
        history = History.of(customer, orders).bought
        assert len(history) >= 8, customer
        favourites.add(Counter(catalog[b.sku].category for b in history).most_common(1)[0][0])
    assert len(favourites) >= 6


# The crowd


def spoken() -> list[Line]:
    return [step for step in SCRIPT if isinstance(step, Line)]


def test_the_evening_is_long_and_full_enough() -> None:
    assert len(spoken()) >= 130
    assert len({line.viewer_id for line in spoken()}) >= 30
    assert 480 <= sum(step.after for step in SCRIPT) <= 600
    assert sum(step.after < 1.5 for step in SCRIPT) >= 8, "bursts"


def test_the_host_shows_about_ten_products_that_can_be_bought(catalog: Catalog) -> None:
    shown = [step.sku for step in SCRIPT if isinstance(step, HostShows)]
    assert isinstance(SCRIPT[0], HostShows)
    assert 9 <= len(shown) == len(set(shown)) <= 13
    assert all(catalog[sku].available and catalog[sku].link_no for sku in shown)


def test_a_viewer_keeps_the_same_name_and_nobody_shares_one() -> None:
    assert {(line.viewer_id, line.viewer_name) for line in spoken()} == set(VIEWERS.items())
    assert len(set(VIEWERS.values())) == len(VIEWERS)


def test_the_first_half_minute_shows_one_of_each(faq: list[Entry]) -> None:
    clock, early = 0.0, []
    for step in SCRIPT:
        clock += step.after
        if clock <= 25 and isinstance(step, Line):
            early.append(step.text)
    ways = {bare(text): e for e in faq for text in e.asks}
    known = [ways[bare(text)] for text in early if bare(text) in ways]
    assert any(e.answer for e in known), "an answer"
    assert any(e.meta.get("then") == "model" for e in known), "a suggestion"
    assert any(forced(text, handover()["delicate"]) for text in early), "a case for staff"
    assert any(re.search(r"来啦|好看", text) for text in early), "chatter"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("asks for a person", r"转人工"),
        ("asks for a person in English", r"real person"),
        ("a complaint", r"我要投诉"),
        ("body and health", r"红疹"),
        ("personal data", r"1\d{10}"),
        ("an attempt to instruct the model", r"忽略.*指令"),
        ("spam", r"日结"),
        ("a typo", r"优惠卷"),
        ("grumbling about the price", r"又涨回去"),
        ("sensitive skin", r"有没有适合敏感肌的面霜"),
        ("snacks for children", r"any snacks for kids\?"),
        ("price of what is on screen", r"这个多少钱"),
        ("a statement that looks like a question", r"谁能拒绝"),
    ],
)
def test_the_crowd_brings(what: str, pattern: str) -> None:
    assert any(re.search(pattern, line.text) for line in spoken()), what


def test_somebody_asks_the_same_thing_twice() -> None:
    asked = Counter((line.viewer_id, bare(line.text)) for line in spoken())
    assert max(asked.values()) == 2


def test_a_fair_part_of_the_crowd_writes_english() -> None:
    english = sum(line.text.isascii() for line in spoken())
    assert 12 <= english <= len(spoken()) / 3


# Its later rounds


def rounds(*numbers: int) -> list[Line]:
    return [step for n in numbers for step in round_of(n) if isinstance(step, Line)]


def test_the_first_round_is_the_evening_as_it_was_written() -> None:
    assert round_of(0) == SCRIPT


@pytest.mark.parametrize("n", [1, 2, 3, 40])
def test_a_later_round_is_as_long_and_shows_the_same_products_in_another_order(n: int) -> None:
    later, before = round_of(n), round_of(n - 1)
    assert sum(step.after for step in later) == pytest.approx(sum(step.after for step in SCRIPT))
    orders = [[step.sku for step in steps if isinstance(step, HostShows)] for steps in (later, before)]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    assert len(later) == len(SCRIPT)


def test_only_the_shops_own_customers_come_again() -> None:
    for n in range(1, 20):
        people = {line.viewer_id for line in rounds(n)} & {line.viewer_id for line in rounds(*range(n))}
        assert people == SAMPLE_LINKS.keys()


def test_nobody_of_two_rounds_shares_a_name() -> None:
    for n in range(60):
        people = {(line.viewer_id, line.viewer_name) for line in rounds(n, n + 1)}
        assert len({name for _, name in people}) == len(people)


def test_no_round_says_a_line_in_the_words_of_the_round_before() -> None:
    for n in range(1, 7):
        said, before = ({line.text for line in rounds(one)} for one in (n, n - 1))
        assert not said & before


def test_every_line_of_the_script_has_other_wordings_and_they_are_lines_of_a_chat() -> None:
    assert wordings().keys() == {line.text for line in spoken()}
    said = [text for ways in wordings().values() for text in ways]
    assert len(set(said)) == len(said) == 3 * len(wordings())
    assert all(text == text.strip() and 0 < len(text) <= 60 for text in said)

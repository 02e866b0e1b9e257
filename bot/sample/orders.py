"""Two invented years of the sample shop's orders, the same for the same seed and day."""

from __future__ import annotations

import random  # noqa: TID251 - the seed is an argument, so the same arguments give the same orders
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from bot.catalog import Product
from bot.purchases import Order, OrderLine

SHOP_TIME = timezone(timedelta(hours=8))
DAYS = 730
"""How far back the orders go."""

CENT = Decimal("0.01")

SAMPLE_LINKS: Mapping[str, str] = {
    "v-xiaomei": "C0001",
    "v-nuomi": "C0002",
    "v-laozhou": "C0003",
    "v-amy": "C0004",
    "v-dou": "C0005",
    "v-lin": "C0006",
    "v-ben": "C0007",
    "v-mianmian": "C0008",
    "v-qiao": "C0009",
    "v-yutou": "C0010",
}
"""Viewers of the practice room who are known customers, each with a taste of their own."""

_KNOWN_TASTES: Mapping[str, tuple[str, ...]] = {
    "C0001": ("美妆护肤",),
    "C0002": ("零食",),
    "C0003": ("厨房",),
    "C0004": ("美妆护肤", "个护"),
    "C0005": ("母婴", "零食"),
    "C0006": ("家居",),
    "C0007": ("数码小件",),
    "C0008": ("服饰",),
    "C0009": ("厨房", "家居"),
    "C0010": ("个护",),
}


@dataclass(frozen=True, slots=True)
class _Habit:
    """How one kind of customer comes and goes."""

    share: int
    """Weight among all customers."""
    every: tuple[int, int]
    """Days between two orders."""
    quiet: tuple[int, int]
    """Days since the last order."""
    items: tuple[int, int]
    """Different products in an order."""
    orders: int = 60
    """At most so many orders."""
    until_promotion: bool = False
    """The last order was in the latest big promotion, and nothing came after it."""


_DEVOTED = _Habit(16, every=(13, 26), quiet=(0, 22), items=(2, 4))
_HABITS = (
    _DEVOTED,
    _Habit(24, every=(40, 110), quiet=(0, 29), items=(1, 2)),
    _Habit(14, every=(12, 24), quiet=(32, 58), items=(2, 4)),  # good buyers who drifted away
    _Habit(18, every=(50, 120), quiet=(0, 0), items=(1, 3), until_promotion=True),
    _Habit(16, every=(30, 90), quiet=(92, 420), items=(1, 3)),
    _Habit(12, every=(1, 1), quiet=(3, 700), items=(1, 1), orders=1),
)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the shop sells, sorted the way the generator asks for it."""

    by_category: Mapping[str, tuple[Product, ...]]

    @classmethod
    def of(cls, products: Sequence[Product]) -> _Shelf:
        shelf: dict[str, list[Product]] = {}
        for product in products:
            if product.price is not None:
                shelf.setdefault(product.category, []).append(product)
        return cls({category: tuple(found) for category, found in shelf.items()})


def sample_orders(today: date, *, customers: int = 400, seed: int = 11, products: Sequence[Product]) -> list[Order]:
    """Return the orders of two years up to `today`, oldest first.

    Every customer draws from a source of their own: more customers leave those before them unchanged.
    """
    shelf = _Shelf.of(products)
    if not shelf.by_category:
        return []
    orders: list[Order] = []
    for number in range(1, customers + 1):
        # A string, because a tuple's hash (and so its sequence) changes from one run to the next.
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - invented orders, nothing to guess
        orders += _orders_of(f"C{number:04d}", number, today, shelf, chance)
    return sorted(orders, key=lambda order: (order.paid_at, order.order_id))


def promotions(first: date, last: date) -> list[date]:
    """Return the days of Double Eleven and 618 from `first` to `last`, oldest first."""
    days = [
        day
        for year in range(first.year, last.year + 1)
        for day in (date(year, 6, 18), date(year, 11, 11))
        if first <= day <= last
    ]
    return sorted(days)


def _orders_of(customer: str, number: int, today: date, shelf: _Shelf, chance: random.Random) -> list[Order]:
    if customer in _KNOWN_TASTES:
        habit = _DEVOTED
        tastes = tuple(taste for taste in _KNOWN_TASTES[customer] if taste in shelf.by_category)
    else:
        habit = chance.choices(_HABITS, weights=[h.share for h in _HABITS])[0]
        tastes = ()
    if not tastes:
        names = sorted(shelf.by_category)
        tastes = tuple(chance.sample(names, k=min(len(names), chance.randint(1, 3))))
    basket = _Basket(shelf, tastes, habit, chance)
    orders = []
    for turn, day in enumerate(_days(habit, today, chance), start=1):
        promoted = _near_promotion(day)
        paid_at = _moment(day, chance, promoted=promoted)
        lines = basket.fill(day, promoted=promoted)
        order_id = f"{day:%y%m%d}{number:04d}{turn:02d}"
        orders.append(_settled(Order(order_id, customer, paid_at, lines), chance))
    return orders


def _days(habit: _Habit, today: date, chance: random.Random) -> list[date]:
    """Return the days on which this customer bought, oldest first."""
    first = today - timedelta(days=DAYS)
    # Today itself is left out: an order "later today" would lie in the future.
    last = today - timedelta(days=1 + chance.randint(*habit.quiet))
    past = promotions(first, today - timedelta(days=4))
    if habit.until_promotion and past:
        last = past[-1] + timedelta(days=chance.randint(-2, 2))
    joined = first + timedelta(days=chance.randint(0, 540))
    days = {last: None}
    day = last
    while len(days) < habit.orders:
        day -= timedelta(days=chance.randint(*habit.every))
        if day < joined:
            break
        days[day] = None
    for peak in past:
        wants = chance.random() < 0.7
        bought = peak + timedelta(days=chance.randint(-3, 1))
        if wants and habit.orders > 1 and joined <= bought < last:
            days[bought] = None
    return sorted(days)


def _near_promotion(day: date) -> bool:
    return any(-3 <= (day - peak).days <= 2 for peak in (date(day.year, 6, 18), date(day.year, 11, 11)))


def _moment(day: date, chance: random.Random, *, promoted: bool) -> datetime:
    """Return when on that day: mostly in the evening show, at midnight too on the big days."""
    hours = (0, 20, 21, 22, 23) if promoted else (9, 12, 15, 19, 20, 20, 21, 21, 22)
    hour = chance.choice(hours)
    return datetime(day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=SHOP_TIME)


class _Basket:
    """What one customer puts into the orders, remembering what they have."""

    def __init__(self, shelf: _Shelf, tastes: tuple[str, ...], habit: _Habit, chance: random.Random) -> None:
        self._chance = chance
        self._habit = habit
        self._liked = [product for taste in tastes for product in shelf.by_category[taste]]
        self._others = [p for found in shelf.by_category.values() for p in found]
        staples = [p for p in self._liked if p.repurchase == "repeat"]
        self._intervals = {p.sku: chance.randint(20, 60) for p in chance.sample(staples, k=min(3, len(staples)))}
        self._last: dict[str, date] = {}

    def fill(self, day: date, *, promoted: bool) -> tuple[OrderLine, ...]:
        """Return the lines of one order: what has run out first, then what catches the eye."""
        wanted = self._chance.randint(*self._habit.items) + (1 if promoted else 0)
        chosen: dict[str, Product] = {}
        for product in self._liked:
            if len(chosen) < wanted and self._has_run_out(product, day):
                chosen[product.sku] = product
        for _ in range(4 * wanted):
            if len(chosen) >= wanted:
                break
            product = self._eye_catcher()
            if product.sku not in self._last or product.repurchase == "repeat":
                chosen.setdefault(product.sku, product)
        if not chosen:
            product = self._eye_catcher()
            chosen[product.sku] = product
        for sku in chosen:
            self._last[sku] = day
        return tuple(self._line(product, promoted=promoted) for product in chosen.values())

    def _has_run_out(self, product: Product, day: date) -> bool:
        interval = self._intervals.get(product.sku)
        if interval is None:
            return False
        last = self._last.get(product.sku)
        return last is None or (day - last).days >= interval

    def _eye_catcher(self) -> Product:
        """Return something to the customer's taste; an accessory only for who has the thing it belongs to."""
        stranger = self._chance.random() < 0.08
        product = self._chance.choice(self._others if stranger else self._liked)
        if product.repurchase == "accessory" and not self._owns_in(product.category):
            return self._chance.choice([p for p in self._others if p.repurchase != "accessory"] or self._others)
        return product

    def _owns_in(self, category: str) -> bool:
        return any(p.category == category and p.repurchase == "once" for p in self._others if p.sku in self._last)

    def _line(self, product: Product, *, promoted: bool) -> OrderLine:
        price = product.price or Decimal(0)
        most = 3 if product.repurchase == "repeat" and promoted else 2 if product.repurchase == "repeat" else 1
        quantity = self._chance.randint(1, most)
        share = self._chance.choice((80, 82, 85, 88) if promoted else (95, 100, 100, 100))
        paid = (price * quantity * share / 100).quantize(CENT)
        return OrderLine(product.sku, quantity, paid, product.title, product.category)


def _settled(order: Order, chance: random.Random) -> Order:
    """Return the order as it ended: most stay, a few were closed or given back wholly or in part."""
    fate = chance.random()
    if fate > 0.07:
        return order
    paid = sum((line.paid for line in order.lines), Decimal(0))
    if fate < 0.015:
        status, refunded = "closed", Decimal(0)
    elif fate < 0.04 or len(order.lines) == 1:
        status, refunded = "refunded", paid
    else:
        status, refunded = "paid", order.lines[-1].paid
    return Order(order.order_id, order.customer_id, order.paid_at, order.lines, order.currency, status, refunded)

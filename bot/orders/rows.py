"""A row of an order file becomes what it says of its order; what cannot be trusted is rejected with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.languages import Both
from bot.orders import cells
from bot.orders.products import Products
from bot.orders.shapes import Header
from bot.orders.states import is_refunded, known_words, state
from bot.purchases import NEVER, NEVER_COUNTED, NOTHING, RANKS, OrderLine

FUTURE = timedelta(days=1)
"""Clocks differ; an order from further ahead than this is a mistake."""

BRUSHING = ("刷单", "补单", "s单", "brushing")
"""Staff's remarks on orders that nobody placed."""

_ID = re.compile(r'(?!=")[^\x00-\x1f]{1,64}')
LONGEST_ID = 64
_LOST_BY_PANDAS = re.compile(r"(\d{1,15})\.0")
_GIFT = re.compile("赠品|^[【\\[(（]?赠[】\\])）]|^gift\\b", re.IGNORECASE)


class Rejected(Exception):
    """A row cannot be used."""

    def __init__(self, what: Both, fix: Both) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are read here: the shop's clock and money, the words of its own."""

    zone: ZoneInfo
    now: datetime
    as_of: datetime = NEVER
    """When the file was made."""
    currency: str = "CNY"
    """Of amounts that do not say it."""
    states: Mapping[str, str] = field(default_factory=dict)
    brushing: Sequence[str] = BRUSHING


@dataclass(slots=True)
class Said:
    """What one row says."""

    order_id: str
    customer_id: str
    masked: bool
    status: str
    """The state the row has; empty where it says none."""
    created_at: datetime
    paid_at: datetime
    currency: str
    """Empty where the row says none."""
    amount: Decimal | None
    refund: Decimal
    excluded: bool
    line: OrderLine | None


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, header: Header, terms: Terms, products: Products, names: Sequence[str]) -> None:
        """`names` are the columns as the file spells them, for messages."""
        self._header, self._shape, self._terms, self._products = header, header.shape, terms, products
        self._names = {name: names[places[0]].strip()[:40] for name, places in header.at.items()}
        self._at = header.at
        self._places = tuple(header.at.items())
        self._codes = (*header.at.get("sku", ()), *header.at.get("product_id", ()))
        self._latest = terms.now + FUTURE
        self._states: dict[str, str] = {}
        words = "|".join(map(re.escape, terms.brushing)) or r"(?!)"
        self._brushing = re.compile(f"(?:{words})", re.IGNORECASE)
        self._currency = self._shape.currency or terms.currency
        self._prefix = "" if self._shape.own_ids else f"{self._shape.source}:"
        self.rounded_ids = False
        """Set when the file's long ids all end in zeros: a spreadsheet wrote them out after rounding."""

    def values(self, row: Sequence[str]) -> dict[str, str]:
        """Return what a row has under each field, without what guards it; fields with nothing are left out."""
        found: dict[str, str] = {}
        wide = len(row)
        for name, places in self._places:
            for place in places:
                if place < wide and (text := cells.plain(row[place])):
                    found[name] = text
                    break
        return found

    def read(self, row: Sequence[str], said: Mapping[str, str]) -> Said:
        """Return what a row says, of which `said` are its values. Raises `Rejected`."""
        order_id = self._id(said, "order_id")
        if not order_id:
            raise Rejected(
                Both(f"{self._spelled('order_id')} is empty.", f"{self._spelled('order_id')} 是空的。"),
                Both("Fill the cell or delete the row.", "请填上，或删掉这一行。"),
            )
        customer = self._id(said, "customer_id")
        masked = bool(customer) and cells.is_masked(customer)
        if customer:
            customer = "" if masked else self._named(customer)
        status = self._status(said)
        created, paid = self._times(said, status)
        currency = self._spelled_currency(said)
        amount, currency = self._amount(said, "order_amount", currency)
        refund, currency = self._amount(said, "order_refund", currency)
        if self._shape.order_status and amount is not None and is_refunded(said.get("after_sale", "")):
            refund = refund or amount
        line = None
        if self._shape.lines:
            line, currency = self._line(row, said, status, currency)
        note = said.get("note", "")
        return Said(
            order_id, customer, masked, status, created, paid, currency,
            None if status in ("unpaid", "deposit") else amount, refund or NOTHING,
            bool(note) and self._marked(note), line,
        )  # fmt: skip

    def _named(self, customer: str) -> str:
        """A buyer's id as we keep it: a platform's names are apart from another's, and mail has no capitals."""
        if not self._prefix:
            return customer
        return self._prefix + (customer.lower() if "@" in customer else customer)

    def _spelled(self, name: str) -> str:
        return self._names.get(name, name)

    def _id(self, said: Mapping[str, str], name: str) -> str:
        text = said.get(name, "")
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
            if self.rounded_ids and is_rounded(text):
                what = Both(
                    f"{self._spelled(name)} {text} ends in zeros as all long ids here: a spreadsheet has rounded it.",
                    f"{self._spelled(name)} {text} 和这里所有长编号一样以零结尾：被表格软件四舍五入了。",
                )
                raise Rejected(
                    what, Both("Export again, and do not save it in Excel.", "请重新导出，不要用 Excel 保存。")
                )
            return text
        if not text:
            return ""
        if cells.is_broken(text):
            what = Both(
                f"{self._spelled(name)} {text[:30]} is a long number that a spreadsheet has broken.",
                f"{self._spelled(name)} {text[:30]} 是被表格软件弄坏的长数字。",
            )
            raise Rejected(
                what,
                Both(
                    "Export again, and do not save it in Excel; or format the column as text first.",
                    "请重新导出，不要用 Excel 保存；或先把这一列设为文本。",
                ),
            )
        if lost := _LOST_BY_PANDAS.fullmatch(text):
            text = lost[1]
        if not _ID.fullmatch(text):
            raise Rejected(
                Both(
                    f"{self._spelled(name)} is no id: {text[:40]!r}.",
                    f"{self._spelled(name)} 不是编号：{text[:40]!r}。",
                ),
                Both("Correct the cell or delete the row.", "请改正，或删掉这一行。"),
            )
        return text

    def _status(self, said: Mapping[str, str]) -> str:
        word = said.get("status", "")
        found = self._states.get(word)
        if found is None and word:
            found = state(word, self._terms.states)
            if found is None:
                what = Both(
                    f'{self._spelled("status")} is "{word[:40]}", which is no known state.',
                    f"{self._spelled('status')} 写的是「{word[:40]}」，不是认识的状态。",
                )
                known = ", ".join(known_words())
                raise Rejected(
                    what,
                    Both(
                        f"Name it under [states] in a file for --mapping. Known: {known}, …",
                        f"请在 --mapping 文件的 [states] 里写明。可用：{known}……",
                    ),
                )
            if len(self._states) < 1_000:
                self._states[word] = found
        found = found or ""
        if not word and "status" in self._at and not (self._shape.follow or self._shape.own_ids):
            raise Rejected(
                Both(f"{self._spelled('status')} is empty.", f"{self._spelled('status')} 是空的。"),
                Both("Export it again.", "请重新导出。"),
            )
        return "cancelled" if said.get("cancelled_at", "") and RANKS[found] < RANKS["closed"] else found

    def _times(self, said: Mapping[str, str], status: str) -> tuple[datetime, datetime]:
        created, paid = self._time(said, "created_at"), self._time(said, "paid_at")
        counted = status not in NEVER_COUNTED or not (status or self._shape.follow)
        if paid is None and (counted or status == "refunded"):
            # Some exports leave the payment's time out; what was paid was paid about when it was made.
            paid = created or self._time(said, "finished_at")
        if paid is None and counted and self._shape.head:
            raise Rejected(
                Both(f"{self._spelled('paid_at')} is empty.", f"{self._spelled('paid_at')} 是空的。"),
                Both("Export the column with the time of payment.", "请导出付款时间这一列。"),
            )
        return created or NEVER, paid or NEVER

    def _time(self, said: Mapping[str, str], name: str) -> datetime | None:
        text = said.get(name, "")
        if not text or text.startswith("0000"):
            return None
        at = cells.moment(text, self._terms.zone)
        if at is None:
            fix = Both("Write 2026-11-12 20:00:01, with or without a zone.", "请写成 2026-11-12 20:00:01，可带时区。")
            raise Rejected(
                Both(
                    f'{self._spelled(name)} is "{text[:40]}", which is no time.',
                    f"{self._spelled(name)} 写的是「{text[:40]}」，不是时间。",
                ),
                fix,
            )
        if at > self._latest:
            raise Rejected(
                Both(
                    f"{self._spelled(name)} {text[:40]} is in the future.",
                    f"{self._spelled(name)} {text[:40]} 在未来。",
                ),
                Both("Correct the date.", "请改正日期。"),
            )
        return at

    def _spelled_currency(self, said: Mapping[str, str]) -> str:
        text = said.get("currency", "").upper()
        if text in ("", "人民币", "RMB"):
            return "CNY" if text else ""
        if not re.fullmatch("[A-Z]{3}", text):
            raise Rejected(
                Both(
                    f'{self._spelled("currency")} is "{text[:40]}".',
                    f"{self._spelled('currency')} 写的是「{text[:40]}」。",
                ),
                Both("Write three letters, such as CNY.", "请写三个字母，如 CNY。"),
            )
        return text

    def _amount(self, said: Mapping[str, str], name: str, currency: str) -> tuple[Decimal | None, str]:
        """Read an amount; None where there is none. Its currency must be the one found so far, if any."""
        text = said.get(name, "")
        if not text:
            return None, currency
        minor = self._shape.minor or name in self._header.minor
        found = cells.amount(text, 2 if minor and (currency or self._currency) not in cells.ZERO_DECIMAL else 0)
        if found is None:
            what = Both(
                f'{self._spelled(name)} is "{text[:40]}", which is no amount.',
                f"{self._spelled(name)} 写的是「{text[:40]}」，不是金额。",
            )
            raise Rejected(what, Both("Write digits only, such as 59.90.", "只写数字，如 59.90。"))
        if found[1] and currency and found[1] != currency:
            raise Rejected(
                Both(
                    f"{self._spelled(name)} is in {found[1]} beside {currency}.",
                    f"{self._spelled(name)} 用的是 {found[1]}，而其他是 {currency}。",
                ),
                Both("Use one currency an order.", "一个订单只能用一种币种。"),
            )
        return found[0], currency or found[1]

    def _line(
        self, row: Sequence[str], said: Mapping[str, str], status: str, currency: str
    ) -> tuple[OrderLine | None, str]:
        codes = [
            code
            for place in self._codes
            if place < len(row) and (code := cells.plain(row[place])) and not cells.is_broken(code)
        ]
        found = self._products.find(codes, said.get("title", ""), said.get("category", ""))
        if found is None:
            names = ", ".join(self._names[name] for name in ("sku", "product_id", "title") if name in self._names)
            raise Rejected(
                Both(f"no product: {names} is empty or broken.", f"没有商品：{names} 是空的或已损坏。"),
                Both("Fill the cell or delete the row.", "请填上，或删掉这一行。"),
            )
        pieces = cells.quantity(said.get("quantity", ""))
        if pieces is None:
            what = Both(
                f'{self._spelled("quantity")} is "{said.get("quantity", "")[:40]}".',
                f"{self._spelled('quantity')} 写的是「{said.get('quantity', '')[:40]}」。",
            )
            raise Rejected(what, Both("Write a whole number from 1.", "请写从 1 起的整数。"))
        paid, currency, priced = self._paid(said, pieces, currency)
        back, currency = self._amount(said, "refund_amount", currency)
        gift = priced and paid == 0
        sub_order = self._id(said, "sub_order")
        if not self._shape.head and _GIFT.search(found.title):
            gift = True  # these files have list prices, gifts too
        line = OrderLine(
            found.sku, pieces, paid, found.title, found.category, sub_order=sub_order,
            status=self._line_status(said, status, pieces, paid, back),
            refunded=back or NOTHING, gift=gift, priced=priced, product=found.product,
            key=sub_order or found.product or found.sku, as_of=self._terms.as_of,
        )  # fmt: skip
        return line, currency

    def _paid(self, said: Mapping[str, str], pieces: int, currency: str) -> tuple[Decimal, str, bool]:
        if "paid_amount" in self._at:
            paid, currency = self._amount(said, "paid_amount", currency)
            return paid or NOTHING, currency, True
        if "price" in self._at:
            price, currency = self._amount(said, "price", currency)
            off, currency = self._amount(said, "discount", currency)
            return max(NOTHING, (price or NOTHING) * pieces - (off or NOTHING)), currency, True
        return NOTHING, currency, False

    def _line_status(
        self, said: Mapping[str, str], status: str, pieces: int, paid: Decimal, back: Decimal | None
    ) -> str:
        if self._shape.order_status:
            return ""
        if status in NEVER_COUNTED and status not in ("", "unpaid", "deposit"):
            return status
        if is_refunded(said.get("after_sale", "")) and not (back and back < paid):
            return "refunded"
        returned = said.get("returned", "")
        if returned and (cells.quantity(returned) or 0) >= pieces:
            return "refunded"
        return ""

    def _marked(self, note: str) -> bool:
        return any(
            not note[: found.start()].endswith(("非", "不", "不是", "勿", "无", "拒绝"))
            for found in self._brushing.finditer(note)
        )


def explains(order_id: str) -> bool:
    """Return whether a row explains the columns, as TikTok writes one below the header."""
    return " " in order_id and not any(c.isdigit() for c in order_id)


def is_rounded(order_id: str) -> bool:
    """Return whether an id has only zeros where a spreadsheet keeps no digits."""
    return len(order_id) > 16 and order_id.isdigit() and not order_id[15:].strip("0")

"""What a cell of an order file means: ids, names, amounts, counts and times, as shops and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

EMPTY = frozenset({"", "-", "--", "—", "null", "n/a", "#n/a", "无", "\\n"})
LARGEST = Decimal(10**9)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MOST_PIECES = 10**6 - 1
ZERO_DECIMAL = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
                          "XAF", "XOF", "XPF"})  # fmt: skip
"""Currencies without a smaller unit: an amount in minor units is the amount itself."""

_BROKEN = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+|\d{16,}\.0+")
_UNDONE = re.compile(r"'(?=[=+\-@\t\r'\d])")
_GUARD = re.compile(r'="(.*)"', re.DOTALL)
_AMOUNT = re.compile(
    r"(?P<before>[^\d.,+\-]*)(?P<number>[+\-]?(?:\d[\d.,' ]*|\.\d+))(?P<after>\D*)",
)
_SYMBOLS = {"$": "", "¥": "", "元": "", "rmb": "CNY", "人民币": "CNY", "us$": "USD", "€": "EUR", "£": "GBP",
            "円": "JPY", "₩": "KRW", "원": "KRW", "rp": "IDR", "₫": "VND", "đ": "VND", "฿": "THB", "₱": "PHP",
            "rm": "MYR", "s$": "SGD", "hk$": "HKD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN"}  # fmt: skip
_WORDED = re.compile(r"[a-z]{3}")
_WHEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?)?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?)?"
)
_SPACED_ZONE = re.compile(r"\s+(?=[+\-]\d\d:?\d\d$)")


def plain(cell: str) -> str:
    """Undo what keeps spreadsheets from spoiling a cell: TAB, blanks, `="…"`, and the quote before a formula."""
    text = cell.strip()
    if text.isalnum():  # most are: numbers, words
        return "" if len(text) < 5 and text.lower() in EMPTY else text
    text = text.strip(" \ufeff\u200b\xa0\u3000")
    if text.startswith('="') and (guarded := _GUARD.fullmatch(text)):
        text = guarded[1].replace('""', '"').strip()
    if text.startswith("'") and _UNDONE.match(text):
        text = text[1:].strip()
    return "" if len(text) < 5 and text.lower() in EMPTY else text


def is_broken(text: str) -> bool:
    """Return whether a spreadsheet made a number of a long id, whose last digits are gone."""
    return _BROKEN.fullmatch(text) is not None


def is_masked(name: str) -> bool:
    """Return whether a platform made a buyer's name unrecognisable: it would merge strangers."""
    if (
        name.startswith(("##", "$$"))
        or (name.startswith("~") and len(name) > 20)
        or "*" in name
        or "＊" in name
        or "●" in name
        or "•" in name
    ):
        return True
    return name.lower() in {
        "匿名",
        "匿名买家",
        "匿名用户",
        "anonymous",
        "guest",
        "unknown",
        "未知",
        "已脱敏",
        "masked",
    }


@lru_cache(maxsize=20_000)
def amount(text: str, digits: int = 0) -> tuple[Decimal, str] | None:
    """Read an amount and its currency, where it is written there; `digits` of it are behind the point (fen: 2)."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    currency = _currency(found["before"]) or _currency(found["after"])
    if currency is None:
        return None
    try:
        value = Decimal(_dotted(found["number"].replace(" ", "").replace("'", ""), currency))
    except InvalidOperation:
        return None
    if digits and currency not in ZERO_DECIMAL:
        value = value.scaleb(-digits)
    return (value, currency) if 0 <= value <= LARGEST else None


def _currency(written: str) -> str | None:
    """The currency of what stands beside the number; empty when it does not tell; None when it is no currency."""
    word = written.strip().lower().rstrip(".")
    if word in _SYMBOLS:
        return _SYMBOLS[word]
    if not word:
        return ""
    return word.upper() if _WORDED.fullmatch(word) else None


def _dotted(number: str, currency: str) -> str:
    """Return the number as Python reads it; whether a comma groups thousands shows by the digits after it."""
    if "," in number and "." in number:
        last = max(number.rfind(","), number.rfind("."))
        groups, rest = re.sub("[.,]", "", number[:last]), number[last + 1 :]
        return f"{groups}.{rest}"
    if "," in number:
        grouped = re.fullmatch(r"[+\-]?\d{1,3}(,\d{3})+", number) is not None
        return number.replace(",", "" if grouped else ".")
    if currency in ("IDR", "VND") and re.fullmatch(r"\d{1,3}(\.\d{3})+", number):
        return number.replace(".", "")
    return number


@lru_cache(maxsize=2_000)
def quantity(text: str) -> int | None:
    """Read a number of pieces."""
    if not text:
        return 1
    text = re.sub(r"\.0+$", "", text.rstrip("件个份套瓶盒包 "))
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        return None
    return int(text) if 0 < int(text) <= MOST_PIECES else None


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a time; without a zone it is the shop's. None when it is none or no order can be so old."""
    try:
        at = _at(text)
        at = (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at >= EARLIEST else None


def _at(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    text = _SPACED_ZONE.sub(
        "", text.removesuffix(" UTC").removesuffix(" GMT") + ("+00:00" if text.endswith((" UTC", " GMT")) else "")
    )
    if found := _WHEN.fullmatch(text):
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(*found.groups())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        # A spreadsheet's own count of days; to the second, since its fractions are not exact.
        seconds = round(Decimal(text) * 86_400)
        return datetime(1899, 12, 30) + timedelta(seconds=seconds)  # noqa: DTZ001 - the shop's zone comes later
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    return datetime.fromisoformat(text)


def _day_first(*parts: str | None) -> datetime:
    """Read 31/12/2026 and, where it says AM or PM or cannot be otherwise, 12/31/2026."""
    day, month, year, hour, minute, second = (int(part or 0) for part in parts[:6])
    half = (parts[6] or "").lower()[:1]
    if half:
        day, month = month, day
        hour = hour % 12 + (12 if half == "p" else 0)
    elif month > 12:
        day, month = month, day
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the shop's zone comes later

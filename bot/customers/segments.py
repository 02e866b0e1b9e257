"""Segments for other tools: the rows of an export, so that no cell is a formula and no long id becomes a number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

from bot.customers.tier_report import Member, place
from bot.customers.tiers import ENGLISH, Label, Tier

Target: TypeAlias = Literal["generic", "shopify", "klaviyo", "wecom"]
TARGETS: tuple[Target, ...] = get_args(Target)

COLUMNS: Mapping[Target, tuple[str, ...]] = {
    "generic": (
        "customer_id", "viewers", "tier", "labels", "recency_days", "orders", "spent", "decayed_spend", "last_order",
        "last_contact", "consent_since", "rule_version", "as_of",
    ),
    "shopify": ("Email", "Tags"),
    "klaviyo": ("Email", "rfm_tier", "rfm_labels", "rfm_as_of"),
    "wecom": ("external_userid", "tag"),
}  # fmt: skip

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONG_NUMBER = re.compile(r"[0-9]{12,}")
_EMAIL = re.compile(r"[^\s@,;:'\"<>]{1,64}@[^\s@,;:'\"<>]{1,190}\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Person:
    """One customer as they are exported; only somebody who agreed to be written to is."""

    member: Member
    ids: Sequence[str]
    """All customer ids, the one they are known by first."""
    viewers: Sequence[tuple[str, str]]
    consent_since: datetime
    last_contact: datetime | None = None


def quoted(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; the importer takes the mark off again."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def as_text(cell: str) -> str:
    """Return an id that no spreadsheet rounds."""
    return f"\t{cell}" if _LONG_NUMBER.fullmatch(cell) else quoted(cell)


def rows(
    people: Iterable[Person], target: Target, as_of: date, version: str = ""
) -> tuple[list[tuple[str, ...]], int]:
    """Return the rows for a tool, and how many people it could not be told about for want of an id it knows."""
    found: list[tuple[str, ...]] = []
    unknown = 0
    for person in people:
        row = _generic(person, as_of, version) if target == "generic" else _for_tool(person, target, as_of)
        if row is None:
            unknown += 1
        else:
            found.append(row)
    return found, unknown


def _generic(person: Person, as_of: date, version: str) -> tuple[str, ...]:
    standing = person.member.standing
    return (
        as_text(person.member.customer_id),
        quoted(" ".join(f"{platform}/{viewer}" for platform, viewer in person.viewers)),
        place(standing),
        ";".join(standing.labels),
        "" if standing.recency is None else str(standing.recency),
        str(standing.frequency),
        str(standing.spent),
        f"{standing.decayed:.2f}",
        standing.last.isoformat() if standing.last else "",
        person.last_contact.date().isoformat() if person.last_contact else "",
        person.consent_since.date().isoformat(),
        version,
        as_of.isoformat(),
    )


def _for_tool(person: Person, target: Target, as_of: date) -> tuple[str, ...] | None:
    standing = person.member.standing
    tag = ENGLISH[standing.tier] if standing.tier is not None else "no-tier"
    if target == "wecom":
        named = next((viewer for platform, viewer in person.viewers if platform == "wecom"), "")
        named = named or next((one.removeprefix("wecom:") for one in person.ids if one.startswith("wecom:")), "")
        return (quoted(named), quoted(place(standing))) if named else None
    email = next((mail for one in person.ids if (mail := email_in(one))), "")
    if not email:
        return None
    if target == "shopify":
        return quoted(email), f"rfm:{tag}"
    return quoted(email), tag, ";".join(standing.labels), as_of.isoformat()


def email_in(customer_id: str) -> str:
    """Return the address a customer id holds; empty when it holds none."""
    last = customer_id.rpartition(":")[2]
    return last if _EMAIL.fullmatch(last) else ""


def written(header: Sequence[str], lines: Iterable[Sequence[str]], encoding: str) -> bytes:
    """Return a CSV file: UTF-8 with a mark for Excel, or GB18030 for older tools."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")


def group_named(word: str) -> Tier | Label | None:
    """Return the tier or label of this name; tiers also as tools write them."""
    by_name: dict[str, Tier | Label] = {str(one): one for one in (*Tier, *Label)}
    by_name |= {name: tier for tier, name in ENGLISH.items()}
    return by_name.get(word.strip())


def belongs(member: Member, group: Tier | Label | None) -> bool:
    """Return whether somebody is in this tier or has this label; everybody is in none."""
    return group is None or member.standing.tier is group or group in member.standing.labels

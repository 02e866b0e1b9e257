"""What is kept of a person besides links: consent, tiers, being left alone; and everything, to show or sweep."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.customers.links import Grade
from bot.customers.tiers import Bill
from bot.store import customer_rows
from bot.store.customer_records import Addressee, Consent, Everything, TierKept
from bot.store.times import when

Key = tuple[str, str]
"""Platform and viewer id."""

READ_AT_ONCE = 500
"""Question marks in one statement."""


def leave_alone(db: sqlite3.Connection, platform: str, viewer_id: str, now: float) -> None:
    """Suggest nothing to this viewer that rests on what is known of them."""
    db.execute(
        "insert into left_alone (platform, viewer_id, at) values (?,?,?) on conflict do nothing",
        (platform, viewer_id, now),
    )


def suggest_again(db: sqlite3.Connection, platform: str, viewer_id: str) -> None:
    """Take that back."""
    db.execute("delete from left_alone where platform=? and viewer_id=?", (platform, viewer_id))


def is_left_alone(db: sqlite3.Connection, platform: str, viewer_id: str) -> bool:
    """Whether the viewer wants nothing suggested that rests on what is known of them."""
    found = db.execute("select 1 from left_alone where platform=? and viewer_id=?", (platform, viewer_id))
    return found.fetchone() is not None


def consent(db: sqlite3.Connection, one: Consent) -> None:
    """Keep what a customer agreed to, or no longer does."""
    person = customer_rows.person_of(db, one.customer_id)
    at = one.at.timestamp()
    db.execute(
        "insert into consent (customer_id, purpose, given, by, at) values (?,?,?,?,?)"
        " on conflict (customer_id, purpose) do update set given=excluded.given, by=excluded.by, at=excluded.at",
        (person, one.purpose, one.given, one.by, at),
    )
    customer_rows.audit(db, one.by, "consent", person, at, purpose=one.purpose, given=one.given)


def consents(db: sqlite3.Connection, customer_id: str | None = None) -> list[Consent]:
    """What customers agreed to or refused; of one person if one is named."""
    where, args = "", tuple[str, ...]()
    if customer_id is not None:
        args = customer_rows.ids_of(db, customer_id)
        where = f"where customer_id in ({_marks(args)})"
    rows = db.execute(f"select * from consent {where} order by customer_id, purpose", args).fetchall()
    return [Consent(r["customer_id"], r["purpose"], bool(r["given"]), r["by"], when(r["at"])) for r in rows]


def addressees(db: sqlite3.Connection, rooms: Mapping[str, str]) -> list[Addressee]:
    """Who agreed to be written to; an objection in a room outweighs it."""
    reached: dict[Key, float] = {}
    for row in db.execute(
        "select room, viewer_id, max(sent_at) as at from outbox where state='sent' and viewer_id<>''"
        " group by room, viewer_id"
    ):
        key = rooms.get(row["room"], ""), row["viewer_id"]
        reached[key] = max(row["at"] or 0.0, reached.get(key, 0.0))
    found: list[Addressee] = []
    for one in consents(db):
        viewers = viewers_of(db, one.customer_id) if one.given and one.purpose == "contact" else None
        if viewers is None or any(is_left_alone(db, *viewer) for viewer in viewers):
            continue
        last = max((reached[key] for key in viewers if key in reached), default=None)
        ids = customer_rows.ids_of(db, one.customer_id)
        at = when(last) if last is not None else None
        found.append(Addressee(one.customer_id, one.at, ids, viewers, at))
    return found


# tiers


def bills(db: sqlite3.Connection, zone: str, customer_id: str | None = None) -> dict[str, list[Bill]]:
    """The orders that count, by person, on the shop's days; none for somebody whose orders all came to nothing."""
    if customer_id is None:
        return _bills(db, zone, "", ())
    ids = customer_rows.ids_of(db, customer_id)
    return _bills(db, zone, f"and customer_id in ({_marks(ids)})", ids)


def bills_of_viewers(
    db: sqlite3.Connection, zone: str, viewers: Sequence[Key], at_least: Grade
) -> dict[Key, list[Bill]]:
    """The orders that count of viewers of whom it is sure enough who they are, but for those who are left alone."""
    persons: dict[Key, str] = {}
    for platform in {platform for platform, _ in viewers}:
        names = [viewer for on, viewer in viewers if on == platform]
        for some in (names[at : at + READ_AT_ONCE] for at in range(0, len(names), READ_AT_ONCE)):
            for row in db.execute(
                f"select viewer_id, customer_id, grade from link where platform=? and viewer_id in ({_marks(some)})"
                " and not exists (select 1 from left_alone a"
                " where a.platform=link.platform and a.viewer_id=link.viewer_id)",
                (platform, *some),
            ).fetchall():
                if Grade(row["grade"]).reaches(at_least):
                    persons[platform, row["viewer_id"]] = customer_rows.person_of(db, row["customer_id"])
    found: dict[str, list[Bill]] = {}
    ids = [one for person in sorted(set(persons.values())) for one in customer_rows.ids_of(db, person)]
    for some in (ids[at : at + READ_AT_ONCE] for at in range(0, len(ids), READ_AT_ONCE)):
        for person, of in _bills(db, zone, f"and customer_id in ({_marks(some)})", some).items():
            found.setdefault(person, []).extend(of)
    return {key: found.get(person, []) for key, person in persons.items()}


def some_bills(
    db: sqlite3.Connection, zone: str, after: str | None, limit: int
) -> tuple[dict[str, list[Bill]], str | None]:
    """The bills of some people, and after whom the next ones come; those who were merged come first, with None."""
    merged = {one for pair in customer_rows.all_persons(db) for one in pair}
    if after is None:
        ids = tuple(merged)
        return (_bills(db, zone, f"and customer_id in ({_marks(ids)})", ids) if ids else {}), ""
    last = db.execute(
        "select max(customer_id) from (select distinct customer_id from customer_order where customer_id > ?"
        " and customer_id <> '' order by customer_id limit ?)",
        (after, limit),
    ).fetchone()[0]
    if last is None:
        return {}, None
    found = _bills(db, zone, "and customer_id > ? and customer_id <= ?", (after, last))
    return {who: of for who, of in found.items() if who not in merged}, last


def _bills(db: sqlite3.Connection, zone: str, where: str, args: Sequence[str]) -> dict[str, list[Bill]]:
    shop, person_of = ZoneInfo(zone), dict(customer_rows.all_persons(db))
    found: dict[str, list[Bill]] = {}
    days: dict[int, date] = {}
    for of, source, order_id, paid_at, net, currency, counted in db.execute(
        "select customer_id, source, order_id, paid_at, net, currency, counted from customer_order"
        f" where customer_id <> '' {where}",
        tuple(args),
    ):
        of_person = found.setdefault(person_of.get(of, of), [])
        if not counted:
            continue
        quarter = int(paid_at // 900)  # no zone's day begins between two quarters of an hour
        day = days.get(quarter)
        if day is None:
            day = days[quarter] = datetime.fromtimestamp(quarter * 900, shop).date()
        of_person.append(Bill(f"{source} {order_id}", day, Decimal(net), currency))
    return found


def rule_version(db: sqlite3.Connection, rule: str, now: float) -> int:
    """The version of a rule; a new one if it was never in force."""
    db.execute("insert into tier_rule (rule, since) values (?,?) on conflict (rule) do nothing", (rule, now))
    return int(db.execute("select version from tier_rule where rule=?", (rule,)).fetchone()[0])


def changed_tiers(
    db: sqlite3.Connection, version: int, day: str, tiers: Iterable[tuple[str, str, str]]
) -> list[tuple[str, str, int, str, str]]:
    """The rows of those who stand elsewhere than was last kept under this rule."""
    tiers = list(tiers)
    last = {
        row["customer_id"]: (row["tier"], row["labels"])
        for row in db.execute(
            "select h.* from json_each(?3) j join tier_history h on h.customer_id=j.value and h.version=?1"
            " and h.day=(select max(day) from tier_history l where l.customer_id=j.value and l.version=?1"
            " and l.day<=?2)",
            (version, day, json.dumps([who for who, _, _ in tiers])),
        )
    }
    return [(who, day, version, tier, labels) for who, tier, labels in tiers if last.get(who) != (tier, labels)]


def keep_tiers(db: sqlite3.Connection, rows: Sequence[tuple[str, str, int, str, str]]) -> None:
    """Keep who has which tier from a day on."""
    db.executemany(
        "insert into tier_history (customer_id, day, version, tier, labels) values (?,?,?,?,?)"
        " on conflict (customer_id, day, version) do update set tier=excluded.tier, labels=excluded.labels",
        rows,
    )


def tier_history(db: sqlite3.Connection, customer_id: str) -> list[TierKept]:
    """Which tiers a person had, the newest first."""
    ids = customer_rows.ids_of(db, customer_id)
    rows = db.execute(
        f"select * from tier_history where customer_id in ({_marks(ids)}) order by day desc, version desc", ids
    ).fetchall()
    return [
        TierKept(
            r["customer_id"],
            date.fromisoformat(r["day"]),
            r["version"],
            r["tier"],
            tuple(label for label in r["labels"].split(",") if label),
        )
        for r in rows
    ]


def tier_rules(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Every rule that tiers were kept under, by its version."""
    return [(row["version"], row["rule"]) for row in db.execute("select * from tier_rule order by version")]


# everything of a person


def viewers_of(db: sqlite3.Connection, customer_id: str) -> list[Key]:
    """Every viewer who is this person."""
    return [(link.platform, link.viewer_id) for link in customer_rows.links_of(db, customer_id)]


def everything(
    db: sqlite3.Connection, ids: Sequence[str], viewers: Sequence[Key], rooms: Mapping[str, str]
) -> Everything:
    """Everything that is kept of a person, for the copy they may ask for."""
    of_ids = f"customer_id in ({_marks(ids)})"
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for table, columns in (
        ("customer_order", "*"),
        ("link_code", "made_at, expires_at, used_at, used_by, source, order_id"),
        ("consent", "*"),
        ("tier_history", "*"),
        ("same_customer", "*"),
        ("link_conflict", "*"),
    ):
        found[table] = _read(db, f"select {columns} from {table} where {of_ids}", ids)
    found["order_line"] = _read(
        db, f"select l.* from customer_order join order_line l using (source, order_id) where {of_ids}", ids
    )
    found["promise"] = [
        row
        for platform, viewer_id in viewers
        for where, args in [their_rooms(platform, rooms)]
        for row in _read(
            db, f"select room, made_at, slipped_at from promise where viewer_id=? {where}", (viewer_id, *args)
        )
    ]
    for table in ("link", "left_alone"):
        found[table] = [
            row
            for key in viewers
            for row in _read(db, f"select * from {table} where platform=? and viewer_id=?", key)
        ]
    said = "room, viewer_name, text, sent_at, on_screen, outcome, reason, entry"
    messages, replies, calls, notes = [], [], [], []
    for platform, viewer_id in viewers:
        where, args = their_rooms(platform, rooms)
        messages += _read(db, f"select {said} from message where viewer_id=? {where}", (viewer_id, *args))
        replies += _read(
            db,
            f"select room, kind, text, mentions, created_at, state from outbox where viewer_id=? {where}",
            (viewer_id, *args),
        )
        calls += _read(db, f"select room, at, provider, model from model_call where viewer_id=? {where}",
                       (viewer_id, *args))  # fmt: skip
        # Of a case that others are in as well, a note may be about them.
        notes += _read(
            db,
            "select n.at, n.text from case_note n join message m on m.escalation_id=n.case_id"
            f" where m.viewer_id=? {where} group by n.id having not exists (select 1 from message o"
            " where o.escalation_id=n.case_id and o.viewer_id<>m.viewer_id)",
            (viewer_id, *args),
        )
    return found | {"message": messages, "outbox": replies, "model_call": calls, "case_note": notes}


def _read(db: sqlite3.Connection, sql: str, args: Sequence[object]) -> list[dict[str, Any]]:
    return [{key: _readable(key, row[key]) for key in row.keys()} for row in db.execute(sql, tuple(args)).fetchall()]  # noqa: SIM118


def _readable(column: str, value: Any) -> Any:
    """Return a time as a person reads it; 0 stands for one that nobody told."""
    if isinstance(value, float) and (column == "at" or column.endswith(("_at", "as_of"))):
        return when(value).isoformat() if value else None
    return value


def their_rooms(platform: str, rooms: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the condition for rooms where this id may be theirs: not those known to be on another platform."""
    others = tuple(room for room, of in rooms.items() if of != platform)
    return (f"and room not in ({_marks(others)})", others) if others else ("", ())


def _marks(some: Sequence[object]) -> str:
    return ",".join("?" * len(some))


def names_of(db: sqlite3.Connection, mentions: str, gone: Iterable[str]) -> str:
    """Return whom a reply names without these, as it is stored."""
    return json.dumps([name for name in json.loads(mentions) if name not in set(gone)], ensure_ascii=False)


# keeping no longer than needed


def sweep(db: sqlite3.Connection, notes_before: float, kept_before: float, now: float) -> int:
    """Let go of what has been kept long enough: why products were chosen, codes, decided conflicts, old tiers."""
    gone = db.execute("update message set note='{}' where note<>'{}' and received_at < ?", (notes_before,)).rowcount
    gone += db.execute("delete from link_code where coalesce(used_at, expires_at) < ?", (notes_before,)).rowcount
    gone += db.execute("delete from link_try where at < ?", (now - 3600,)).rowcount
    gone += db.execute("delete from link_conflict where settled_at < ?", (kept_before,)).rowcount
    day = when(kept_before).date().isoformat()
    return gone + db.execute("delete from tier_history where day < ?", (day,)).rowcount

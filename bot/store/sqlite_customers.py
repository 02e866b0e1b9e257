"""The embedded store's customers."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.customers.codes import checks_out, new_code
from bot.customers.links import Claim, Conflict, Grade, Link, Settlement
from bot.customers.tiers import Bill
from bot.languages import Both
from bot.messages import ChatMessage
from bot.purchases import History
from bot.store import code_rows, customer_rows, forget_rows, kept_out_rows, person_rows
from bot.store.customer_records import (
    Addressee,
    CodeHeard,
    Consent,
    Everything,
    Forgotten,
    KnownViewer,
    LinkClaim,
    TierKept,
)
from bot.store.orders import Orders
from bot.store.threads import Threads

CHANGED = ("customers",)
KEPT_AT_ONCE = 500
"""Tiers written in one go; more would hold up the room's own writes."""


class SqliteCustomers:
    """Fulfils `Customers`."""

    def __init__(self, threads: Threads, orders: Orders) -> None:
        self._threads = threads
        self._orders = orders
        self._salt = b""

    # links

    async def link(
        self, platform: str, viewer_id: str, customer_id: str, grade: Grade, now: datetime, *, by: str, room: str = ""
    ) -> LinkClaim:
        topics = (*CHANGED, "escalations") if room else CHANGED
        return await self._threads.write(
            topics, customer_rows.claim, platform, viewer_id, customer_id, grade, by, room, now.timestamp()
        )

    async def unlink(self, platform: str, viewer_id: str, by: str, now: datetime) -> str | None:
        return await self._threads.write(CHANGED, customer_rows.unlink, platform, viewer_id, by, now.timestamp())

    async def link_of(self, platform: str, viewer_id: str) -> Link | None:
        return await self._threads.read(customer_rows.link_of, platform, viewer_id)

    async def links_of(self, customer_id: str) -> Sequence[Link]:
        return await self._threads.read(customer_rows.links_of, customer_id)

    async def linked(self) -> tuple[int, int]:
        return await self._threads.read(customer_rows.linked)

    async def known(self, platform: str, viewer_id: str, at_least: Grade) -> KnownViewer:
        if await self._threads.read(person_rows.is_left_alone, platform, viewer_id):
            return KnownViewer(left_alone=True)
        link = await self.link_of(platform, viewer_id)
        if link is None or not link.grade.reaches(at_least):
            return KnownViewer()
        return KnownViewer(tuple(await self.ids_of(link.customer_id)))

    async def ids_of(self, customer_id: str) -> Sequence[str]:
        return await self._threads.read(customer_rows.ids_of, customer_id)

    async def history(self, customer_id: str) -> History | None:
        found = [await self._orders.history(one) for one in await self.ids_of(customer_id)]
        known = [history for history in found if history is not None]
        bought = sorted((one for history in known for one in history.bought), key=lambda one: (one.at, one.sku))
        return History(customer_id, tuple(bought)) if known else None

    async def merge(self, customer_id: str, into: str, by: str, now: datetime) -> Both:
        return await self._threads.write(CHANGED, customer_rows.merge, customer_id, into, by, now.timestamp())

    async def split(self, customer_id: str, by: str, now: datetime) -> Both:
        return await self._threads.write(CHANGED, customer_rows.split, customer_id, by, now.timestamp())

    async def conflicts(self) -> Sequence[Conflict]:
        return await self._threads.read(customer_rows.conflicts)

    async def claim_of(self, case_id: int, rooms: Mapping[str, str]) -> Claim | None:
        return await self._threads.read(customer_rows.claim_of, case_id, rooms)

    async def settle(self, number: int, settlement: Settlement, by: str, now: datetime) -> Both:
        topics = (*CHANGED, "escalations")
        return await self._threads.write(topics, customer_rows.settle, number, settlement, by, now.timestamp())

    # codes

    async def new_codes(
        self, customer_id: str, order: tuple[str, str], count: int, good_for: timedelta, by: str, now: datetime
    ) -> Sequence[str]:
        codes = list({new_code(secrets.randbelow) for _ in range(count)})
        while len(codes) < count:
            codes = list({*codes, new_code(secrets.randbelow)})
        hashes = await asyncio.to_thread(_hashes, codes, await self._salted())
        await self._threads.write(
            (), code_rows.add, customer_id, order, hashes, (now + good_for).timestamp(), by, now.timestamp()
        )
        return codes

    async def hear_code(self, message: ChatMessage, platform: str, now: datetime) -> CodeHeard:
        code_hash = ""
        # A slow hash a word: only what could have been given out is worth it once somebody's tries are used up.
        hushed = await self._threads.read(code_rows.too_many_tries, platform, message.viewer.id, now.timestamp())
        if message.code and (not hushed or checks_out(message.code)):
            code_hash = (await asyncio.to_thread(_hashes, [message.code], await self._salted()))[0]
        topics = (*CHANGED, "escalations")
        heard, order = await self._threads.write(
            topics, code_rows.hear, message, platform, code_hash, now.timestamp()
        )
        if order is not None:
            await self._give_order(*order, now)
        return heard

    async def _give_order(self, source: str, order_id: str, customer_id: str, now: datetime) -> None:
        """Write down whose order it is that came without a buyer."""
        found = await self._orders.get(source, order_id)
        if found is not None and not found.customer_id:
            await self._orders.save([replace(found, customer_id=customer_id, as_of=max(found.as_of, now))])

    async def _salted(self) -> bytes:
        self._salt = self._salt or await self._threads.read(code_rows.salt)
        return self._salt

    # what people agreed to

    async def set_consent(self, consent: Consent) -> None:
        await self._threads.write(CHANGED, person_rows.consent, consent)

    async def consents(self, customer_id: str | None = None) -> Sequence[Consent]:
        return await self._threads.read(person_rows.consents, customer_id)

    async def may_be_written_to(self, rooms: Mapping[str, str]) -> Sequence[Addressee]:
        return await self._threads.read(person_rows.addressees, rooms)

    # tiers

    async def bills(self, zone: str, customer_id: str | None = None) -> Mapping[str, Sequence[Bill]]:
        return await self._threads.read(person_rows.bills, zone, customer_id)

    async def bills_of_viewers(
        self, zone: str, viewers: Iterable[tuple[str, str]], at_least: Grade
    ) -> Mapping[tuple[str, str], Sequence[Bill]]:
        return await self._threads.read(person_rows.bills_of_viewers, zone, list(viewers), at_least)

    async def all_bills(
        self, zone: str, *, at_once: int = 2_000
    ) -> AsyncGenerator[Mapping[str, Sequence[Bill]], None]:
        after: str | None = None
        while True:
            some, after = await self._threads.read(person_rows.some_bills, zone, after, at_once)
            if some:
                yield some
            if after is None:
                return

    async def keep_tiers(self, rule: str, day: date, tiers: Sequence[tuple[str, str, str]], now: datetime) -> int:
        version = await self._threads.write((), person_rows.rule_version, rule, now.timestamp())
        rows = await self._threads.read(person_rows.changed_tiers, version, day.isoformat(), tiers)
        for start in range(0, len(rows), KEPT_AT_ONCE):
            await self._threads.write((), person_rows.keep_tiers, rows[start : start + KEPT_AT_ONCE])
        return len(rows)

    async def tier_history(self, customer_id: str) -> Sequence[TierKept]:
        return await self._threads.read(person_rows.tier_history, customer_id)

    async def tier_rules(self) -> Mapping[int, str]:
        return dict(await self._threads.read(person_rows.tier_rules))

    # everything of a person

    async def everything(self, customer_id: str, rooms: Mapping[str, str]) -> Everything:
        ids = await self.ids_of(customer_id)
        viewers = await self._threads.read(person_rows.viewers_of, customer_id)
        return await self._threads.read(person_rows.everything, ids, viewers, rooms)

    async def forget(
        self, customer_id: str, viewers: Iterable[tuple[str, str]], rooms: Mapping[str, str], by: str, now: datetime
    ) -> Forgotten:
        ids = await self.ids_of(customer_id) if customer_id else ()
        found = set(viewers)
        if customer_id:
            found |= set(await self._threads.read(person_rows.viewers_of, customer_id))
        gone: Counter[str] = Counter()
        for one in ids:
            gone["customer_order"] += len(await self._orders.forget(one))
        topics = (*CHANGED, "escalations", *(f"messages:{room}" for room in rooms))
        gone.update(
            await self._threads.write(topics, forget_rows.forget, ids, sorted(found), rooms, now.timestamp(), by)
        )
        await self._threads.clear_log()
        return Forgotten(tuple(ids), tuple(sorted(found)), {table: n for table, n in gone.items() if n})

    async def readmit(self, customer_id: str, by: str, now: datetime) -> bool:
        let_in = await self._threads.write((), kept_out_rows.readmit, customer_id)
        if let_in:
            await self._threads.write((), customer_rows.audit, by, "readmit", customer_id, now.timestamp())
        return let_in

    async def sweep(self, notes_before: datetime, kept_before: datetime, now: datetime) -> int:
        return await self._threads.write(
            (), person_rows.sweep, notes_before.timestamp(), kept_before.timestamp(), now.timestamp()
        )

    async def noted(self, by: str, act: str, target: str, now: datetime) -> None:
        await self._threads.write((), customer_rows.audit, by, act, target, now.timestamp())


def _hashes(codes: Sequence[str], salt: bytes) -> list[str]:
    """Hash codes so slowly that a stolen file does not give them away while they are good."""
    return [hashlib.scrypt(code.encode(), salt=salt, n=2**12, r=8, p=1, dklen=24).hex() for code in codes]

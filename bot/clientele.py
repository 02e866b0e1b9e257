"""What staff and the command line do with customers: links, codes, consent, tiers, forgetting a person."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.catalog import Catalog
from bot.console.desk import Person, Purchase
from bot.customers.codes import LONGEST, PARCEL, SHORTEST
from bot.customers.links import Grade, Settlement, Verdict, not_a_customer, not_a_key
from bot.customers.tier_report import TierList, place, tier_list
from bot.customers.tiers import Bill, Rule, Standing, standing
from bot.languages import Both
from bot.problems import ActRefused, one_among
from bot.settings import Settings
from bot.store import Store
from bot.store.customer_records import Consent, Forgotten

log = logging.getLogger(__name__)

MOST_CODES = 5_000
PURPOSES = ("contact", "orders")
"""What a customer may agree to: being written to, and having their orders linked."""
LOOK_EVERY_S = 3_600.0
LAST_PURCHASES = 3


async def _nobody(gone: Forgotten) -> None:
    return None


@dataclass(slots=True)
class Clientele:
    """The shop's customers, as staff may see and change them."""

    store: Store
    settings: Settings
    now: Callable[[], datetime]
    catalog: Callable[[], Catalog] = Catalog
    forgotten: Callable[[Forgotten], Awaitable[None]] = field(default=_nobody)
    """Called after a person was deleted, for whatever still remembers them."""

    @property
    def rule(self) -> Rule:
        """The shop's rule for tiers."""
        return self.settings.tiers.rule

    @property
    def rooms(self) -> dict[str, str]:
        """Which room is on which platform."""
        return {room.name: room.platform for room in self.settings.rooms}

    def today(self) -> date:
        """Return the shop's day."""
        return self.now().astimezone(ZoneInfo(self.settings.shop.timezone)).date()

    async def act(self, act: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the command line asks for, by name. Raises `ActRefused`."""
        acts: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]] = {
            "code": self._code,
            "link": self._link,
            "unlink": self._unlink,
            "merge": self._merge,
            "split": self._split,
            "resolve": self._resolve,
            "consent": self._consent,
            "forget": self._forget,
            "readmit": self._readmit,
            "shown": self._noted,
            "exported": self._noted,
        }
        if act not in acts:
            raise ActRefused(
                Both(f'There is no act "{act}" on customers.', f"对顾客没有「{act}」这种操作。"), one_among(acts)
            )
        return await acts[act](said)

    # links and codes

    async def _code(self, said: Mapping[str, Any]) -> dict[str, Any]:
        count, parcel = int(said.get("count", 1)), bool(said.get("parcel"))
        minutes = float(said.get("minutes") or LONGEST.total_seconds() / 60)
        if not 1 <= count <= MOST_CODES:
            raise ActRefused(
                Both(f"{count} codes at once.", f"一次要 {count} 个码。"),
                Both(f"Ask for 1 to {MOST_CODES}.", f"请要 1 到 {MOST_CODES} 个。"),
            )
        good_for = PARCEL if parcel else timedelta(minutes=minutes)
        if not parcel and not SHORTEST <= good_for <= LONGEST:
            raise ActRefused(
                Both(f"A code good for {minutes:g} minutes.", f"绑定码有效 {minutes:g} 分钟。"),
                Both("Write 10m to 30m, or --parcel for thirty days.", "请写 10m 到 30m，或用 --parcel（三十天）。"),
            )
        customer, order_id = _text(said, "customer"), _text(said, "order")
        source = _text(said, "source") or "generic"
        order = ("", "")
        if order_id:
            found = await self.store.orders.get(source, order_id)
            if found is None:
                raise ActRefused(
                    Both(f"There is no order {order_id} of {source}.", f"没有 {source} 的订单 {order_id}。"),
                    Both("Import it first, or name its --source.", "请先导入，或写明 --source。"),
                )
            order = found.id
            if (
                customer
                and found.customer_id
                and customer not in await self.store.customers.ids_of(found.customer_id)
            ):
                raise ActRefused(
                    Both(
                        f"Order {order_id} is {found.customer_id}'s, not {customer}'s.",
                        f"订单 {order_id} 属于 {found.customer_id}，不是 {customer}。",
                    ),
                    Both("Leave the customer out.", "不必写顾客。"),
                )
            customer = customer or found.customer_id
        elif problem := not_a_customer(customer):
            raise ActRefused(
                Both(f'"{customer}": {problem}.', f"「{customer}」：{problem.zh}。"),
                Both(
                    "Name the customer as in the order files, or an --order.",
                    "请按订单文件里的写法写顾客，或用 --order。",
                ),
            )
        codes = await self.store.customers.new_codes(customer, order, count, good_for, _by(said), self.now())
        until = self.now() + good_for
        known = not customer or await self.store.customers.history(customer) is not None
        return {"codes": list(codes), "customer": customer, "order": order_id, "good_until": until.isoformat(),
                "known": known}  # fmt: skip

    async def _link(self, said: Mapping[str, Any]) -> dict[str, Any]:
        platform, viewer, customer = _text(said, "platform"), _text(said, "viewer"), _text(said, "customer")
        if problem := not_a_key(platform, viewer) or not_a_customer(customer):
            raise ActRefused(
                Both(
                    f'"{viewer}" and "{customer}" cannot be linked: {problem}.',
                    f"「{viewer}」和「{customer}」不能关联：{problem.zh}。",
                ),
                Both("Use lasting ids, never names.", "请用固定的 ID，不要用昵称。"),
            )
        grade = Grade(_text(said, "grade") or Grade.STAFF)
        room = next((name for name, of in self.rooms.items() if of == platform), "")
        done = await self.store.customers.link(platform, viewer, customer, grade, self.now(), by=_by(said), room=room)
        used = grade.reaches(self.settings.customers.grade)
        return {"verdict": str(done.verdict), "why": done.why, "conflict": done.conflict, "grade": str(grade),
                "used_for_suggestions": used and done.verdict is not Verdict.CONFLICT}  # fmt: skip

    async def _unlink(self, said: Mapping[str, Any]) -> dict[str, Any]:
        platform, viewer = _text(said, "platform"), _text(said, "viewer")
        was = await self.store.customers.unlink(platform, viewer, _by(said), self.now())
        if was is None:
            raise ActRefused(
                Both(f"{platform}/{viewer} is linked to nobody.", f"{platform}/{viewer} 没有关联任何顾客。"),
                Both("See who is: customers show ID.", "可用 customers show ID 查看。"),
            )
        return {"customer": was}

    async def _merge(self, said: Mapping[str, Any]) -> dict[str, Any]:
        customer, into = _text(said, "customer"), _text(said, "into")
        for one in (customer, into):
            if problem := not_a_customer(one):
                raise ActRefused(
                    Both(f'"{one}": {problem}.', f"「{one}」：{problem.zh}。"),
                    Both("Name customers as in the order files.", "请按订单文件里的写法写顾客。"),
                )
        if problem := await self.store.customers.merge(customer, into, _by(said), self.now()):
            raise ActRefused(
                Both(f"{customer} and {into}: {problem}.", f"{customer} 和 {into}：{problem.zh}。"),
                Both("See customers show ID.", "可用 customers show ID 查看。"),
            )
        return {
            "person": (await self.store.customers.ids_of(into))[0],
            "customers": list(await self.store.customers.ids_of(into)),
        }

    async def _split(self, said: Mapping[str, Any]) -> dict[str, Any]:
        customer = _text(said, "customer")
        if problem := await self.store.customers.split(customer, _by(said), self.now()):
            raise ActRefused(
                Both(f"{customer}: {problem}.", f"{customer}：{problem.zh}。"),
                Both("See customers show ID.", "可用 customers show ID 查看。"),
            )
        return {"customer": customer}

    async def _resolve(self, said: Mapping[str, Any]) -> dict[str, Any]:
        number, word = int(said.get("conflict", 0)), _text(said, "settlement")
        if word not in list(Settlement):
            raise ActRefused(Both(f'"{word}" is no decision.', f"「{word}」不是可用的决定。"), one_among(Settlement))
        if problem := await self.store.customers.settle(number, Settlement(word), _by(said), self.now()):
            raise ActRefused(
                Both(f"Conflict {number}: {problem}.", f"冲突 {number}：{problem.zh}。"),
                Both("See customers conflicts.", "可用 customers conflicts 查看。"),
            )
        return {"conflict": number, "settlement": word}

    # what people agreed to, and people as a whole

    async def _consent(self, said: Mapping[str, Any]) -> dict[str, Any]:
        customer, purpose, given = _text(said, "customer"), _text(said, "purpose"), bool(said.get("given"))
        if purpose not in PURPOSES or not_a_customer(customer):
            raise ActRefused(
                Both(f'"{customer}" cannot agree to "{purpose}".', f"「{customer}」不能同意「{purpose}」。"),
                Both(f"Purposes: {', '.join(PURPOSES)}.", f"用途：{'、'.join(PURPOSES)}。"),
            )
        await self.store.customers.set_consent(Consent(customer, purpose, given, _by(said), self.now()))
        return {"customer": customer, "purpose": purpose, "given": given}

    async def _forget(self, said: Mapping[str, Any]) -> dict[str, Any]:
        customer, platform, viewer = _text(said, "customer"), _text(said, "platform"), _text(said, "viewer")
        viewers = [(platform, viewer)] if viewer else []
        if not customer and not viewers:
            raise ActRefused(
                Both("Nobody is named.", "没有写是谁。"),
                Both("Name a customer, or --viewer with --platform.", "请写顾客，或写 --viewer 和 --platform。"),
            )
        gone = await self.store.customers.forget(customer, viewers, self.rooms, _by(said), self.now())
        await self.forgotten(gone)
        return {
            "customers": list(gone.customers),
            "viewers": [list(key) for key in gone.viewers],
            "rows": dict(gone.rows),
        }

    async def _readmit(self, said: Mapping[str, Any]) -> dict[str, Any]:
        customer = _text(said, "customer")
        if not await self.store.customers.readmit(customer, _by(said), self.now()):
            raise ActRefused(
                Both(f'Orders of "{customer}" are not kept out.', f"「{customer}」的订单并没有被排除。"),
                Both("Write the id as in the order files.", "请按订单文件里的写法写 ID。"),
            )
        return {"customer": customer}

    async def _noted(self, said: Mapping[str, Any]) -> dict[str, Any]:
        await self.store.customers.noted(_by(said), _text(said, "what"), _text(said, "target"), self.now())
        return {}

    async def person(self, room: str, viewer_id: str) -> Person | None:
        """Return what staff may know of who is asking; past orders only where it is sure enough who that is."""
        link = await self.store.customers.link_of(self.rooms.get(room, ""), viewer_id)
        if link is None:
            return None
        known = await self.store.customers.known(link.platform, viewer_id, self.settings.customers.grade)
        found = await self.standing_of(link.customer_id)
        sure = bool(known.ids)
        history = await self.store.customers.history(link.customer_id) if sure else None
        catalog = self.catalog()
        last = [
            Purchase(catalog[bought.sku].title if bought.sku in catalog else bought.sku, bought.at.date())
            for bought in reversed(history.bought[-LAST_PURCHASES:] if history is not None else ())
        ]
        return Person(
            link.customer_id, last, grade=str(link.grade), sure=sure, left_alone=known.left_alone,
            tier=place(found) if sure else "", labels=found.labels if sure else (),
        )  # fmt: skip

    # tiers

    async def tiers_of(self, viewers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the tier of those (room, viewer id) of whom it is sure enough who they are; for staff only."""
        rooms = self.rooms
        asked = {key: (rooms.get(key[0], ""), key[1]) for key in viewers}
        zone, grade = self.settings.shop.timezone, self.settings.customers.grade
        bills = await self.store.customers.bills_of_viewers(zone, set(asked.values()), grade)
        today, rule = self.today(), self.rule
        return {key: place(standing(bills[of], today, rule)) for key, of in asked.items() if of in bills}

    async def tiers(self, as_of: date | None = None, rule: Rule | None = None) -> TierList:
        """Return everybody by tier."""
        bills = await self.store.customers.bills(self.settings.shop.timezone)
        if as_of is not None and as_of < self.today():
            # Of a day that is over: what was paid later is no clock that runs ahead.
            bills = {who: [bill for bill in of if bill.day <= as_of] for who, of in bills.items()}
        return await asyncio.to_thread(tier_list, bills, as_of or self.today(), rule or self.rule)

    async def standing_of(self, customer_id: str) -> Standing:
        """Return how one person stands today."""
        bills = await self.store.customers.bills(self.settings.shop.timezone, customer_id)
        return standing([bill for of in bills.values() for bill in of], self.today(), self.rule)

    async def keep_tiers(self) -> int:
        """Keep in the history who stands where today, under which rule; return how many changed."""
        today, rule, changed = self.today(), self.rule, 0
        # Some people at a time: a large shop's orders are not for the memory of a program that talks meanwhile.
        async for bills in self.store.customers.all_bills(self.settings.shop.timezone):
            rows = await asyncio.to_thread(_kept, bills, today, rule)
            changed += await self.store.customers.keep_tiers(rule_text(rule), today, rows, self.now())
        return changed

    # keeping no longer than needed

    async def sweep(self) -> int:
        """Delete what has been kept long enough; return how much that was."""
        keep, now = self.settings.customers, self.now()
        before = now - timedelta(days=keep.keep_orders_days)
        gone = await self.store.orders.sweep(before)
        notes_before = now - timedelta(days=keep.keep_notes_days)
        return gone + await self.store.customers.sweep(notes_before, before, now)

    async def live(self) -> None:
        """Once a day let go of what is too old and keep today's tiers; until cancelled."""
        done: date | None = None
        while True:
            if (today := self.today()) != done:
                try:
                    gone, moved = await self.sweep(), await self.keep_tiers()
                    log.info("customers: %d rows too old are deleted, %d people changed their tier", gone, moved)
                    done = today
                except Exception:  # tomorrow is another day; the rooms must not notice
                    log.exception("customers: the daily sweep failed; it is tried again in an hour")
            await asyncio.sleep(LOOK_EVERY_S)


def _kept(bills: Mapping[str, Sequence[Bill]], today: date, rule: Rule) -> list[tuple[str, str, str]]:
    found = {customer_id: standing(of, today, rule) for customer_id, of in bills.items()}
    return [(customer_id, place(stands), ",".join(stands.labels)) for customer_id, stands in found.items()]


def rule_text(rule: Rule) -> str:
    """Return a rule as it is kept with the tiers it made."""
    return json.dumps(asdict(rule), default=str, sort_keys=True)


def _text(said: Mapping[str, Any], field_: str) -> str:
    value = said.get(field_) or ""
    return value if isinstance(value, str) else str(value)


def _by(said: Mapping[str, Any]) -> str:
    return _text(said, "by")[:40] or "command line"

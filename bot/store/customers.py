"""What a store keeps of customers: which viewer is which, and what they agreed to."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.customers.links import Claim, Conflict, Grade, Link, Settlement
from bot.customers.tiers import Bill
from bot.languages import Both
from bot.messages import ChatMessage
from bot.purchases import History
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


class Customers(Protocol):
    """The shop's customers, and the viewers linked to them. Every change is kept in the audit."""

    # links

    async def link(
        self, platform: str, viewer_id: str, customer_id: str, grade: Grade, now: datetime, *, by: str, room: str = ""
    ) -> LinkClaim:
        """Link a viewer to a customer, or open a conflict (and a case in `room`) that somebody has to decide."""
        ...

    async def unlink(self, platform: str, viewer_id: str, by: str, now: datetime) -> str | None:
        """End a viewer's link; return whom they were linked to."""
        ...

    async def link_of(self, platform: str, viewer_id: str) -> Link | None:
        """Return a viewer's link, of whatever grade."""
        ...

    async def links_of(self, customer_id: str) -> Sequence[Link]:
        """Return every viewer who is this person."""
        ...

    async def linked(self) -> tuple[int, int]:
        """Return how many viewers are linked, and to how many customers."""
        ...

    async def known(self, platform: str, viewer_id: str, at_least: Grade) -> KnownViewer:
        """Return what may be used for choosing what to suggest to a viewer."""
        ...

    async def ids_of(self, customer_id: str) -> Sequence[str]:
        """Return all customer ids of a person, the one they are known by first."""
        ...

    async def history(self, customer_id: str) -> History | None:
        """Return what a person bought under all their customer ids; None for an unknown customer."""
        ...

    async def merge(self, customer_id: str, into: str, by: str, now: datetime) -> Both:
        """Take two customers for one person; return why that cannot be, empty when it is done."""
        ...

    async def split(self, customer_id: str, by: str, now: datetime) -> Both:
        """Take a customer out of a person again; return why that cannot be, empty when it is done."""
        ...

    async def conflicts(self) -> Sequence[Conflict]:
        """Return the claims that somebody has to decide, oldest first."""
        ...

    async def claim_of(self, case_id: int, rooms: Mapping[str, str]) -> Claim | None:
        """Return the claim a case is about as long as nobody has decided it, with names; `rooms`: their platforms."""
        ...

    async def settle(self, number: int, settlement: Settlement, by: str, now: datetime) -> Both:
        """Decide a conflict; return why that cannot be, empty when it is done."""
        ...

    # codes

    async def new_codes(
        self, customer_id: str, order: tuple[str, str], count: int, good_for: timedelta, by: str, now: datetime
    ) -> Sequence[str]:
        """Make codes to hand out, for a customer, or for an order whose buyer is not known; only hashes are kept."""
        ...

    async def hear_code(self, message: ChatMessage, platform: str, now: datetime) -> CodeHeard:
        """Claim a message and try the code that was typed in it."""
        ...

    # what people agreed to

    async def set_consent(self, consent: Consent) -> None:
        """Keep what a customer agreed to, or no longer does."""
        ...

    async def consents(self, customer_id: str | None = None) -> Sequence[Consent]:
        """Return what customers agreed to or refused; of one person if one is named."""
        ...

    async def may_be_written_to(self, rooms: Mapping[str, str]) -> Sequence[Addressee]:
        """Return who agreed to be written to, without those who asked in a room to be left alone."""
        ...

    # tiers

    async def bills(self, zone: str, customer_id: str | None = None) -> Mapping[str, Sequence[Bill]]:
        """Return the orders that count, by person; of one person if one is named."""
        ...

    async def bills_of_viewers(
        self, zone: str, viewers: Iterable[tuple[str, str]], at_least: Grade
    ) -> Mapping[tuple[str, str], Sequence[Bill]]:
        """Return the orders that count of those (platform, viewer id) of whom it is sure enough who they are."""
        ...

    def all_bills(self, zone: str, *, at_once: int = 2_000) -> AsyncGenerator[Mapping[str, Sequence[Bill]], None]:
        """Yield everybody's orders that count, by person, some people at a time."""
        ...

    async def keep_tiers(self, rule: str, day: date, tiers: Sequence[tuple[str, str, str]], now: datetime) -> int:
        """Keep who (customer, tier, labels) stands where from this day on; return how many changed."""
        ...

    async def tier_history(self, customer_id: str) -> Sequence[TierKept]:
        """Return which tiers a person had, the newest first."""
        ...

    async def tier_rules(self) -> Mapping[int, str]:
        """Return every rule that tiers were kept under, by its version."""
        ...

    # everything of a person

    async def everything(self, customer_id: str, rooms: Mapping[str, str]) -> Everything:
        """Return all that is kept of a person; `rooms` says which room is on which platform."""
        ...

    async def forget(
        self, customer_id: str, viewers: Iterable[tuple[str, str]], rooms: Mapping[str, str], by: str, now: datetime
    ) -> Forgotten:
        """Delete a person everywhere: their orders, links, codes, consent, tiers and chat; or only these viewers."""
        ...

    async def readmit(self, customer_id: str, by: str, now: datetime) -> bool:
        """Let the orders of a customer who was deleted in again; return whether they were kept out."""
        ...

    async def sweep(self, notes_before: datetime, kept_before: datetime, now: datetime) -> int:
        """Let go of what has been kept long enough; return how many rows that were."""
        ...

    async def noted(self, by: str, act: str, target: str, now: datetime) -> None:
        """Keep in the audit that somebody did something with customers as a whole."""
        ...

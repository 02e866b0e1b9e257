"""What the console is given by the program: the store, and what is true now of rooms and files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.catalog import Catalog, Product
from bot.connectors import Link
from bot.escalation import Escalation, Terms
from bot.escalation.canned import Canned
from bot.escalation.mentions import Lines, plain_lines
from bot.escalation.steps import Change, Standing, Step
from bot.guard import Verdict
from bot.knowledge import Knowledge
from bot.languages import Both
from bot.model import Model
from bot.problems import Problem
from bot.pulse import Pulse
from bot.settings import Settings
from bot.store import Store

MODES = ("auto", "suggest-only", "silent")


@dataclass(frozen=True, slots=True)
class RoomView:
    """One room as staff see it."""

    name: str
    platform: str
    mode: str
    """`auto`, `suggest-only` or `silent`."""
    link: Link
    on_screen: Product | None = None
    practice_url: str | None = None
    tries: str = ""
    """The draft of the FAQ that it tries, if it does."""
    lines: Lines = plain_lines
    """How many of the platform's messages a text takes."""
    stands: Standing = field(default_factory=Standing)
    """How far it is left to the bot."""
    changes: Sequence[Change] = ()
    """The last steps it took, the newest last."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something a customer bought; for staff's eyes only."""

    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking, where the viewer is linked to a customer; never leaves the console."""

    customer_id: str
    bought: Sequence[Purchase] = ()
    """The last few, newest first."""
    grade: str = "platform"
    """How surely the viewer is this customer: one of `links.Grade`."""
    sure: bool = True
    """Whether that is sure enough for suggestions, and for showing what they bought."""
    tier: str = ""
    labels: Sequence[str] = ()
    left_alone: bool = False
    """They asked for no personal suggestions."""


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A model's draft of a reply, or why there is none."""

    text: str = ""
    why: str = "no_model"
    """One of the console's words `model.WHY`; nothing where there is a draft."""
    detail: str = ""
    """Of a failure, what went wrong."""
    by: str = ""
    """Whose model wrote it."""


async def no_step(room: str, step: Step, by: str) -> None:
    """Know no rooms that live."""
    raise LookupError(room)


async def no_model(case: Escalation, by: str) -> ModelDraft:
    """Have no model."""
    return ModelDraft()


async def nobody(room: str, viewer_id: str) -> Person | None:
    """Know nothing about a viewer."""
    return None


async def no_tiers(viewers: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Know no customers."""
    return {}


async def no_publishing(act: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Know no act on the FAQ."""
    raise LookupError(act)


async def no_acts(act: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Know no act on customers."""
    raise LookupError(act)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the console may see and do."""

    store: Store
    rooms: Callable[[], Sequence[RoomView]]
    problems: Callable[[], Sequence[Problem]]
    """Of the edited files now; the last good version of each stays in force."""
    catalog: Callable[[], Catalog]
    practice: bool
    switch_mode: Callable[[str, str, str], Awaitable[None]]
    """Room, mode, and by whom."""
    check_reply: Callable[[str], Verdict]
    """What the guard says of a text of staff."""
    api_token: str = field(repr=False)
    """What the command line on this machine shows."""
    take_step: Callable[[str, Step, str], Awaitable[None]] = no_step
    """Room, step, and by whom."""
    publishing: Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]] = no_publishing
    """What the command line may do with the FAQ as a whole, by name."""
    customers: Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]] = no_acts
    """What the command line may do with customers, by name."""
    person: Callable[[str, str], Awaitable[Person | None]] = nobody
    """Room and viewer id to what staff may know."""
    tiers: Callable[[Iterable[tuple[str, str]]], Awaitable[Mapping[tuple[str, str], str]]] = no_tiers
    """Many viewers (room, id) at once to what kind of customer they are, where it is sure enough; for staff only."""
    knowledge: Callable[[], Knowledge] = Knowledge
    """What the shop's files say now."""
    canned: Callable[[], Canned] = Canned
    """What staff send often."""
    model_draft: Callable[[Escalation, str], Awaitable[ModelDraft]] = no_model
    """A case and who asks, to a draft of a reply."""
    faq_folder: Path = Path("faq")
    """Where new entries are written."""
    matching: Callable[[], str] = lambda: Both("off", "已关闭")
    """How matching by meaning is doing."""
    model: Callable[[], Model | None] = lambda: None
    """The language model, if there is one."""
    pulse: Pulse = field(default_factory=Pulse)
    """How late the program's loop is."""
    settings: Callable[[], Settings] = Settings
    """As they are in force."""
    apply: Callable[[Settings], None] = lambda chosen: None
    """Let the rooms go by settings that were edited, as far as that needs no restart."""
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    zone: str = "Asia/Shanghai"
    terms: Callable[[str], Terms] = lambda room: Terms()
    """How long claims last in a room, and how long viewers have to come back."""
    capacity: int = 6
    """Cases one person can look after at once."""
    reply_seconds: float = 600
    """A staff reply that could not be sent within this is given up, and the case comes back."""
    undo_s: float = 3
    """A reply written on the console waits so long before it leaves, so that it can be taken back."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def claim_until(self, room: str) -> datetime:
        """Return when a claim made in a room now runs out."""
        return self.now() + timedelta(seconds=self.terms(room).claim_s)

    def waits_until(self, room: str) -> datetime:
        """Return how long a case of a room that is answered now waits for its viewers."""
        return self.now() + timedelta(seconds=self.terms(room).waiting_s)

    def send_by(self) -> datetime:
        """Return when a reply written now is given up."""
        return self.now() + timedelta(seconds=self.reply_seconds)

    def on_screen(self, case: Escalation) -> Product | None:
        """Return what was on screen when a case was asked; what its room shows now where nobody knows."""
        catalog, view = self.catalog(), self.room(case.room)
        if case.on_screen in catalog:
            return catalog[case.on_screen]
        return view.on_screen if view is not None else None

    def lines(self, room: str) -> Lines:
        """Return how a room's platform counts its lines."""
        view = self.room(room)
        return view.lines if view is not None else plain_lines

    def today(self) -> date:
        """Return the shop's day."""
        return self.now().astimezone(ZoneInfo(self.zone)).date()

    def room(self, name: str) -> RoomView | None:
        """Return a room by its name."""
        return next((room for room in self.rooms() if room.name == name), None)


DESK = web.AppKey("desk", Desk)

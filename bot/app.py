"""The whole program: builds every part once, runs the rooms, stops in order."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import cast

from rich.console import Console as Screen

from bot.assisting import Assistant
from bot.buying import Buying
from bot.catalog import Product
from bot.clientele import Clientele
from bot.config import secret
from bot.connectors import Connector
from bot.connectors.irc import IrcConnector
from bot.connectors.irc_dialects import IRC, TWITCH
from bot.connectors.practice import PracticeConnector
from bot.console.app import Console
from bot.console.desk import Desk, RoomView
from bot.console.opening import console_of
from bot.escalation.staff_answers import holds_later
from bot.escalation.steps import Step
from bot.explain import explain_to
from bot.files.faq_folder import shown
from bot.files.learned import Learned
from bot.files.reload import ShopFiles
from bot.guard.claims import claims
from bot.knowledge import Mode
from bot.meaning import Meaning
from bot.model import Model
from bot.order_hooks import OrderHooks, Secrets
from bot.pacing import Backoff, Limit
from bot.practice.sample_shop import fill_sample_shop
from bot.practice.server import PracticeRoom
from bot.problems import BadFile, Problem
from bot.publishing import Publishing
from bot.pulse import Pulse
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.outbox import in_one_line
from bot.room.promising import Promising
from bot.room.stepping import LATE_MS, Stepping
from bot.running import Running, announced, is_free
from bot.sample.rounds import round_of
from bot.settings import RoomSettings, Settings
from bot.stopping import signals
from bot.store import Store, open_store, sqlite_path
from bot.store.customer_records import Forgotten
from bot.terminal import RoomLine, Terminal

log = logging.getLogger(__name__)

TWITCH_URL = "wss://irc-ws.chat.twitch.tv:443"
HEALTHY_S, A_DAY_S = 60.0, 86_400.0


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class App:
    """The running program."""

    settings: Settings
    screen: Screen
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    rooms: list[Room] = field(default_factory=list)
    practice: dict[str, PracticeRoom] = field(default_factory=dict)
    store: Store = field(init=False)
    files: ShopFiles = field(init=False)
    meaning: Meaning = field(init=False)
    model: Model | None = None
    pulse: Pulse = field(default_factory=Pulse)
    hooks: OrderHooks | None = None
    publishing: Publishing = field(init=False)
    clientele: Clientele = field(init=False)
    buying: Buying = field(init=False)
    console: Console = field(init=False)
    _api_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    async def run(self) -> None:
        """Run until asked to stop. Raises `StoreInUse`, and `OSError` for a port that is taken."""
        async with AsyncExitStack() as stack:
            stack.enter_context(signals(self.stop))
            self.store = await open_store(self.settings.store.url)
            stack.push_async_callback(self.store.close)
            self.buying = Buying(self.store.orders)
            shop = self.settings.shop
            self.meaning = await self._meaning(stack)
            self.files = ShopFiles(
                shop.faq, shop.prompts, shop.catalog, promise=self.settings.faq.promise, meaning=self.meaning,
                learned=Learned(sqlite_path(self.settings.store.url).parent),
            )  # fmt: skip
            self.files.on_change = lambda: self.store.hints.ring("files")
            self.publishing = Publishing(self.store, self.files, now)
            await self.publishing.begin()
            self.clientele = Clientele(
                self.store, self.settings, now, lambda: self.files.knowledge.catalog, self._forgotten
            )
            self.files.taken_over = self._keep_version
            if missing := [p for p in self.files.problems if p.line == 0 and p.severity == "error"]:
                raise BadFile(missing)  # nobody should find out on air that there is no FAQ or no catalogue
            for problem in self.files.problems:
                log.warning("%s", problem)
            listen = self.settings.console
            self.console = await console_of(listen, self._desk(), self._port(listen.port))
            await stack.enter_async_context(self.console)
            await self._hooks(stack)
            model = await self._model(stack)
            modes = await self.store.room_modes()
            for room in self.settings.rooms:
                connector = await self._connector(room, stack)
                self.rooms.append(self._room(room, connector, model, modes.get(room.name, room.mode)))
            running = Running(self.console.url, self._api_token)
            stack.enter_context(announced(sqlite_path(self.settings.store.url), running))
            terminal = self._terminal(await self._way_in())
            terminal.greet()
            # Looking through all that stays until the end, again and again, would hold up messages.
            gc.collect()
            gc.freeze()
            await self._live(terminal)
            self.screen.print(terminal.line(await self.store.balance()) or "nothing was heard")

    async def _live(self, terminal: Terminal) -> None:
        async with asyncio.TaskGroup() as tasks:
            side = [
                tasks.create_task(self.files.watch(), name="files"),
                tasks.create_task(self.files.sharpen(), name="sharpen"),
                tasks.create_task(self.clientele.live(), name="customers"),
                tasks.create_task(self.buying.run(), name="what customers buy"),
                tasks.create_task(terminal.run(), name="terminal"),
                tasks.create_task(self.pulse.run(), name="pulse"),
                tasks.create_task(self._forget_old_records(), name="old records"),
                # Its patterns are made when they are first needed: not while somebody waits for an answer.
                tasks.create_task(asyncio.to_thread(claims, "先看一眼, a first look"), name="the guard's patterns"),
            ]
            if self.model is not None:
                side.append(tasks.create_task(self.model.warm(), name="the model, ready to be asked"))
            if self.settings.practice:
                products = list(self.files.knowledge.catalog.values())
                side.append(tasks.create_task(fill_sample_shop(self.store, products, now()), name="sample shop"))
            side += [
                tasks.create_task(explain_to(self.practice[name], self.store, name), name=f"{name}: explain")
                for name in self.practice
            ]
            side += [tasks.create_task(one.run(), name=f"{one.room}: promises") for one in self._promising()]
            async with asyncio.TaskGroup() as living:
                for room in self.rooms:
                    living.create_task(self._supervise(room), name=f"room {room.name}")
            await self.stop.wait()
            for task in side:
                task.cancel()

    async def _forget_old_records(self) -> None:
        """Delete, once a day, what was said longer ago than the shop keeps it."""
        while True:
            kept = timedelta(days=366 * self.settings.guard.records_years)
            await self.store.said.forget(now() - kept)
            await self.store.forget_words(now() - timedelta(days=self.settings.store.chat_days))
            await asyncio.sleep(A_DAY_S)

    async def _supervise(self, room: Room) -> None:
        """Keep one room alive for as long as the program runs; what is wrong with it must not touch the others."""
        backoff = Backoff(first=1.0)
        while not self.stop.is_set():
            started = now()
            try:
                await room.run(self.stop, self.settings.grace_s)
                return
            except Exception:  # a bug in one room must not end the others
                log.exception("room %s: stopped by an error; it is started again", room.name)
            if (now() - started).total_seconds() > HEALTHY_S:
                backoff.reset()
            room.connector.link.become("waiting", now(), "stopped by an error, starting again; see the log")
            try:
                async with asyncio.timeout(backoff.delay(random.random())):  # noqa: S311 - jitter, not a secret
                    await self.stop.wait()
            except TimeoutError:
                continue

    # building

    def _room(self, room: RoomSettings, connector: Connector, model: Model | None, mode: str) -> Room:
        within = timedelta(seconds=room.reply_within_s)
        knowledge = partial(self.files.knowledge_for, room.name)
        stepping = Stepping(
            room.name, self.store, now, room.steps == "automatic", lambda: model is not None and model.rests,
            lambda: self.pulse.late(LATE_MS), lambda: self.files.recalled,
        )  # fmt: skip
        advisor = Advisor(
            self.store, room.platform, knowledge, lambda: self.files.prompts_now, model,
            now, within, self.settings.shop.languages, partial(in_one_line, connector, self.settings.guard.ai_label),
            lambda: self.buying.learned, self.settings.suggest.holdout,
            self.settings.customers.grade, stepping.note_asked,
        )  # fmt: skip
        return Room(
            room.name, room.platform, connector, self.store, knowledge, advisor, stepping, now,
            mode=cast(Mode, mode), chosen=self.settings.rules(room), reply_within=within,
            meaning=self.meaning if self.meaning.on else None,
        )  # fmt: skip

    async def _connector(self, room: RoomSettings, stack: AsyncExitStack) -> Connector:
        match room.platform:
            case "practice":
                practice = PracticeRoom(
                    lambda: self.files.knowledge.catalog, round_of, room=room.name, port=self._port(room.port),
                    speed=room.crowd_speed, console_url=self.console.url,
                )  # fmt: skip
                await stack.enter_async_context(practice)
                self.practice[room.name] = practice
                return PracticeConnector(room.name, practice.url, practice.token)
            case "irc":
                per_second = Limit(max(1, room.lines_per_10s // 8), 1.0)
                return IrcConnector(
                    room.name, room.url, room.channel, room.nick, secret(room.token_env), IRC,
                    limits=(per_second, Limit(room.lines_per_10s, 10.0)),
                )  # fmt: skip
            case "twitch":
                url = room.url or TWITCH_URL
                return IrcConnector(room.name, url, room.channel, room.nick, secret(room.token_env), TWITCH)

    def _promising(self) -> list[Promising]:
        chosen = {one.name: one for one in self.settings.rooms if one.promise}
        return [self._promising_in(room, chosen[room.name]) for room in self.rooms if room.name in chosen]

    def _promising_in(self, room: Room, chosen: RoomSettings) -> Promising:
        return Promising(
            room.name, self.store, lambda: room.rules, room.connector.lines, now, lambda: room.knowledge().promises,
            lambda: self.console.on_duty(), timedelta(seconds=chosen.first_answer_s),
            timedelta(seconds=chosen.promise_every_s), lambda a, q: holds_later(a, q, room.knowledge().catalog),
        )  # fmt: skip

    def _port(self, wanted: int) -> int:
        """Return the port to listen on: without a bot.toml any free one will do when the usual one is taken."""
        return wanted if not self.settings.practice or is_free(wanted) else 0

    async def _hooks(self, stack: AsyncExitStack) -> None:
        """Listen for orders as they happen, if the shop wants it."""
        chosen = self.settings.orders
        if not chosen.listen:
            return
        secrets_ = Secrets(
            secret(chosen.shopify_secret_env) or "", secret(chosen.hook_secret_env) or "", chosen.shopify_shop
        )
        hooks = OrderHooks(
            self.store.orders, secrets_, lambda: self.files.knowledge.catalog, now, self.settings.shop.timezone,
            chosen.brushing, chosen.host, chosen.port,
        )  # fmt: skip
        self.hooks = await stack.enter_async_context(hooks)

    async def _model(self, stack: AsyncExitStack) -> Model | None:
        made = await Model.connect(
            self.settings.model, secret, self.store.model_calls, now=now, zone=self.settings.shop.timezone
        )
        if made is not None:
            stack.push_async_callback(made.close)
            for problem in made.left_out:
                log.warning("%s", problem)
        self.model = made
        return made

    async def _meaning(self, stack: AsyncExitStack) -> Meaning:
        chosen = self.settings.meaning
        made = await Meaning.open(chosen, secret(chosen.api_key_env), now, self.settings.shop.timezone)
        stack.push_async_callback(made.close)
        return made

    def _problems(self) -> Sequence[Problem]:
        return [*self.files.problems, *(self.model.alarms if self.model is not None else ())]

    def _desk(self) -> Desk:
        return Desk(
            store=self.store,
            rooms=self._views,
            problems=self._problems,
            matching=lambda: self.meaning.state,
            model=lambda: self.model,
            pulse=self.pulse,
            settings=lambda: self.settings,
            apply=self._apply,
            catalog=lambda: self.files.knowledge.catalog,
            knowledge=lambda: self.files.knowledge,
            canned=lambda: self.files.canned,
            model_draft=self._assistant().draft,
            faq_folder=self.settings.shop.faq,
            capacity=self.settings.console.capacity,
            zone=self.settings.shop.timezone,
            practice=self.settings.practice or any(r.platform == "practice" for r in self.settings.rooms),
            switch_mode=self._switch,
            take_step=self._take_step,
            check_reply=lambda text: self.files.knowledge.guard.verdict(text, "staff"),
            publishing=self.publishing.act,
            customers=self.clientele.act,
            person=self.clientele.person,
            tiers=self.clientele.tiers_of,
            terms=self.settings.terms,
            now=now,
            api_token=self._api_token,
        )

    def _assistant(self) -> Assistant:
        return Assistant(
            self.files.knowledge_for, lambda: self.files.prompts_now, lambda: self.model,
            lambda name: next((self._on_screen(room) for room in self.rooms if room.name == name), None),
        )  # fmt: skip

    def _terminal(self, way_in: tuple[str, str]) -> Terminal:
        addresses = [(f"room {name}", practice.url) for name, practice in self.practice.items()]
        if self.hooks is not None:
            addresses.append(("orders as they happen", f"{self.hooks.url}…"))
        return Terminal(
            shop=self.settings.shop.name,
            practice=self.settings.practice,
            addresses=[*addresses, way_in],
            store=self.store,
            rooms=lambda: [
                RoomLine(r.name, r.platform, r.connector.link.state, r.connector.link.detail, _does(r))
                for r in self.rooms
            ],
            problems=lambda: sum(p.severity == "error" for p in self.files.problems),
            model=lambda: self.model.state if self.model is not None else "",
            rules=self.settings.told,
            matching=lambda: self.meaning.state if self.settings.meaning.source != "off" else "",
            out=self.screen,
        )

    async def _way_in(self) -> tuple[str, str]:
        """Return the console's address: with a one-time link while nobody can sign in any other way."""
        staff = await self.store.all_staff()
        if self.settings.practice or not any(member.has_password for member in staff):
            return "console (this link works once)", await self.console.invite("admin")
        return "console", self.console.address

    # what the console sees and does

    def _views(self) -> Sequence[RoomView]:
        return [
            RoomView(
                room.name,
                room.platform,
                room.mode,
                room.connector.link,
                self._on_screen(room),
                self.practice[room.name].url if room.name in self.practice else None,
                shown(self.files.trials[room.name]) if room.name in self.files.trials else "",
                room.connector.lines,
                room.stepping.stands,
                tuple(room.stepping.lately),
            )
            for room in self.rooms
        ]

    def _on_screen(self, room: Room) -> Product | None:
        sku = room.memory.on_screen
        return self.files.knowledge.catalog.get(sku) if sku else None

    async def _switch(self, name: str, mode: str, by: str) -> None:
        for room in self.rooms:
            if room.name == name:
                await self.store.set_room_mode(name, mode, by, now())
                room.mode = cast(Mode, mode)

    async def _take_step(self, name: str, step: Step, by: str) -> None:
        for room in self.rooms:
            if room.name == name:
                await room.stepping.choose(step, by)

    def _apply(self, chosen: Settings) -> None:
        """Let the rooms go by what was edited, as far as that needs no restart."""
        self.settings = self.settings.with_live(chosen)
        of = {room.name: room for room in self.settings.rooms}
        for room in self.rooms:
            room.chosen = self.settings.rules(of[room.name])

    async def _keep_version(self) -> None:
        await self.publishing.keep()

    async def _forgotten(self, gone: Forgotten) -> None:
        """Let the rooms forget a person who was deleted."""
        for room in self.rooms:
            for platform, viewer_id in gone.viewers:
                if platform == room.platform:
                    room.memory.forget_viewer(viewer_id)


def _does(room: Room) -> str:
    """Return in a word what a room's program may do."""
    return room.mode if room.stepping.step is Step.NORMAL else f"{room.mode}, {room.stepping.step}"

"""The terminal while the program runs: addresses, and one calm table instead of a flood of lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.store import Store
from bot.store.records import Balance

LOOK_EVERY_S = 2.0
QUIET_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class RoomLine:
    """What the terminal says of one room."""

    name: str
    platform: str
    state: str
    detail: str
    mode: str


@dataclass(slots=True)
class Terminal:
    """Shows how the program is doing until cancelled."""

    shop: str
    practice: bool
    addresses: Sequence[tuple[str, str]]
    store: Store
    rooms: Callable[[], Sequence[RoomLine]]
    problems: Callable[[], int]
    out: Console
    rules: str = ""
    """How sure an answer must be, and what is done about a near miss."""
    matching: Callable[[], str] = lambda: ""
    """How matching by meaning is doing; nothing where it is switched off."""
    model: Callable[[], str] = lambda: ""
    """How the model's providers are doing; nothing where there is none."""

    def greet(self) -> None:
        """Print the addresses once."""
        title = "Roomhand — PRACTICE, nothing leaves this machine" if self.practice else f"Roomhand — {self.shop}"
        self.out.print(Text(title, style="bold"))
        width = max(len(name) for name, _ in self.addresses)
        for name, address in self.addresses:
            # soft_wrap: a one-time link must stay one line to be copied.
            self.out.print(Text(f"  {name:<{width}}  {address}"), soft_wrap=True)
        self.out.print(Text(f"  {self.rules}", style="dim"), soft_wrap=True)
        self.out.print(Text("  Ctrl+C stops it; once more stops it at once.", style="dim"))

    async def run(self) -> None:
        """Keep the summary up to date: a live table on a terminal, a line now and then elsewhere."""
        if not self.out.is_terminal:
            while True:
                await asyncio.sleep(QUIET_EVERY_S)
                self.out.print(self.line(await self.store.balance()))
        with Live(console=self.out, auto_refresh=False, transient=True) as live:
            while True:
                live.update(await self.summary(), refresh=True)
                await asyncio.sleep(LOOK_EVERY_S)

    async def summary(self) -> Group:
        """Return the table."""
        balances = {b.room: b for b in await self.store.balance()}
        waiting: dict[str, int] = {}
        for case in await self.store.cases.several(limit=1_000):
            waiting[case.room] = waiting.get(case.room, 0) + 1
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in (
            "room",
            "",
            "mode",
            "heard",
            "answered",
            "asked back",
            "suggested",
            "with people",
            "waiting",
            "in flight",
        ):
            table.add_column(column, justify="left" if column in ("room", "", "mode") else "right")
        for room in self.rooms():
            b = balances.get(room.name, Balance(room.name))
            numbers = (
                b.heard,
                b.answered,
                b.clarified,
                b.suggested,
                b.escalated + b.merged,
                waiting.get(room.name, 0),
                b.in_flight,
            )
            table.add_row(room.name, Text(room.state, style=_style(room.state)), room.mode, *map(str, numbers))
        parts: list[Table | Text] = [table]
        parts += [Text(f"{r.name}: {r.detail}", style="yellow") for r in self.rooms() if r.detail]
        if state := self.matching():
            parts.append(Text(f"matching by meaning: {state}", style="dim"))
        if model := self.model():
            parts.append(Text(f"model: {model}", style="dim"))
        if (found := self.problems()) > 0:
            parts.append(Text(f"{found} problems in the shop's files: run_bot.py check", style="yellow"))
        return Group(*parts)

    def line(self, balances: Sequence[Balance]) -> str:
        """Return the summary in one line."""
        return "; ".join(
            f"{b.room}: heard {b.heard}, answered {b.answered}, asked back {b.clarified}, suggested {b.suggested},"
            f" with people {b.escalated + b.merged}, on air {b.on_air}, in flight {b.in_flight},"
            f" unexplained {b.unexplained}"
            for b in balances
        )


def _style(state: str) -> str:
    return {"connected": "green", "refused": "red"}.get(state, "yellow")

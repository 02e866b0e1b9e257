"""What the console costs with 1,000 open cases and 50 changes a second: page, keys, twelve tabs, twenty people.

The console is a process of its own with the real store; the changes (claims, new askers, new cases, cases closed) are
made in it, as the rooms and staff make them. The page is a real Chromium's. Each figure has its baseline in the same
run: the page while nothing changes, and one person looking on instead of twenty.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from matching import quantile
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from bot.catalog import Catalog, Product
from bot.connectors import Link
from bot.console import acts
from bot.console.app import Console
from bot.console.desk import Desk, RoomView
from bot.guard import Guard
from bot.messages import ChatMessage, Escalate, Merge, Urgency, Viewer
from bot.store import open_store
from bot.store.records import Decided

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers.chromium import CHROMIUM, FLAGS

ROOM = "studio"
LISTED = 200
KEPT = 40
"""First cases of the list, which the crowd leaves to whoever presses the keys."""
TABS = 12
PEOPLE = 20
NEVER_MS = 60_000.0
BARS = {"busy": 0.25, "key_ms": 150.0, "tab_ms": 1000.0}
QUESTIONS = ("这款还有货吗", "does it sting on dry skin?", "敏感肌能用吗", "how long is the cable", "多大码合适")

WATCH = """
window.seen = new Map();
window.waits = null;
window.took = [];
addEventListener('keydown', (event) => { if (window.waits) window.waits.at = event.timeStamp; }, true);
function look() {
  const wait = window.waits;
  if (!wait || !wait.at) return;
  if (wait.met()) {
    window.waits = null;
    requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - wait.at)));
  }
}
addEventListener('DOMContentLoaded', () => {
  const watch = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver((changes) => {
    look();
    for (const change of changes) {
      const row = (change.target.nodeType === 1 ? change.target : change.target.parentElement)?.closest('.row');
      const mark = row?.querySelector('.holder')?.textContent.match(/mark\\d+/)?.[0];
      if (mark && !window.seen.has(mark)) window.seen.set(mark, Date.now());
    }
  }).observe(document.body, watch);
});
"""
TOOK = """
new Promise((done) => {
  const until = performance.now() + 3000;
  const ask = () => {
    if (window.took.length) return done(window.took[0]);
    if (performance.now() < until) return setTimeout(ask, 20);
    window.waits = null;
    done(null);
  };
  ask();
})
"""
MET = {
    "j": "(row => () => document.querySelector('#cases [aria-current]')?.dataset.case !== row)"
    "(document.querySelector('#cases [aria-current]')?.dataset.case)",
    "open": "(row => () => document.querySelector('#case [data-case]')?.dataset.case === row)"
    "([...document.querySelectorAll('#cases a[data-case]')].find((a, i, all) => all[i - 1]?.ariaCurrent)"
    "?.dataset.case)",
    "Enter": "() => document.querySelector('#case .h-yours') !== null",
    "e": "() => document.querySelector('#case .h-resolved') !== null",
}


class Crowd:
    """Makes cases and changes them, in the process of the console."""

    def __init__(self, desk: Desk, seed: int = 7) -> None:
        self.desk, self.dice = desk, random.Random(seed)
        self.open: list[int] = []
        self.held: dict[int, str] = {}
        self.said = self.marks = 0
        self.committed: dict[str, float] = {}
        self.rate = 0.0
        self.done = 0

    async def say(self, into: int | None = None) -> None:
        """Let a viewer ask: a new case, or one more asker of a case."""
        self.said += 1
        n, now = self.said, self.desk.now()
        text = f"{self.dice.choice(QUESTIONS)} {n}"
        message = ChatMessage(ROOM, f"m{n}", Viewer(f"v{n}", f"viewer {n}"), text, now)
        await self.desk.store.claim(message, now)
        decision: Escalate | Merge
        if into is None:
            decision = Escalate("no sure match", Urgency.NORMAL, draft="48 小时内发货。")
        else:
            decision = Merge("same question", into_escalation=into)
        recorded = await self.desk.store.record(Decided(message, decision, now))
        if into is None and recorded.escalation_id is not None:
            self.open.append(recorded.escalation_id)

    async def claim(self) -> None:
        """Let a colleague take a case of the first page, or give it back; the name says when it was committed."""
        case = self.dice.choice(self.open[KEPT:LISTED])
        if case in self.held:
            await acts.release(self.desk, case, self.held.pop(case))
            return
        self.marks += 1
        mark = f"mark{self.marks}"
        if isinstance(await acts.claim(self.desk, case, mark), acts.Done):
            self.committed[mark] = time.time()
            self.held[case] = mark

    async def close(self, cases: int) -> None:
        """Let a case be closed, while there are more than there should be."""
        if len(self.open) > cases:
            case = self.open.pop(self.dice.randrange(KEPT, len(self.open)))
            await acts.resolve(self.desk, case, self.held.pop(case, "bench"), "no answer needed")

    async def change(self, cases: int) -> None:
        """Change one thing."""
        self.done += 1
        match self.dice.choices("nrca", (25, 25, 30, 20))[0]:
            case "n":
                await self.say()
            case "r":
                await self.close(cases)
            case "c":
                await self.claim()
            case _:
                await self.say(self.dice.choice(self.open[:KEPT]))  # more askers lift a case: let the list stay

    async def run(self, cases: int) -> None:
        """Change things at the rate that is set now, until cancelled."""
        due = time.perf_counter()
        while True:
            if not self.rate:
                due = time.perf_counter() + 0.05
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if self.rate:
                due = max(due + 1 / self.rate, time.perf_counter() - 0.5)
                await self.change(cases)


async def desk_process(folder: Path, cases: int) -> None:
    """Be the console: print where it is, then obey one line of JSON after the other."""
    store = await open_store(f"sqlite:///{folder / 'shop.db'}")
    product = Product("A101", "Face cream 50 ml", None, stock=12, link_no=3)
    guard = Guard()

    async def switch(room: str, mode: str, by: str) -> None:
        raise NotImplementedError

    desk = Desk(
        store=store,
        rooms=lambda: [RoomView(ROOM, "practice", "auto", Link("connected"), product)],
        problems=list,
        catalog=lambda: Catalog({product.sku: product}),
        practice=True,
        switch_mode=switch,
        check_reply=lambda text: guard.verdict(text, "staff"),
        api_token="",
        now=lambda: datetime.now(UTC),
    )
    crowd = Crowd(desk)
    await asyncio.gather(*(crowd.say() for _ in range(cases)))
    crowd.open.sort()
    async with Console(desk) as console:
        changing = asyncio.create_task(crowd.run(cases))
        print(json.dumps({"url": console.url}), flush=True)
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            said = json.loads(line)
            answer: dict[str, Any] = {}
            if "rate" in said:
                crowd.rate = said["rate"]
            if "invite" in said:
                answer["links"] = [await console.invite("agent") for _ in range(said["invite"])]
            if "report" in said:
                used = resource.getrusage(resource.RUSAGE_SELF)
                answer |= {"cpu": used.ru_utime + used.ru_stime, "at": time.time(), "done": crowd.done,
                           "open": len(crowd.open), "committed": crowd.committed}  # fmt: skip
            print(json.dumps(answer), flush=True)
        changing.cancel()
    await store.close()


class ConsoleProcess:
    """The console as the parent sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.url = ""

    async def ask(self, **said: Any) -> dict[str, Any]:
        """Send a line, read the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(said).encode() + b"\n")
        return await self.answer()

    async def answer(self) -> dict[str, Any]:
        """Read one line."""
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            found: dict[str, Any] = json.loads(await self._process.stdout.readline())
            return found

    async def link(self) -> str:
        """Return a one-time link."""
        link: str = (await self.ask(invite=1))["links"][0]
        return link


@asynccontextmanager
async def console_process(cases: int) -> AsyncIterator[ConsoleProcess]:
    """Start the console with its open cases; end it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, "--desk", folder, "--cases", str(cases),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
        )  # fmt: skip
        try:
            console = ConsoleProcess(process)
            console.url = (await console.answer())["url"]
            yield console
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                async with asyncio.timeout(5):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


async def _metrics(cdp: CDPSession) -> dict[str, float]:
    found = await cdp.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in found["metrics"]}


async def busy(console: ConsoleProcess, cdp: CDPSession, seconds: float) -> dict[str, float]:
    """Watch the page for a while: shares of the main thread and of the server's process."""
    before, server = await _metrics(cdp), await console.ask(report=1)
    await asyncio.sleep(seconds)
    after, then = await _metrics(cdp), await console.ask(report=1)
    took = after["Timestamp"] - before["Timestamp"]
    shares = {
        word: round((after[name] - before[name]) / took, 3)
        for word, name in (("main", "TaskDuration"), ("script", "ScriptDuration"), ("layout", "LayoutDuration"),
                           ("style", "RecalcStyleDuration"))
    }  # fmt: skip
    spent = then["at"] - server["at"]
    return shares | {
        "server": round((then["cpu"] - server["cpu"]) / spent, 3),
        "changes_per_s": round((then["done"] - server["done"]) / spent, 1),
    }


async def sit_down(console: ConsoleProcess, window: BrowserContext, name: str) -> Page:
    """Open the console as somebody new."""
    page = await window.new_page()
    await page.goto(await console.link())
    await page.fill("#name", name)
    await page.press("#name", "Enter")
    await page.locator("#live-state.on").wait_for()
    await page.evaluate("document.querySelector('#feed').scrollTop = 0")
    return page


@asynccontextmanager
async def bystander() -> AsyncIterator[list[float]]:
    """Collect by how many milliseconds this process, which only waits, comes late to a tick: the machine's doing."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            late.append(1000 * (time.perf_counter() - began - 0.01))

    ticking = asyncio.create_task(tick())
    try:
        yield late
    finally:
        ticking.cancel()


async def keys(page: Page, rounds: int) -> dict[str, list[float]]:
    """Press keys and note how long each takes until its effect is on the screen."""
    took: dict[str, list[float]] = {name: [] for name in MET}
    await page.keyboard.press("j")
    await page.wait_for_timeout(400)
    for _ in range(rounds):
        for name in ("j", "open", "Enter", "e"):
            await page.evaluate(f"window.took.length = 0; window.waits = {{met: {MET[name]}}}")
            await page.keyboard.press("j" if name == "open" else name)
            ms = await page.evaluate(TOOK)
            if ms is not None:  # a colleague may have the case: then there is nothing to see
                took[name].append(ms)
            await page.wait_for_timeout(200)
    return took


async def tabs(console: ConsoleProcess, window: BrowserContext, seconds: float) -> dict[str, Any]:
    """Let one person open twelve tabs; return how late each shows the changes of a while."""
    pages = window.pages
    while len(pages) < TABS:
        page = await window.new_page()
        await page.goto(console.url)
        await page.locator("#live-state.on").wait_for()
        pages = window.pages
    began = time.time()
    await asyncio.sleep(seconds)
    ended = time.time()
    committed = {
        mark: at for mark, at in (await console.ask(report=1))["committed"].items() if began + 0.5 < at < ended - 1.5
    }
    late: list[float] = []
    shown = []
    for page in pages:
        seen = dict(await page.evaluate("[...window.seen]"))
        mine = [1000 * (seen[mark] / 1000 - at) for mark, at in committed.items() if mark in seen]
        shown.append(len(mine))
        late += mine
    late = late or [NEVER_MS]
    return {"tabs": len(pages), "changes": len(committed), "shown_least": min(shown), "shown_most": max(shown),
            "p50_ms": round(quantile(late, 0.5)), "p95_ms": round(quantile(late, 0.95)),
            "worst_ms": round(max(late))}  # fmt: skip


class Onlooker:
    """One more console: a signed-in session that looks at the queue and notes when it hears of a change."""

    def __init__(self) -> None:
        self.heard: dict[str, float] = {}
        self.frames = self.bytes = 0

    async def run(self, url: str, link: str, name: str, ready: asyncio.Event) -> None:
        """Come in, look, and read until cancelled."""
        origin = {"Origin": url.rstrip("/")}
        async with aiohttp.ClientSession(url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            form = {"token": link.partition("token=")[2], "name": name}
            async with session.post("/start", data=form, headers=origin) as answer:
                page = await answer.text()
            listed = [int(case) for case in re.findall(r'id="row-(\d+)"', page)]
            async with session.ws_connect("/live", headers=origin) as socket:
                await socket.send_json({"do": "look", "page": "/", "room": ROOM, "listed": listed, "case": None})
                async for frame in socket:
                    at = time.time()
                    ready.set()
                    self.frames += 1
                    self.bytes += len(frame.data)
                    for mark in re.findall(r"mark\d+", frame.data):
                        self.heard.setdefault(mark, at)


async def people(console: ConsoleProcess, many: int, seconds: float) -> dict[str, Any]:
    """Let many people look at the queue at once; return the server's share and how late changes reach all."""
    lookers = [Onlooker() for _ in range(many)]
    links = (await console.ask(invite=many))["links"]
    tasks, ready = [], []
    for n, (looker, link) in enumerate(zip(lookers, links, strict=True)):
        ready.append(asyncio.Event())
        tasks.append(asyncio.create_task(looker.run(console.url, link, f"looker {many}-{n}", ready[-1])))
    try:
        async with asyncio.timeout(30):
            await asyncio.gather(*(one.wait() for one in ready))
        await asyncio.sleep(1)
        before, began = await console.ask(report=1), time.time()
        frames = sum(looker.frames for looker in lookers)
        size = sum(looker.bytes for looker in lookers)
        await asyncio.sleep(seconds)
        after, ended = await console.ask(report=1), time.time()
        frames = sum(looker.frames for looker in lookers) - frames
        size = sum(looker.bytes for looker in lookers) - size
        await asyncio.sleep(1)
    finally:
        for task in tasks:
            task.cancel()
        gone = await asyncio.gather(*tasks, return_exceptions=True)
    for one in gone:
        if isinstance(one, Exception):
            raise one
    marks = {mark: at for mark, at in after["committed"].items() if began < at < ended - 0.5}
    # Cases beyond the list, or closed again, are heard of by nobody; one that all heard of counts when the last did.
    late = [
        1000 * (max(looker.heard[mark] for looker in lookers) - at)
        for mark, at in marks.items()
        if all(mark in looker.heard for looker in lookers)
    ]
    late = late or [NEVER_MS]
    some = sum(any(mark in looker.heard for looker in lookers) for mark in marks)
    return {"people": many, "server": round((after["cpu"] - before["cpu"]) / (after["at"] - before["at"]), 3),
            "changes_per_s": round((after["done"] - before["done"]) / (after["at"] - before["at"]), 1),
            "heard_by_all": len(late), "heard_by_some": some, "p50_ms": round(quantile(late, 0.5)),
            "p95_ms": round(quantile(late, 0.95)), "worst_ms": round(max(late)),
            "frames_per_s_each": round(frames / seconds / many, 1),
            "kb_per_s_each": round(size / 1024 / seconds / many, 1)}  # fmt: skip


async def measure(chosen: argparse.Namespace) -> dict[str, Any]:
    """Go through it all."""
    found: dict[str, Any] = {"cases": chosen.cases, "rate": chosen.rate}
    async with AsyncExitStack() as stack:
        console = await stack.enter_async_context(console_process(chosen.cases))
        playwright = await stack.enter_async_context(async_playwright())
        browser: Browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.push_async_callback(browser.close)
        window = await browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
        await window.add_init_script(WATCH)
        page = await sit_down(console, window, "Li Na")
        cdp = await window.new_cdp_session(page)
        await cdp.send("Performance.enable")
        await asyncio.sleep(1)
        found["quiet"] = await busy(console, cdp, chosen.seconds / 2)
        found["keys_quiet"] = _said(await keys(page, 5))
        await console.ask(rate=chosen.rate)
        await asyncio.sleep(1)
        found["busy"] = await busy(console, cdp, chosen.seconds)
        async with bystander() as late:
            found["keys"] = _said(await keys(page, chosen.rounds))
        found["bystander"] = {"late_p95_ms": round(quantile(late, 0.95), 1), "load": os.getloadavg()[0]}
        found["tabs"] = await tabs(console, window, chosen.seconds / 2)
        await browser.close()
        found["nobody"] = await nobody(console, chosen.seconds / 3)
        found["one"] = await people(console, 1, chosen.seconds / 2)
        found["twenty"] = await people(console, PEOPLE, chosen.seconds)
    return found


async def nobody(console: ConsoleProcess, seconds: float) -> dict[str, float]:
    """Return what the changes by themselves cost the server."""
    before = await console.ask(report=1)
    await asyncio.sleep(seconds)
    after = await console.ask(report=1)
    return {"server": round((after["cpu"] - before["cpu"]) / (after["at"] - before["at"]), 3)}


def _said(took: dict[str, list[float]]) -> dict[str, Any]:
    every = [ms for some in took.values() for ms in some] or [NEVER_MS]
    of_all = {"n": len(every), "p50_ms": round(quantile(every, 0.5)), "p95_ms": round(quantile(every, 0.95))}
    each = {
        name: {"n": len(some), "p50_ms": round(quantile(some, 0.5)), "p95_ms": round(quantile(some, 0.95))}
        for name, some in took.items()
        if some
    }
    return of_all | each


def missed(found: dict[str, Any]) -> list[str]:
    """Return the bars that were missed."""
    bars = (
        ("the page's main thread is busy", found["busy"]["main"], BARS["busy"]),
        ("key to effect p95", found["keys"]["p95_ms"], BARS["key_ms"]),
        ("a tab shows a change, worst", found["tabs"]["worst_ms"], BARS["tab_ms"]),
    )
    return [f"{what}: {value}, bar {bar}" for what, value, bar in bars if value >= bar]


def main() -> None:
    """Measure and print; exit code 1 when a bar was missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_000)
    options.add_argument("--rate", type=float, default=50, help="changes a second")
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=10, help="times four keys")
    options.add_argument("--json", action="store_true")
    options.add_argument("--desk", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.desk:
        asyncio.run(desk_process(chosen.desk, chosen.cases))
        return
    found = asyncio.run(measure(chosen))
    found["missed"] = missed(found)
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<12} {value}")
    raise SystemExit(int(bool(found["missed"])))


if __name__ == "__main__":
    main()

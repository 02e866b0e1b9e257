"""Evenings with the sample shop, written as a shop manager would read them, played through the whole bot.

A transcript is the text between the fences of `tests/transcripts/*.md`. Lines that make something happen:

    ann: …                            somebody in the room says something
    staff: …                          staff answer the case that was touched last
    staff correct: …                  staff correct what they said last
    staff recall courier              the answer of an entry of the FAQ
    staff take ann's case             · staff close the case · staff set the room to silent
    staff take the room to faq-only   (a step down; people-only, and normal again)
    host shows A101                   · host shows nothing
    moderator deletes ann's line
    (the connection is lost)          · (the connection is back) · (30 seconds later)
    staff make a code for C1          which somebody then types as CODE
    (ann is C1)                       · (ann is nobody): whom the shop takes the viewer for now
    (nobody is at the desk)           · (somebody is at the desk), as at the beginning

What comes of it must stand below, all of it and nothing else:

    bot: …                            what the room reads
    queue: …                          a new case and why it is one; `urgent` where somebody should look at once
    queue: ben joins: …               one more asker of an open case
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.escalation.mentions import batches, correction
from bot.escalation.steps import Step
from bot.faq.recalls import mark, without_recalled
from bot.files.reload import ShopFiles
from bot.knowledge import MODES
from bot.messages import ChatMessage, Outcome, Urgency, Viewer
from bot.rehearse import promising_in
from bot.store import Store, open_store
from bot.store.records import HeardMessage
from bot.store.replies import Saying
from tests.fakes import LONG_ENOUGH, Clock, ScriptedConnector, room_of, running, until

REPOSITORY = Path(__file__).parents[1]
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.md"))
COMES_OF_IT = ("bot: ", "queue: ")


def lines_of(path: Path) -> list[str]:
    """Return the lines between the fences, without those that are empty."""
    fenced = re.findall(r"^```\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line.rstrip() for block in fenced for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def sample() -> ShopFiles:
    """The sample shop, as a first start without any settings finds it."""
    files = ShopFiles(REPOSITORY / "faq", REPOSITORY / "prompts", REPOSITORY / "bot" / "sample" / "catalog.csv")
    files.load()
    assert not [problem for problem in files.problems if problem.severity == "error"]
    return files


class Played:
    """Plays a transcript's lines and writes down what comes of each."""

    def __init__(self, store: Store, files: ShopFiles) -> None:
        self.store = store
        self.feed = ScriptedConnector()
        self.now = Clock()
        self.knowledge = files.knowledge
        self.room = room_of(store, self.feed, self.now, lambda: self.knowledge)
        self.on_duty: set[str] = {"kim"}
        self.promising = promising_in(self.room, store, lambda: self.on_duty)
        self.written: list[str] = []
        self._shown = 0
        self._told = 0
        self._cases: set[int] = set()
        self._case = 0
        self._code = "CODE"
        self._said: list[ChatMessage] = []

    async def play(self, line: str) -> None:
        """Let one line happen and write what comes of it."""
        self.written.append(line)
        for pattern, act in (
            (r"staff: (.+)", self.staff_say),
            (r"staff correct: (.+)", self.staff_correct),
            (r"staff recall (\S+)", self.staff_recall),
            (r"staff take (\S+)'s case", self.staff_take),
            (r"staff close the case", self.staff_close),
            (r"staff make a code for (\S+)", self.staff_make_a_code),
            (r"staff set the room to (\S+)", self.staff_set),
            (r"staff take the room to (\S+)", self.staff_step),
            (r"host shows (\S+)", self.host_shows),
            (r"moderator deletes (\S+)'s line", self.moderator_deletes),
            (r"\(the connection is (lost|back)\)", self.connection_is),
            (r"\((\d+) seconds later\)", self.seconds_later),
            (r"\((nobody|somebody) is at the desk\)", self.at_the_desk),
            (r"\((\S+) is (\S+)\)", self.viewer_is),
            (r"([^\s:]+): (.+)", self.viewer_says),
        ):
            if found := re.fullmatch(pattern, line):
                await act(*found.groups())
                await self.promising.look()
                await self.nothing_waits()
                for _ in range(2):  # a look that was under way began before the last line left
                    await self.room._look_at_queue()
                await self.write_what_came_of_it()
                return
        pytest.fail(f"no such line: {line}")

    # what happens

    async def staff_make_a_code(self, customer: str) -> None:
        good_for = timedelta(minutes=20)
        (self._code,) = await self.store.customers.new_codes(customer, ("", ""), 1, good_for, "kim", self.now())

    async def viewer_is(self, name: str, customer: str) -> None:
        link = await self.store.customers.link_of(self.room.platform, name)
        assert (link.customer_id if link is not None else "nobody") == customer

    async def viewer_says(self, name: str, text: str) -> None:
        text = text.replace("CODE", self._code)
        message = ChatMessage(self.feed.room, f"m{len(self._said)}", Viewer(name, name), text, self.now())
        self._said.append(message)
        self.feed.hears(message)
        async with asyncio.timeout(LONG_ENOUGH):
            while not await self._is_over(message):
                await asyncio.sleep(0.003)

    async def _is_over(self, message: ChatMessage) -> bool:
        heard = await self._heard(message)
        if heard is None or heard.outcome is None:
            return False
        return self.feed.link.state != "connected" or not (await self.store.balance())[0].in_flight

    async def _heard(self, message: ChatMessage) -> HeardMessage | None:
        found = await self.store.recent_messages(self.feed.room, 1, only=[message.id])
        return found[0] if found else None

    async def staff_correct(self, text: str) -> None:
        case = await self.store.cases.one(self._case)
        assert case is not None
        await self.staff_say(correction(text), case.replies[-1].mark)

    async def staff_recall(self, entry: str) -> None:
        faq = self.knowledge.faq
        self.knowledge = replace(self.knowledge, faq=without_recalled(faq, {(entry, mark(faq.entries[entry]))}))

    async def staff_say(self, text: str, corrects: str = "") -> None:
        said, later = len(self.feed.sent), self.now.at.replace(year=2027)
        split = partial(batches, text=text, lines=self.feed.lines)
        claimed = await self.store.replies.say(
            Saying(
                self._case,
                "kim",
                text,
                str(len(self.written)),
                split,
                later,
                later,
                later,
                self.now(),
                corrects=corrects,
            )
        )
        assert claimed.won
        await until(lambda: len(self.feed.sent) > said)

    async def staff_take(self, name: str) -> None:
        cases = await self.store.cases.several()
        self._case = next(c.id for c in cases if name in [asker.viewer.name for asker in c.askers])
        later = self.now.at.replace(year=2027)
        assert (await self.store.cases.claim(self._case, "kim", later, self.now())).won

    async def staff_close(self) -> None:
        assert await self.store.cases.resolve(self._case, "kim", "answered", self.now())
        await until(lambda: not self.room.memory.held)

    async def staff_set(self, mode: str) -> None:
        self.room.mode = next(known for known in MODES if known == mode)

    async def staff_step(self, step: str) -> None:
        await self.room.stepping.choose(Step(step), "kim")

    async def host_shows(self, sku: str) -> None:
        shown = None if sku == "nothing" else sku
        self.feed.shows(shown)
        await until(lambda: self.room.memory.on_screen == shown)

    async def moderator_deletes(self, name: str) -> None:
        line = next(message for message in reversed(self._said) if message.viewer.name == name)
        self.feed.deletes(line.id)
        async with asyncio.timeout(LONG_ENOUGH):
            while (heard := await self._heard(line)) is None or heard.outcome is not Outcome.IGNORE:
                await asyncio.sleep(0.003)

    async def connection_is(self, state: str) -> None:
        self.feed.link.state = "waiting" if state == "lost" else "connected"
        async with asyncio.timeout(LONG_ENOUGH):
            while state == "back" and (await self.store.balance())[0].in_flight:
                await asyncio.sleep(0.003)

    async def seconds_later(self, seconds: str) -> None:
        self.now.move(float(seconds))

    async def at_the_desk(self, who: str) -> None:
        self.on_duty = {"kim"} if who == "somebody" else set()

    async def nothing_waits(self) -> None:
        async with asyncio.timeout(LONG_ENOUGH):
            while self.feed.link.state == "connected" and await self._may_leave():
                await asyncio.sleep(0.003)

    async def _may_leave(self) -> bool:
        waiting = await self.store.next_replies(self.feed.room)
        return self.feed.under_way > 0 or any(
            row.not_before is None or row.not_before <= self.now() for row in waiting
        )

    # what comes of it

    async def write_what_came_of_it(self) -> None:
        for case in sorted(await self.store.cases.several(), key=lambda case: case.id):
            if case.id not in self._cases:
                urgent = "urgent, " if case.urgency is Urgency.HIGH else ""
                self.written.append(f"queue: {urgent}{case.reason}")
                self._cases.add(case.id)
                self._case = case.id
        for message in self._said[self._told :]:
            heard = await self._heard(message)
            if heard is not None and heard.outcome is Outcome.MERGE and heard.escalation_id is not None:
                self.written.append(f"queue: {message.viewer.name} joins: {heard.reason}")
                self._case = heard.escalation_id
        self._told = len(self._said)
        self.written += [f"bot: {text}" for text in self.feed.texts[self._shown :]]
        self._shown = len(self.feed.sent)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_an_evening_goes_as_it_is_written(path: Path, sample: ShopFiles, tmp_path: Path) -> None:
    lines = lines_of(path)
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    played = Played(store, sample)
    async with running(played.room):
        for line in lines:
            if not line.startswith(COMES_OF_IT):
                await played.play(line)
    (balance,) = await store.balance()
    await store.close()
    assert played.written == lines
    assert (balance.unexplained, balance.doubled, balance.in_flight) == (0, 0, 0)


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 8

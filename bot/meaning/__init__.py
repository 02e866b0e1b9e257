"""What texts mean, so that a question asked in quite other words finds its entry: optional, never waited for long.

Whatever goes wrong (a service that is slow, gone or mad, a broken disk) the answer is None, and the message is
decided by its letters alone, as it is without any of this.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.faq.match import Matcher
from bot.guard import personal_data
from bot.languages import Both, same
from bot.meaning.rest import Rest
from bot.meaning.shelf import Shelf
from bot.meaning.vectors import NoMeaning, Refused, Source, Vector, tidy
from bot.settings import MeaningSettings
from bot.text import normalise

__all__ = ["Meaning", "Vector"]

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Messages under way at the source; one more would only be late."""
REMEMBERED = 2_048
"""Messages whose vectors are kept in memory: a quarter of what a room says, it says again."""
REFUSALS = 8
"""Phrasings refused one after the other, and none taken: then it is the source and not the phrasings."""
WITHOUT = Both("matching without", "暂不按含义匹配")
OFF = Both("off", "已关闭")
STUMBLES = Both("stumbles", "出错")


def _listed(*words: Both) -> Both:
    return Both(", ".join(words), "，".join(word.zh for word in words))


class Meaning:
    """Vectors of messages at once or not at all, of phrasings when they are ready. Make it with `Meaning.open`."""

    def __init__(
        self,
        source: Source | None,
        shelf: Shelf | None,
        now: Callable[[], datetime],
        *,
        within_s: float = 0.06,
        zone: str = "UTC",
        why_not: Both = OFF,
    ) -> None:
        self._source = source
        self._shelf = shelf
        self._now = now
        self._within_s = within_s
        self._zone = ZoneInfo(zone)
        self._why_not = why_not
        self._rest = Rest()
        self._size = 0
        """Numbers in a vector, once one is known."""
        self._recent: OrderedDict[str, Vector] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Vector | None]] = {}
        self._learned: dict[str, Vector] = {}
        self._wanted = 0
        self._refused: set[str] = set()
        self._learning = asyncio.Lock()

    @classmethod
    async def open(
        cls, chosen: MeaningSettings, api_key: str | None, now: Callable[[], datetime], zone: str
    ) -> Meaning:
        """Load the model or make the client, as the settings say. Never raises: `state` says what is amiss."""
        try:
            source = await _source(chosen, api_key)
        except NoMeaning as failed:
            log.warning("Matching by meaning is not possible: %s.", failed)
            return cls(
                None,
                None,
                now,
                why_not=_listed(Both(f"{chosen.source}: {failed}", f"{chosen.source}：{failed.said.zh}"), WITHOUT),
            )
        if source is None:
            return cls(None, None, now)
        shelf = Shelf(chosen.folder, source.key)
        return cls(source, shelf, now, within_s=chosen.within_ms / 1000, zone=zone)

    async def close(self) -> None:
        """Let go of what is under way and of the source."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._source is not None:
            source, self._source, self._why_not = self._source, None, OFF
            await source.close()

    @property
    def on(self) -> bool:
        """Whether there is a source at all."""
        return self._source is not None

    @property
    def state(self) -> Both:
        """How it is doing, in words for staff."""
        if self._source is None:
            return self._why_not
        words = [same(f"{self._source.kind}: {self._source.name}")]
        learned, wanted = len(self._learned), self._wanted
        incomplete = learned < wanted
        if self._rest.since is not None and (incomplete or self._rest.wary):
            why, since = self._rest.why, f"{self._rest.since.astimezone(self._zone):%H:%M}"
            words[0] = words[0].then(f" {why} since {since}", f" 从 {since} 起{why.zh}")
        elif not incomplete:
            words.append(Both("ready", "可用"))
        if incomplete:
            words.append(Both(f"{learned} of {wanted} phrasings", f"已学 {learned}/{wanted} 个问法"))
        else:
            words.append(Both(f"{learned} phrasings", f"{learned} 个问法"))
        if incomplete or self._rest.wary:
            words.append(WITHOUT)
        return _listed(*words)

    # messages

    async def of_message(self, text: str, matcher: Matcher) -> Vector | None:
        """Return what a message as typed means, if that could matter to the matcher and is known in time."""
        # A line with personal data goes to a person whatever it means, and to no other service.
        wanted = matcher.wants_vector(text) and not personal_data(text)
        return await self.vector(normalise(text)) if wanted else None

    async def vector(self, text: str) -> Vector | None:
        """Return what one normalised text means; None when that is not known in time. Never raises."""
        plain = tidy(text)
        if self._source is None or not plain:
            return None
        if (known := self._learned.get(plain)) is not None:
            return known
        if (known := self._recent.get(plain)) is not None:
            self._recent.move_to_end(plain)
            return known
        task = self._under_way.get(plain) or self._begin(plain)
        if task is None:
            return None
        # Several may wait for the same words. What comes too late for them is kept for whoever asks next.
        await asyncio.wait({task}, timeout=self._within_s)
        return task.result() if task.done() and not task.cancelled() else None

    def _begin(self, plain: str) -> asyncio.Task[Vector | None] | None:
        most = 1 if self._rest.wary else AT_ONCE
        if len(self._under_way) >= most or not self._rest.over(_clock()):
            return None
        task = asyncio.create_task(self._ask(plain), name="meaning")
        self._under_way[plain] = task
        task.add_done_callback(lambda _: self._under_way.pop(plain, None))
        return task

    async def _ask(self, plain: str) -> Vector | None:
        began = _clock()
        try:
            [vector] = await self._embed([plain])
        except NoMeaning:
            return None
        self._recent[plain] = vector
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        if _clock() - began > self._within_s:
            self._failed(
                Both(
                    f"answers later than {self._within_s * 1000:.0f} ms", f"回应慢于 {self._within_s * 1000:.0f} 毫秒"
                )
            )
        else:
            self._rest.good()
        return vector

    # phrasings

    async def vectors(self, texts: Iterable[str]) -> Mapping[str, Vector]:
        """Return the vectors of these texts, from memory, from the disk, and the rest from the source; never raises.

        This may take minutes: run it beside everything else. Fewer than asked for means that the source fails now;
        ask again later, and only what is missing is asked for.
        """
        plain_of = {text: plain for text in texts if (plain := tidy(text))}
        async with self._learning:
            await self._learn(list(dict.fromkeys(plain_of.values())))
            return {text: self._learned[plain] for text, plain in plain_of.items() if plain in self._learned}

    async def _learn(self, wanted: Sequence[str]) -> None:
        source, shelf = self._source, self._shelf
        if source is None or shelf is None:
            return
        known = {text: self._learned[text] for text in wanted if text in self._learned}
        kept = await shelf.read([text for text in wanted if text not in known])
        known |= self._of_one_size(kept)
        self._learned, self._wanted = known, len(wanted) - len(self._refused.intersection(wanted))
        missing = [text for text in wanted if text not in known and text not in self._refused]
        waiting = deque(missing[i : i + source.batch] for i in range(0, len(missing), source.batch))
        refusals = 0
        while waiting and refusals < REFUSALS and self._rest.over(_clock()):
            batch = waiting.popleft()
            try:
                new = dict(zip(batch, await self._embed(batch), strict=True))
            except Refused:
                refusals += len(batch) == 1 and not known
                waiting.extendleft(self._parted(batch))
            except NoMeaning:
                return
            else:
                self._rest.good()
                known |= new
                await shelf.write(new)
        if refusals >= REFUSALS:
            self._refused.clear()
            self._wanted = len(wanted)
            self._failed(Both("refuses what it is asked", "拒绝所有请求"))

    def _parted(self, batch: Sequence[str]) -> list[list[str]]:
        """Return a refused batch in halves, the second first; what is refused alone is not asked again."""
        if len(batch) == 1:
            self._refused.add(batch[0])
            self._wanted -= 1
            return []
        half = len(batch) // 2
        return [list(batch[half:]), list(batch[:half])]

    # both

    async def _embed(self, texts: Sequence[str]) -> list[Vector]:
        """Ask the source; raises `NoMeaning`, and every failure is counted."""
        if self._source is None:
            raise NoMeaning(OFF)
        try:
            vectors = await self._source.embed(texts)
            self._check(vectors)
        except Refused:
            raise
        except NoMeaning as failed:
            self._failed(failed.said)
            raise
        except Exception as error:
            if self._source is not None:  # else it was closed meanwhile
                log.exception("%s stumbled over %d texts", self._source.name, len(texts))
                self._failed(STUMBLES)
            raise NoMeaning(STUMBLES) from error
        return vectors

    def _check(self, vectors: Sequence[Vector]) -> None:
        for vector in vectors:
            self._size = self._size or vector.size
            if vector.size != self._size:
                raise NoMeaning(
                    Both(
                        f"now gives {vector.size} numbers a text and no longer {self._size}"
                        " (if the model was changed: delete the folder of meanings and start again)",
                        f"现在每段文字给 {vector.size} 个数，不再是 {self._size} 个"
                        "（如果换过模型：请删掉存放含义的文件夹，再重新启动）",
                    )
                )

    def _of_one_size(self, kept: Mapping[str, Vector]) -> dict[str, Vector]:
        """Leave out what another model under the same name left on the disk."""
        self._size = self._size or next((vector.size for vector in kept.values()), 0)
        return {text: vector for text, vector in kept.items() if vector.size == self._size}

    def _failed(self, why: Both) -> None:
        self._rest.failed(why, _clock(), self._now())


async def _source(chosen: MeaningSettings, api_key: str | None) -> Source | None:
    match chosen.source:
        case "off":
            return None
        case "local":
            from bot.meaning.local import LocalModel

            return await LocalModel.load()
        case "endpoint":
            return await asyncio.to_thread(_endpoint, chosen, api_key)


def _endpoint(chosen: MeaningSettings, api_key: str | None) -> Source:
    from bot.meaning.endpoint import Endpoint

    try:
        return Endpoint.connect(chosen, api_key)
    except ValueError as error:  # an address or a key that cannot be sent
        raise NoMeaning(Both(f"cannot be used: {error}", f"不能用：{error}")) from error


def _clock() -> float:
    return asyncio.get_running_loop().time()

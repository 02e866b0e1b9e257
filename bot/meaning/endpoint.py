"""An OpenAI-compatible service for embeddings, under a real deadline.

Import this only when a service is configured: `openai` takes half a second. As in `model`, the client's own timeout
and retries are off. The body is read here and not by the client, which takes long lists apart number by number.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import httpx2
import openai

from bot.languages import Both
from bot.meaning.vectors import LARGEST, NoMeaning, Refused, Vector, unit
from bot.settings import MeaningSettings

ONE_S = 2.0
"""Seconds for one message: what comes later than the time budget still helps whoever asks the same next."""
MANY_S = 30.0
"""Seconds for a batch of phrasings; nobody waits for them."""
LONGEST_NUMBER = 26
"""Bytes of a number in JSON with what is around it."""
REFUSING = (400, 413, 422)
"""Statuses that are about what was asked, not about who asks or how the service is."""


class Endpoint:
    """Fulfils `Source` over HTTP. Make it with `Endpoint.connect`."""

    kind = "endpoint"

    def __init__(self, client: openai.AsyncOpenAI, chosen: MeaningSettings) -> None:
        self._client = client
        self._prefix = chosen.prefix_of_model
        self.name = chosen.name
        self.key = f"{chosen.name} at {chosen.base_url}, {self._prefix}"
        self.batch = chosen.batch

    @classmethod
    def connect(cls, chosen: MeaningSettings, api_key: str | None) -> Endpoint:
        """Make the client; nothing is sent yet."""
        # A local server closes idle connections under us; keep none there.
        local = urlsplit(chosen.base_url).hostname in ("127.0.0.1", "localhost", "::1")
        longest = chosen.batch * LARGEST * LONGEST_NUMBER
        http = openai.DefaultAsyncHttpxClient(
            limits=httpx2.Limits(keepalive_expiry=0 if local else 4),
            trust_env=not local,
            event_hooks={"response": [_bounded_by(longest)]},
        )
        client = openai.AsyncOpenAI(
            base_url=chosen.base_url,
            api_key=api_key or "none",
            max_retries=0,
            timeout=MANY_S,
            http_client=http,
            default_headers={"Accept-Encoding": "identity"},
        )
        return cls(client, chosen)

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        asked = [self._prefix + text for text in texts]
        create = self._client.embeddings.with_raw_response.create
        try:
            async with asyncio.timeout(ONE_S if len(texts) == 1 else MANY_S):
                answer = await create(model=self.name, input=asked, encoding_format="float")
        except (TimeoutError, openai.APITimeoutError):
            raise NoMeaning(Both("does not answer in time", "没有及时回应")) from None
        except _TooLong:
            raise NoMeaning(Both("answered with far too much", "返回的内容过多")) from None
        except (openai.APIConnectionError, httpx2.HTTPError):
            raise NoMeaning(Both("cannot be reached", "连接不上")) from None
        except openai.APIStatusError as error:
            kind = Refused if error.status_code in REFUSING else NoMeaning
            raise kind(Both(f"answered with status {error.status_code}", f"返回状态 {error.status_code}")) from None
        except (openai.OpenAIError, ValueError, TypeError) as error:
            raise NoMeaning(
                Both(
                    f"answered with nonsense ({type(error).__name__})",
                    f"返回的内容无法理解（{type(error).__name__}）",
                )
            ) from None
        return _read(answer.content, len(texts))

    async def close(self) -> None:
        await self._client.close()


def _read(body: bytes, count: int) -> list[Vector]:
    """Take the vectors out, in the order asked; gateways answer 200 with an error, a page or too few."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise NoMeaning(Both("answered with nonsense", "返回的内容无法理解")) from None
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NoMeaning(Both("answered without vectors", "返回里没有向量"))
    places = [row.get("index", place) for place, row in enumerate(rows)]
    if len(rows) != count or not all(isinstance(place, int) for place in places):
        raise NoMeaning(Both("answered with the wrong number of vectors", "返回的向量数量不对"))
    found = {place: row.get("embedding") for place, row in zip(places, rows, strict=True)}
    if found.keys() != set(range(count)):
        raise NoMeaning(Both("answered with the wrong number of vectors", "返回的向量数量不对"))
    return [unit(found[place]) for place in range(count)]


class _TooLong(Exception):
    """The body goes on and on."""


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends in an error rather than in all of the memory."""

    def __init__(self, stream: httpx2.AsyncByteStream, longest: int) -> None:
        self._stream = stream
        self._left = longest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            self._left -= len(part)
            if self._left < 0:
                raise _TooLong
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def _bounded_by(longest: int) -> Callable[[httpx2.Response], Awaitable[None]]:
    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _TooLong  # nobody asked for it, and nobody knows how much it unpacks to
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream, longest)

    return bound

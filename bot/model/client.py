"""One provider, asked once, under a real deadline.

The client's own timeout is per phase and its retries multiply it, so both are off: `asyncio.timeout` bounds the
whole call, waiting for a free place included. The body is read here, not by the client, which hands an error in
a 200 on as an answer and a login page as a `str`. Import this only when a model is configured: `openai` takes half
a second.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from bot.languages import Both
from bot.model.outcomes import Completion, Failure, ModelFailed, Question
from bot.model.profiles import LOOPBACK, Profile, weaker

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
"""Bytes of an answer that are read."""
LONGEST_REST_S = 600.0
KEPT_S = 4.0
"""Seconds an idle connection is kept; a server on this machine closes them under us, so there none is."""
SPEAKS_NOT = ("data_inspection_failed", "content_filter", "content exists risk", "content_policy", "risk_control",
              "sensitive content", "敏感", "inappropriate content", '"code":"1301"')  # fmt: skip
"""How services say that they will not speak about a text."""
OF_FORMATS = ("response_format", "json_schema", "json_object", "json mode")
NO_MONEY = ("insufficient_quota", "insufficient balance", "insufficient_balance", "arrearage", '"code":"1113"')
"""How services say that there is no money; some with a status of their own, some with a 429."""

_heard: ContextVar[list[bool]] = ContextVar("heard")
"""Whether the service has begun to answer the call of this task."""


WARM_S = 5.0
"""Seconds a connection made beforehand may take."""


@dataclass(slots=True)
class Provider:
    """A client for one service and one model there. Make it with `Provider.connect`."""

    label: str
    profile: Profile
    model: str
    client: openai.AsyncOpenAI = field(repr=False)
    slots: asyncio.Semaphore = field(repr=False)
    keeps_lines: bool = True
    """Whether a connection is kept for the next call; to this machine a new one costs nothing."""
    _way: dict[str, str] = field(default_factory=dict)
    """By model, the way of asking for JSON that the service takes."""

    @classmethod
    async def connect(
        cls, label: str, base_url: str, model: str, api_key: str | None, profile: Profile, *, together: int
    ) -> Provider:
        """Make the client off the event loop: reading the trusted certificates takes 50 ms."""
        client = await asyncio.to_thread(_client, base_url, api_key)
        local = urlsplit(base_url).hostname in LOOPBACK
        return cls(label, profile, model, client, asyncio.Semaphore(together), keeps_lines=not local)

    async def warm(self) -> None:
        """Do beforehand what the first question would wait for: the client's own imports, and a connection."""
        await asyncio.to_thread(_all_of, self.client)
        if not self.keeps_lines:
            return
        _heard.set([False])
        try:
            # What is answered does not matter: the line is open then. Listing models costs no tokens.
            await self.client.models.with_raw_response.list(timeout=WARM_S)
        except (openai.OpenAIError, ValueError, TypeError, LookupError) as error:
            log.debug("model %s: no line yet: %s", self.label, type(error).__name__)

    async def close(self) -> None:
        """Close the client's connections."""
        await self.client.close()

    async def complete(self, question: Question, timeout_s: float, model: str = "") -> Completion:
        """Return what the model writes; raises `ModelFailed` for everything else."""
        name, began = model or self.model, time.monotonic()
        asked = False
        try:
            async with asyncio.timeout(timeout_s), self.slots:
                asked = True
                body = await self._asked(question, name)
        except TimeoutError:
            if not asked:
                raise ModelFailed(
                    Failure.BUSY, Both(f"no place was free within {timeout_s:.1f} s", f"{timeout_s:.1f} 秒内没有空位")
                ) from None
            raise ModelFailed(
                Failure.TIMEOUT, Both(f"no answer within {timeout_s:.1f} s", f"{timeout_s:.1f} 秒内没有回应")
            ) from None
        answer = read_answer(body)
        return replace(answer, provider=self.label, ms=round((time.monotonic() - began) * 1000, 1))

    async def _asked(self, question: Question, name: str) -> bytes:
        """Ask, once more at once where the line broke before a byte came, and with less where JSON is refused."""
        way = self._way.get(name) or self.profile.for_model(name).formats[0]
        broken = False
        while True:
            try:
                body = await self._sent(self.profile.request(question, name, way))
            except _Broke as broke:
                if broken or broke.heard:
                    raise ModelFailed(Failure.UNREACHABLE, Both("cannot be reached", "连接不上")) from None
                broken = True  # nothing was written for us: asking again costs nothing
            except _NoFormat as refused:
                if (less := weaker(way)) is None:
                    raise refused.failed from None
                log.warning("model %s: takes no %s, asked with %s from now on", self.label, way, less)
                way = self._way[name] = less
            else:
                return body

    async def _sent(self, request: dict[str, Any]) -> bytes:
        heard = [False]
        _heard.set(heard)
        try:
            answer = await self.client.chat.completions.with_raw_response.create(**request)
            return bytes(answer.http_response.content)
        except openai.APITimeoutError:
            raise ModelFailed(Failure.TIMEOUT, Both("the connection timed out", "连接超时")) from None
        except openai.APIConnectionError:
            raise _Broke(heard[0]) from None
        except openai.APIStatusError as error:
            raise _refusal(error, request) from None
        except _TooLarge:
            raise ModelFailed(Failure.NONSENSE, Both("answered with far too much", "返回的内容过多")) from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError) as error:
            raise ModelFailed(
                Failure.NONSENSE,
                Both(
                    f"answered with nonsense ({type(error).__name__})",
                    f"返回的内容无法理解（{type(error).__name__}）",
                ),
            ) from None


class _Broke(Exception):
    """The connection broke."""

    def __init__(self, heard: bool) -> None:
        super().__init__()
        self.heard = heard


class _NoFormat(Exception):
    """The service takes no such `response_format`."""

    def __init__(self, failed: ModelFailed) -> None:
        super().__init__()
        self.failed = failed


class _TooLarge(Exception):
    """The answer is larger than any answer."""


def _all_of(client: openai.AsyncOpenAI) -> object:
    """Have the client import what it asks with, which it puts off until then."""
    return client.chat.completions.with_raw_response.create


def _client(base_url: str, api_key: str | None) -> openai.AsyncOpenAI:
    local = urlsplit(base_url).hostname in LOOPBACK
    http = openai.DefaultAsyncHttpxClient(
        limits=httpx2.Limits(keepalive_expiry=0 if local else KEPT_S),
        trust_env=not local,
        event_hooks={"response": [_begun]},
    )
    # Nothing is left to the environment, where another program's OPENAI_BASE_URL may stand.
    return openai.AsyncOpenAI(
        base_url=base_url, api_key=api_key or "none", organization="", project="", max_retries=0, timeout=120,
        http_client=http, default_headers={"Accept-Encoding": "identity"},
    )  # fmt: skip


async def _begun(response: httpx2.Response) -> None:
    """Note that an answer has begun, and bound it."""
    _heard.get()[0] = True
    stream = response.stream
    if isinstance(stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(stream)


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._stream:
            read += len(piece)
            if read > LARGEST_BODY:
                raise _TooLarge
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


def _refusal(error: openai.APIStatusError, request: Mapping[str, Any]) -> Exception:
    """Tell the kinds of refusal apart; gateways word them in the body and not by the status."""
    status, told = error.status_code, _plain(error.response.text)
    what = Both(f"answered with status {status}", f"返回状态 {status}")
    if "response_format" in request and status in (400, 422, 500) and any(word in told for word in OF_FORMATS):
        return _NoFormat(ModelFailed(Failure.BARRED, what.then(": it takes no JSON mode", "：不支持 JSON 模式")))
    return classified(status, told, what, _rest(error.response.headers))


def _plain(told: str) -> str:
    return told[:4_000].lower().replace('": "', '":"')


def classified(status: int, told: str, what: Both, rest_s: float | None = None) -> ModelFailed:
    """Return the failure that a status and the words beside it mean."""
    if status in (401, 403) or status == 402 or any(word in told for word in NO_MONEY):
        why = (
            Both("the money is gone", "余额用完了")
            if status not in (401, 403)
            else Both("the key is refused", "密钥被拒绝")
        )
        return ModelFailed(Failure.BARRED, what.then(f": {why}", f"：{why.zh}"))
    if status == 429:
        return ModelFailed(Failure.TOO_FAST, what, rest_s=rest_s)
    if status in (400, 422, 451) and any(word in told for word in SPEAKS_NOT):
        return ModelFailed(Failure.REFUSED, what.then(": it will not speak about this", "：拒绝谈论这个话题"))
    if status == 404:
        return ModelFailed(Failure.BARRED, what.then(": there is no such model or address", "：没有这个模型或地址"))
    if status in (400, 413, 422):
        return ModelFailed(Failure.NONSENSE, what.then(": it does not take the request", "：不接受这个请求"))
    return ModelFailed(Failure.BROKEN, what)


def _rest(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of Retry-After; a date there is as good as nothing."""
    said = headers.get("retry-after", "")
    try:
        return max(0.0, min(float(said), LONGEST_REST_S))
    except ValueError:
        return None


def read_answer(body: bytes) -> Completion:
    """Take the text out of a body; raises `ModelFailed` where a 200 holds an error, a page or nothing."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise ModelFailed(
            Failure.NONSENSE, Both("answered with a page or another text that is no JSON", "返回的不是 JSON")
        ) from None
    if not isinstance(answer, dict):
        raise ModelFailed(Failure.NONSENSE, Both("answered with nonsense", "返回的内容无法理解"))
    if error := answer.get("error"):
        told = _plain(json.dumps(error, ensure_ascii=False))
        code = error.get("code") if isinstance(error, dict) else None
        raise classified(code if type(code) is int else 500, told, Both("answered with an error", "返回了错误"))
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, dict):
        raise ModelFailed(Failure.NONSENSE, Both("answered without a choice", "返回里没有结果"))
    finish = str(first.get("finish_reason") or "")
    if finish == "content_filter":
        raise ModelFailed(Failure.REFUSED, Both("will not speak about this", "拒绝谈论这个话题"))
    message = first.get("message")
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise ModelFailed(Failure.EMPTY, Both("answered with nothing", "返回了空内容"))
    return Completion(text, finish, str(answer.get("model") or "")[:100], *_usage(answer.get("usage")))


def _usage(usage: object) -> tuple[int, int, int]:
    """Read the tokens of prompt and answer and those that were cached; a service that does not say used 0."""
    if not isinstance(usage, dict):
        return 0, 0, 0
    details = usage.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0
    return _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")), cached


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value < 10_000_000 else 0

"""One call to an OpenAI-compatible model, under a real deadline.

The client's own timeout is per phase and its retries multiply it, so both are off: `asyncio.timeout` bounds
the whole call and there is no second try. The package takes half a second to import, so it is imported when
a model is configured, not before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.problems import RoomhandError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)


class ModelFailed(RoomhandError):
    """The model gave nothing usable; the question goes to a person."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote."""

    text: str
    finish: str
    model: str
    tokens: int


class Model:
    """A client for one service. Make it with `Model.connect`, close it when done."""

    def __init__(self, client: AsyncOpenAI, name: str, *, timeout_s: float, budget: int, together: int) -> None:
        self._client = client
        self._name = name
        self._timeout_s = timeout_s
        self._budget = budget
        self._slots = asyncio.Semaphore(together)
        self._spent_on: date | None = None
        self._spent = 0

    @classmethod
    async def connect(
        cls, base_url: str, name: str, api_key: str | None, *, timeout_s: float, budget: int, together: int
    ) -> Model:
        """Import the client off the event loop and make one."""
        import httpx2

        openai = await asyncio.to_thread(_openai)
        # A local server closes idle connections under us (7 of 50 calls were lost so): keep none there.
        local = urlsplit(base_url).hostname in ("127.0.0.1", "localhost", "::1")
        http = openai.DefaultAsyncHttpxClient(
            limits=httpx2.Limits(keepalive_expiry=0 if local else 4), trust_env=not local
        )
        client = openai.AsyncOpenAI(
            base_url=base_url, api_key=api_key or "none", max_retries=0, timeout=timeout_s, http_client=http
        )
        return cls(client, name, timeout_s=timeout_s, budget=budget, together=together)

    async def close(self) -> None:
        """Close the client's connections."""
        await self._client.close()

    def within_budget(self, today: date) -> bool:
        """Return whether another call may be made today."""
        if self._spent_on != today:
            self._spent_on, self._spent = today, 0
        return self._spent < self._budget

    async def complete(
        self, messages: Sequence[dict[str, str]], *, temperature: float, max_tokens: int, model: str = ""
    ) -> Completion:
        """Return what the model writes; raises `ModelFailed` for everything else."""
        import openai

        self._spent += 1  # a call that is cut off may be billed all the same
        request: dict[str, Any] = {
            "model": model or self._name,
            "messages": list(messages),
            "temperature": temperature,
            "max_tokens": max_tokens,
            "response_format": {"type": "json_object"},
        }
        try:
            async with asyncio.timeout(self._timeout_s), self._slots:
                answer = await self._client.chat.completions.create(**request)
        except TimeoutError:
            raise ModelFailed(f"no answer within {self._timeout_s:g} s") from None
        except openai.APITimeoutError:
            raise ModelFailed(f"no answer within {self._timeout_s:g} s") from None
        except openai.APIConnectionError:
            raise ModelFailed("cannot be reached") from None
        except openai.APIStatusError as error:
            raise ModelFailed(f"answered with status {error.status_code}") from None
        except (openai.OpenAIError, ValueError, TypeError) as error:
            raise ModelFailed(f"answered with nonsense ({type(error).__name__})") from None
        return _read(answer)


def _read(answer: object) -> Completion:
    """Take the text out; gateways answer 200 with an error, a page or nothing in it."""
    choices = getattr(answer, "choices", None)
    if not isinstance(choices, list) or not choices:
        raise ModelFailed("answered without a choice")
    text = getattr(getattr(choices[0], "message", None), "content", None)
    if not isinstance(text, str) or not text.strip():
        raise ModelFailed("answered with nothing")
    usage = getattr(answer, "usage", None)
    return Completion(
        text,
        str(getattr(choices[0], "finish_reason", "") or ""),
        str(getattr(answer, "model", "") or ""),
        int(getattr(usage, "total_tokens", 0) or 0),
    )


def _openai() -> Any:
    import openai

    return openai

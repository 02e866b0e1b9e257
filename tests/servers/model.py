"""A small OpenAI-shaped service with the moods of the real ones and of what stands before them.

It answers `POST /v1/chat/completions` as https://platform.openai.com/docs/api-reference/chat describes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import web

GOOD = '{"action":"suggest","skus":["A101"],"say":"清爽好吸收"}'


MOODS = {
    # whole answers, wrapped as models and services like to
    "good": "an answer",
    "fenced": "JSON in a fence",
    "think": "thoughts before the JSON",
    "think-beside": "thoughts in a field of their own",
    "wordy": "a sentence before the JSON",
    "blank-lines": "blank lines before the body, as from a queue",
    "closes-after": "an answer, and then the connection that was to be kept is closed",
    "drops-once": "nothing on the first connection, an answer on the second",
    "no-schema": "a 400 for json_schema",
    "no-json-mode": "a 400 for every response_format",
    "schema-500": "a 500 for json_schema, as llama-cpp-python has it",
    # answers that are none
    "cut-off": "finish_reason length",
    "filtered": "finish_reason content_filter",
    "empty": "content is an empty text",
    "null": "content is null",
    "no-choices": "choices is an empty list",
    "error-object": "a 200 with an error in it",
    "error-quota": "a 200 with insufficient_quota in it",
    "html": "a login page",
    "nonsense": "a body that is no JSON",
    "huge": "a body without end",
    # refusals
    "401": "the key is wrong",
    "402": "no money",
    "403": "not allowed",
    "404": "no such model",
    "429": "too fast, with Retry-After",
    "quota": "a 429 that means there is no money",
    "inspection": "a 400: data_inspection_failed",
    "risk": "a 400: Content Exists Risk",
    "400": "a 400 for something else",
    "500": "broken",
    "503": "still loading",
    # the line
    "refuse": "closes the connection unread",
    "hang-up": "half an answer",
    "stall": "never answers",
    "drip": "a byte now and then",
}
"""Every way a service answered in the field, by the name of the mood."""
STATUSES: dict[str, tuple[int, dict[str, Any]]] = {
    "401": (401, {"message": "Incorrect API key provided", "code": "invalid_api_key"}),
    "402": (402, {"message": "Insufficient Balance"}),
    "403": (403, {"message": "Country not supported"}),
    "404": (404, {"message": "The model does not exist", "code": "model_not_found"}),
    "429": (429, {"message": "slow down", "type": "rate_limit", "code": "rate_limit"}),
    "quota": (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"}),
    "inspection": (
        400,
        {"message": "Input data may contain inappropriate content.", "code": "data_inspection_failed"},
    ),
    "risk": (400, {"message": "Content Exists Risk", "type": "invalid_request_error"}),
    "400": (400, {"message": "max_tokens is too large"}),
    "500": (500, {"message": "internal error"}),
    "503": (503, {"message": "Loading model"}),
    "error-object": (200, {"message": "upstream is tired", "code": 502}),
    "error-quota": (200, {"message": "no", "code": "insufficient_quota"}),
}

_UNAVAILABLE = {"message": "This response_format type is unavailable now"}
REFUSES: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {
    "no-schema": {"json_schema": (400, _UNAVAILABLE)},
    "no-json-mode": {"json_schema": (400, _UNAVAILABLE), "json_object": (422, _UNAVAILABLE)},
    "schema-500": {"json_schema": (500, {"message": "1 validation error: response_format.type json_schema"})},
}
"""By mood, what is answered to which way of asking for JSON."""


class FakeModel:
    """`async with FakeModel() as model:` listens on `model.url`; `model.mood` is one of `MOODS`."""

    def __init__(self) -> None:
        self.url = ""
        self.mood = "good"
        self.text = GOOD
        self.writes: Callable[[dict[str, Any]], str] | None = None
        """Given a request, returns the text of the answer in place of `text`."""
        self.delay_s = 0.0
        """Before a whole answer."""
        self.asked: list[dict[str, Any]] = []
        """The body of every request, oldest first."""
        self.keys: list[str] = []
        """The authorization of every request."""
        self.at_once = 0
        self.most_at_once = 0
        self.given_up = 0
        """Requests whose client went away before the answer."""
        self._dropped = 0
        self._open: set[asyncio.Event] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeModel:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for gone in self._open:
            gone.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.asked.append(await request.json())
            self.keys.append(request.headers.get("Authorization", ""))
            return await self._answer(request)
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        asked = self.asked[-1]
        wants = asked.get("response_format", {}).get("type", "")
        if self.mood in STATUSES:
            return self._error(*STATUSES[self.mood])
        if wants in REFUSES.get(self.mood, {}):
            return self._error(*REFUSES[self.mood][wants])
        match self.mood:
            case "stall":
                await self._wait()
                return web.Response(status=503)
            case "drip" | "huge":
                return await self._drip(request, without_end=self.mood == "huge")
            case "refuse" | "hang-up":
                return await self._hang_up(request, half=self.mood == "hang-up")
            case "drops-once" if not self._dropped:
                self._dropped += 1
                return await self._hang_up(request, half=False)
            case "html":
                return web.Response(text="<html><title>Sign in</title></html>", content_type="text/html")
            case "nonsense":
                return web.Response(text="{not json", content_type="application/json")
            case "no-choices":
                return web.json_response(self._body([]))
            case mood:
                return await self._whole(mood, asked)

    def _error(self, status: int, error: dict[str, Any]) -> web.Response:
        headers = {"Retry-After": "30"} if self.mood == "429" else {}
        return web.json_response({"error": error}, status=status, headers=headers)

    async def _whole(self, mood: str, asked: dict[str, Any]) -> web.Response:
        await asyncio.sleep(self.delay_s)
        text = self.writes(asked) if self.writes is not None else self.text
        body = json.dumps(self._body([self._choice(mood, text)]), ensure_ascii=False)
        response = web.Response(text="\n" * 40 * (mood == "blank-lines") + body, content_type="application/json")
        if mood == "closes-after":
            response.force_close()
        return response

    def _choice(self, mood: str, written: str) -> dict[str, Any]:
        text: str | None = written
        finish = "stop"
        beside: dict[str, str] = {}
        match mood:
            case "fenced":
                text = f"```json\n{written}\n```"
            case "think":
                text = f"<think>the viewer wants …</think>\n\n{written}"
            case "think-beside":
                beside = {"reasoning_content": "the viewer wants …"}
            case "wordy":
                text = f"好的，这是结果：{written}"
            case "cut-off":
                text, finish = written[:20], "length"
            case "filtered":
                text, finish = None, "content_filter"
            case "empty":
                text = ""
            case "null":
                text = None
            case _:
                assert mood in MOODS, mood
        message = {"role": "assistant", "content": text} | beside
        return {"index": 0, "message": message, "finish_reason": finish}

    def _body(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        usage = {"prompt_tokens": 200, "completion_tokens": 30, "total_tokens": 230}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_794_000_000,
            "model": "small-1",
            "choices": choices,
            "usage": usage,
        }

    async def _drip(self, request: web.Request, *, without_end: bool) -> web.StreamResponse:
        """Send bytes so often that no phase of a client ever times out; or so many that no memory holds them."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        if without_end:
            for _ in range(1_000):
                await response.write(b" " * 65_536)
            return response
        for byte in json.dumps(self._body([self._choice("good", self.text)])).encode():
            await response.write(bytes([byte]))
            if await self._wait(0.1):
                break
        return response

    async def _hang_up(self, request: web.Request, *, half: bool) -> web.StreamResponse:
        if half:
            response = web.StreamResponse(headers={"Content-Length": "5000"})
            await response.prepare(request)
            await response.write(b'{"id": "chat')
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    async def _wait(self, seconds: float | None = None) -> bool:
        """Wait, at the longest until the server stops; whether it did."""
        gone = asyncio.Event()
        self._open.add(gone)
        try:
            async with asyncio.timeout(seconds):
                await gone.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._open.discard(gone)

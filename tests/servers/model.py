"""A small OpenAI-shaped service with the moods of the real ones and of what stands before them.

It answers `POST /v1/chat/completions` as https://platform.openai.com/docs/api-reference/chat describes.
"""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any

from aiohttp import web

GOOD = '{"action":"suggest","skus":["A101"],"say":"清爽好吸收"}'


class FakeModel:
    """`async with FakeModel() as model:` listens on `model.url`; `model.mood` says how it answers.

    Moods: good, fenced, think, cut-off, empty, null, no-choices, error-object, html, nonsense,
    429, 500, refuse (closes the connection unread), stall (never answers), drip (a byte now and then),
    hang-up (half an answer).
    """

    def __init__(self) -> None:
        self.url = ""
        self.mood = "good"
        self.text = GOOD
        self.delay_s = 0.0
        """Before a whole answer."""
        self.asked: list[dict[str, Any]] = []
        """The body of every request, oldest first."""
        self.keys: list[str] = []
        """The authorization of every request."""
        self.at_once = 0
        self.most_at_once = 0
        self._open: set[asyncio.Event] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeModel:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
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
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        match self.mood:
            case "stall":
                await self._wait()
                return web.Response(status=503)
            case "drip":
                return await self._drip(request)
            case "refuse" | "hang-up":
                return await self._hang_up(request, half=self.mood == "hang-up")
            case "429":
                error = {"error": {"message": "slow down", "type": "rate_limit", "code": "rate_limit"}}
                return web.json_response(error, status=429, headers={"Retry-After": "30"})
            case "500":
                return web.Response(status=500, text="internal error")
            case "html":
                return web.Response(text="<html><title>Sign in</title></html>", content_type="text/html")
            case "nonsense":
                return web.Response(text="{not json", content_type="application/json")
            case "error-object":
                return web.json_response({"error": {"message": "no such model", "code": 404}})
            case "no-choices":
                return web.json_response(self._body([]))
            case mood:
                await asyncio.sleep(self.delay_s)
                return web.json_response(self._body([self._choice(mood)]))

    def _choice(self, mood: str) -> dict[str, Any]:
        text: str | None = self.text
        finish = "stop"
        match mood:
            case "fenced":
                text = f"```json\n{self.text}\n```"
            case "think":
                text = f"<think>the viewer wants …</think>\n\n{self.text}"
            case "cut-off":
                text, finish = self.text[:20], "length"
            case "empty":
                text = ""
            case "null":
                text = None
            case "good":
                pass
            case _:
                raise ValueError(f"no such mood: {mood}")
        return {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}

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

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        """Send bytes so often that no phase of a client ever times out."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for byte in json.dumps(self._body([self._choice("good")])).encode():
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

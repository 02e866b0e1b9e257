"""A small OpenAI-shaped service for embeddings, with the moods of the real ones and of what stands before them.

It answers `POST /v1/embeddings` as https://platform.openai.com/docs/api-reference/embeddings describes.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from types import TracebackType
from typing import Any

from aiohttp import web

SIZE = 8
HUGE = 40_000_000
PAGES = {
    "html": "<html><title>Sign in</title></html>",
    "nonsense": '{"data": [',
    "error-object": '{"error": {"message": "no such model", "code": 404}}',
}


class FakeEmbeddings:
    """`async with FakeEmbeddings() as service:` listens on `service.url`; `service.mood` says how it answers.

    Moods: good, shuffled (the right vectors in another order), stall (never answers), refuse (closes the connection),
    one-short, twice-the-first, no-data, nan, zeros, words, nested, error-object, html, nonsense, huge, zipped,
    401, 500, 400 (refuses everything).
    """

    def __init__(self) -> None:
        self.url = ""
        self.mood = "good"
        self.size = SIZE
        """Numbers in a vector."""
        self.delay_s = 0.0
        self.poison = ""
        """A request that holds this text is refused with 400."""
        self.asked: list[list[str]] = []
        """The texts of every request, oldest first."""
        self.models: list[str] = []
        self.keys: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self._gone = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeEmbeddings:
        app = web.Application()
        app.router.add_post("/v1/embeddings", self._embed)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gone.set()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def texts(self) -> list[str]:
        """Every text that was asked for, in order."""
        return [text for texts in self.asked for text in texts]

    async def _embed(self, request: web.Request) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            asked = await request.json()
            assert asked["encoding_format"] == "float"
            self.asked.append(asked["input"])
            self.models.append(asked["model"])
            self.keys.append(request.headers.get("Authorization", ""))
            await asyncio.sleep(self.delay_s)
            return await self._answer(request, asked["input"])
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request, texts: list[str]) -> web.StreamResponse:
        if self.poison and any(self.poison in text for text in texts):
            return _refusal(400)
        match self.mood:
            case "stall":
                await self._gone.wait()
                return web.Response(status=503)
            case "refuse":
                if request.transport is not None:
                    request.transport.close()
                return web.Response()
            case "400" | "401" | "500" as status:
                return _refusal(int(status))
            case "html" | "nonsense" | "error-object" as page:
                return web.Response(text=PAGES[page], content_type="application/json")
            case "huge":
                return await self._flood(request)
            case "zipped":
                return web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "x-bomb"})
            case mood:
                return web.Response(text=json.dumps(self._body(mood, texts)), content_type="application/json")

    def _body(self, mood: str, texts: list[str]) -> dict[str, Any]:
        rows: list[dict[str, Any]] = [
            {"object": "embedding", "index": i, "embedding": numbers(text, self.size)} for i, text in enumerate(texts)
        ]
        match mood:
            case "good":
                pass
            case "shuffled":
                rows.reverse()
            case "one-short":
                rows.pop()
            case "twice-the-first":
                rows[-1] = {**rows[0]} if len(rows) > 1 else {**rows[0], "index": 1}
            case "no-data":
                rows = []
            case "nan":
                rows[0]["embedding"][3] = float("nan")
            case "zeros":
                rows[0]["embedding"] = [0.0] * self.size
            case "words":
                rows[0]["embedding"] = ["far", "out"]
            case "nested":
                rows[0]["embedding"] = [rows[0]["embedding"]]
            case _:
                raise ValueError(f"no such mood: {mood}")
        return {"object": "list", "data": rows, "model": "small", "usage": {"prompt_tokens": 3, "total_tokens": 3}}

    async def _flood(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for _ in range(HUGE // 1_000_000):
            await response.write(b"1" * 1_000_000)
        return response


def numbers(text: str, size: int = SIZE) -> list[float]:
    """Return numbers that are the text's own, of no particular length."""
    digest = hashlib.sha256(text.encode()).digest()
    return [digest[i % 32] / 16 - 8 + i // 32 for i in range(size)]


def _refusal(status: int) -> web.Response:
    return web.json_response({"error": {"message": "no", "type": "invalid_request_error"}}, status=status)

"""Who may come into the practice room, and what they are served."""

from __future__ import annotations

import aiohttp
import pytest
from yarl import URL

from tests.practice.wire import quiet_room, wire


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("ws", {"Origin": "https://elsewhere.example"}, 403),
        ("ws", {"Origin": "http://127.0.0.1:1"}, 403),  # another port is another page
        ("ws", {"Origin": "null"}, 403),
        ("ws", {}, 403),
        ("bot", {}, 401),
        ("bot", {"Authorization": "Bearer wrong"}, 401),
        ("bot", {"Authorization": "Bearer ö"}, 401),
    ],
)
async def test_strangers_are_refused_at_the_door(path: str, headers: dict[str, str], status: int) -> None:
    async with quiet_room() as room:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with wire(room.url, path, headers):
                pass
        assert refused.value.status == status


async def test_a_page_cannot_speak_as_the_bot_even_with_its_token() -> None:
    async with quiet_room() as room:
        headers = {"Authorization": f"Bearer {room.token}", "Origin": room.url.rstrip("/")}
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with wire(room.url, "bot", headers):
                pass
        assert refused.value.status == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:9000", 200),
        ("[::1]:80", 200),
        ("rebound.example", 421),
        ("127.0.0.1.example", 421),
        ("[", 421),
        ("", 421),
    ],
)
async def test_only_loopback_names_are_answered(host: str, status: int) -> None:
    async with (
        quiet_room() as room,
        aiohttp.ClientSession() as session,
        session.get(room.url, headers={"Host": host}) as answer,
    ):
        # aiohttp itself answers 400 to a host that is no host at all.
        assert answer.status == status or (status == 421 and answer.status == 400)


@pytest.mark.parametrize("path", ["", "room.css", "room.js", "chat.js", "favicon.svg", "nothing"])
async def test_everything_is_served_with_strict_headers(path: str) -> None:
    async with (
        quiet_room() as room,
        aiohttp.ClientSession() as session,
        session.get(URL(room.url) / path) as answer,
    ):
        assert answer.status == (404 if path == "nothing" else 200)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_an_unchanged_file_is_not_sent_again() -> None:
    async with quiet_room() as room, aiohttp.ClientSession() as session:
        async with session.get(room.url + "room.js") as first:
            tag = first.headers["ETag"]
        async with session.get(room.url + "room.js", headers={"If-None-Match": tag}) as second:
            assert second.status == 304
            assert await second.read() == b""

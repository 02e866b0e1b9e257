"""Who may come in, and what is in the files that go out."""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path

import aiohttp
import pytest

from bot.console import pages
from bot.console.pages import seen
from tests.console.shop import Shop

VENDORED = {
    "htmx-4.0.1.LICENSE": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
    "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "hx-ws-4.0.1.min.js": "a7c11e4eca05417d6299bb40aaacca01572e44605389fc4d5ef12be408a4d03b",
}


def test_vendored_files_are_the_recorded_ones() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (pages.STATIC / "vendor").iterdir()}
    assert found == VENDORED


def test_templates_never_switch_escaping_off_and_carry_no_inline_code() -> None:
    for path in (Path(pages.__file__).parent / "templates").glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape|\sstyle=|\son\w+=|hx-on|js:|<style", text), path.name
        assert not re.search(r"<script(?! src=\"/static/)", text), path.name


@pytest.mark.parametrize("path", ["/login", "/static/console.css", "/nowhere", "/", "/livez", "/api/balance"])
async def test_every_answer_carries_the_protecting_headers(shop: Shop, path: str) -> None:
    response = await (await shop.stranger()).get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in response.headers


@pytest.mark.parametrize("path", ["/", "/files", "/balance", "/staff", "/cases/1", "/queue", "/nowhere"])
async def test_without_a_session_there_is_only_the_login_page(shop: Shop, path: str) -> None:
    assert (await (await shop.stranger()).get(path)).url.path == "/login"


async def test_a_part_of_a_page_sends_a_lapsed_session_to_the_login_page(shop: Shop) -> None:
    response = await (await shop.stranger()).press("/cases/1/claim")
    assert response.status == 401
    assert response.headers["HX-Redirect"] == "/login"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", ""])
async def test_a_foreign_host_name_is_refused(shop: Shop, host: str) -> None:
    browser = await shop.member("Li Na")
    for path in ("/", "/login", "/livez"):
        refused = await browser.get(path, Host=host)
        assert refused.status == 421
        assert "bot.toml" not in await refused.text(), "there is no setting for it"


async def test_this_machines_names_are_accepted(shop: Shop) -> None:
    browser = await shop.stranger()
    for host in ("localhost:8787", "127.0.0.1:8787", "[::1]:8787", "LOCALHOST"):
        assert (await browser.get("/livez", Host=host)).status == 200


FOREIGN: list[dict[str, str]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},  # another program on this machine
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_sites_page_cannot_act(shop: Shop, headers: dict[str, str]) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("my cream burns")
    response = await browser.session.post(f"/cases/{case}/claim", headers=headers)
    assert response.status == 403
    found = await shop.store.cases.one(case)
    assert found is not None
    assert found.claimed_by is None


async def test_a_page_that_says_same_origin_may_act(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("my cream burns")
    response = await browser.session.post(f"/cases/{case}/claim", headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", None])
async def test_another_sites_page_cannot_listen(shop: Shop, origin: str | None) -> None:
    browser = await shop.member("Li Na")
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await browser.session.ws_connect("/live", origin=origin)


async def test_nobody_listens_without_a_session(shop: Shop) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
        await (await shop.stranger()).live()


async def test_the_cookie_is_kept_from_scripts_and_other_sites(shop: Shop) -> None:
    browser = await shop.stranger()
    token = (await shop.console.invite()).partition("token=")[2]
    response = await browser.session.post(
        "/start",
        data={"token": token, "name": "Li Na"},
        headers={"Origin": browser.origin},
        allow_redirects=False,
    )
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie


async def test_the_store_keeps_no_token_that_could_be_used(shop: Shop, tmp_path: Path) -> None:
    browser = await shop.member("Li Na")
    tokens = [cookie.value for cookie in browser.session.cookie_jar if "roomhand" in cookie.key]
    assert tokens
    await shop.stack.aclose()
    kept = bytes_in(tmp_path)
    assert all(token.encode() not in kept for token in tokens)


def bytes_in(folder: Path) -> bytes:
    return b"".join([path.read_bytes() for path in folder.iterdir()])


async def test_who_may_only_look_cannot_act(shop: Shop) -> None:
    browser, case = await shop.member("Guest", "viewer"), await shop.asked("my cream burns")
    for path in (f"/cases/{case}/claim", f"/cases/{case}/reply", f"/cases/{case}/resolve", "/rooms/mode"):
        assert (await browser.press(path, text="hi", once="x", room="studio", mode="auto")).status == 403
    assert 'id="reply"' not in await browser.page(f"/?case={case}")
    assert shop.mode == "suggest-only"


@pytest.mark.parametrize("role", ["viewer", "agent"])
async def test_only_an_admin_invites(shop: Shop, role: str) -> None:
    browser = await shop.member("Tom", role)
    assert (await browser.post("/staff/invite", role="admin")).status == 403
    assert "staff/invite" not in await browser.page("/staff")


async def test_an_admin_invites_a_colleague(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    text = await (await boss.post("/staff/invite", role="agent")).text()
    token = re.search(r"token=([\w-]+)", text)
    assert token is not None
    arrived = await (await shop.stranger()).post("/start", token=token[1], name="New colleague")
    assert arrived.url.path == "/"


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y"])
async def test_the_language_switch_leads_nowhere_else(shop: Shop, back: str) -> None:
    browser = await shop.stranger()
    response = await browser.session.post(
        "/language",
        data={"to": "zh", "back": back},
        headers={"Origin": browser.origin},
        allow_redirects=False,
    )
    assert response.headers["Location"] == "/"


async def test_a_huge_form_is_refused(shop: Shop) -> None:
    assert (await (await shop.stranger()).post("/login", name="x" * 100_000, password="y")).status == 413


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 文字 🙂", "plain 文字 🙂"),
        ("<b>", "&lt;b&gt;"),
        ("a\u202eb", 'a<span class="unseen">U+202E</span>b'),
        ("a\u200bb", 'a<span class="unseen">U+200B</span>b'),
        ("a\u200db", 'a<span class="unseen">U+200D</span>b'),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\U000e0041", '<span class="unseen">U+E0041</span>'),
    ],
)
def test_what_hides_in_a_text_is_shown(text: str, shown: str) -> None:
    assert str(seen(text)) == shown


async def test_stopping_tells_the_pages_and_does_not_wait_for_them(shop: Shop) -> None:
    line = await (await shop.member("Li Na")).live()
    await line.send_json({"do": "look", "page": "/", "room": "studio", "listed": []})
    await line.receive()
    clock = asyncio.get_running_loop().time
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(_closing_code(line), name="listening")
        began = clock()
        await shop.console.stop()
        took = clock() - began
    assert listening.result() == aiohttp.WSCloseCode.GOING_AWAY
    assert took < 0.3


async def _closing_code(line: aiohttp.ClientWebSocketResponse) -> int | None:
    async for _ in line:
        pass
    return line.close_code

"""Reached from other machines: through TLS or a proxy that is named, under names that are set, never otherwise."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.console.app import Console
from bot.console.opening import console_of
from bot.console.passwords import Passwords
from bot.problems import BadFile
from bot.settings import ConsoleSettings
from bot.settings.checks import certificate_of
from tests.console.shop import Shop

NAME = "desk.example"
BEHIND = {"Host": NAME, "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
async def behind(shop: Shop) -> AsyncIterator[Console]:
    """The console behind a proxy on this machine."""
    async with Console(shop.desk, hosts={NAME}, proxies={"127.0.0.1", "10.0.0.0/24"}) as console:
        yield console


async def come_in(shop: Shop, console: Console, **more: str) -> aiohttp.ClientResponse:
    token = (await console.invite()).partition("token=")[2]
    session = (await shop.stranger()).session
    headers = BEHIND | {"Origin": f"https://{NAME}"} | more
    form = {"token": token, "name": "Li Na"}
    return await session.post(f"{console.url}start", data=form, headers=headers, allow_redirects=False)


async def test_through_the_named_proxy_the_cookie_is_for_https_alone(shop: Shop, behind: Console) -> None:
    cookie = (await come_in(shop, behind)).headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert (await come_in(shop, behind, Origin=f"http://{NAME}")).status == 403
    assert behind.address == f"https://{NAME}/"


@pytest.mark.parametrize("headers", [
    {"Host": NAME},  # past the proxy
    BEHIND | {"X-Forwarded-Proto": "http"},
    BEHIND | {"X-Forwarded-Proto": "https, http"},
    {"Host": NAME, "X-Forwarded-For": "203.0.113.7"},
])  # fmt: skip
async def test_an_open_line_from_elsewhere_is_refused(shop: Shop, behind: Console, headers: dict[str, str]) -> None:
    response = await (await shop.stranger()).session.get(f"{behind.url}login", headers=headers)
    assert response.status == 403
    assert "HTTPS" in await response.text()


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example", f"{NAME}.evil.example", ""])
async def test_a_proxy_brings_nobody_in_under_another_name(shop: Shop, behind: Console, host: str) -> None:
    response = await (await shop.stranger()).session.get(f"{behind.url}login", headers=BEHIND | {"Host": host})
    assert response.status == 421


async def test_a_proxy_that_nobody_named_is_refused_even_where_it_says_it_is_near(shop: Shop) -> None:
    session = (await shop.stranger()).session
    for header in ("X-Forwarded-For", "X-Real-IP", "Via", "Forwarded", "X-Forwarded-Proto"):
        response = await session.get("/login", headers={header: "1"})
        assert response.status == 403, header
        assert "proxies" in await response.text()


async def test_commands_reach_the_program_only_from_its_own_machine(shop: Shop, behind: Console) -> None:
    session = (await shop.stranger()).session
    headers = {"Authorization": f"Bearer {shop.desk.api_token}"}
    assert (await session.get(f"{behind.url}api/balance", headers=headers)).status == 200
    assert (await session.get(f"{behind.url}api/balance", headers=headers | BEHIND)).status == 403


async def test_guesses_are_counted_by_who_makes_them_and_not_by_the_proxy(shop: Shop, behind: Console) -> None:
    session = (await shop.stranger()).session

    async def guess(name: str, line: str) -> int:
        headers = BEHIND | {"Origin": f"https://{NAME}", "X-Forwarded-For": line}
        form = {"name": name, "password": "a guess"}
        return (await session.post(f"{behind.url}login", data=form, headers=headers)).status

    for n in range(5):  # what a visitor writes in front of their own address changes nothing
        assert await guess(f"somebody {n}", f"198.51.100.{n}, 203.0.113.7, 10.0.0.8") == 401
    assert await guess("another", "203.0.113.7") == 429
    assert await guess("another", "203.0.113.8") == 401
    with_address = [act.detail for act in await shop.store.acts.several() if act.what == "login refused"]
    assert with_address == ["203.0.113.8"] + ["203.0.113.7"] * 5


async def test_with_a_certificate_browsers_come_through_tls_and_commands_by_a_port_of_their_own(
    shop: Shop, tmp_path: Path
) -> None:
    cert, key = certificate(tmp_path)
    tls = certificate_of(cert, key)
    async with Console(shop.desk, hosts={NAME}, tls=tls) as console:
        session = (await shop.stranger()).session
        trusting = ssl.create_default_context(cafile=str(cert))
        port = console._port
        headers = {"Host": f"{NAME}:{port}"}
        page = await session.get(
            f"https://127.0.0.1:{port}/login", ssl=trusting, server_hostname=NAME, headers=headers
        )
        assert page.status == 200
        assert (await session.get(f"{console.url}livez")).status == 200
        assert console.url.startswith("http://127.0.0.1:")
        assert console.address == f"https://{NAME}:{port}/"
        assert (await session.get(f"{console.url}login", headers=headers)).status == 403


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that vouches for itself."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", cert, "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


async def test_other_machines_are_let_in_only_once_an_admin_has_a_password(shop: Shop) -> None:
    chosen = ConsoleSettings(listen="0.0.0.0:0", hosts=[NAME], proxies=["10.0.0.2"])
    with pytest.raises(BadFile, match="no admin has a password"):
        await console_of(chosen, shop.desk, 0)
    hashed = await Passwords().hashed("correct horse battery")
    await shop.store.add_staff("Tom", "agent", hashed, shop.now())
    with pytest.raises(BadFile, match="no admin has a password"):
        await console_of(chosen, shop.desk, 0)
    await shop.store.add_staff("Boss", "admin", hashed, shop.now())
    async with await console_of(chosen, shop.desk, 0) as console:
        assert console.url.startswith("http://127.0.0.1:")

"""The console as the settings say: its address, the names it answers to, and what encrypts the way there."""

from __future__ import annotations

from bot.console.app import Console
from bot.console.desk import Desk
from bot.languages import Both
from bot.problems import BadFile, Problem
from bot.settings import ConsoleSettings
from bot.settings.checks import certificate_of


async def console_of(chosen: ConsoleSettings, desk: Desk, port: int) -> Console:
    """Return the console, ready to start; raises `BadFile` where other machines would meet one without accounts."""
    if not chosen.is_near or chosen.hosts:
        await _must_have_accounts(chosen, desk)
    tls = certificate_of(chosen.tls_cert, chosen.tls_key) if chosen.tls_cert and chosen.tls_key else None
    return Console(desk, host=chosen.host, port=port, hosts=chosen.hosts, proxies=chosen.proxies, tls=tls)


async def _must_have_accounts(chosen: ConsoleSettings, desk: Desk) -> None:
    if any(member.has_password and member.role == "admin" for member in await desk.store.all_staff()):
        return
    key = "hosts" if chosen.is_near else "listen"
    what = Both(
        f"console.{key} lets other machines in, and no admin has a password yet.",
        f"console.{key} 允许其他机器访问，但还没有管理员设过密码。",
    )
    fix = Both(
        'Start once with listen = "127.0.0.1:8787" alone, open the link it prints, and set a password there.',
        '请先只用 listen = "127.0.0.1:8787" 启动一次，打开程序给出的链接，在那里设好密码。',
    )
    raise BadFile([Problem("bot.toml", 0, what, fix)])

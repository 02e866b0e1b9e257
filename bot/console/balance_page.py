"""The closing balance: everything heard, and what became of it."""

from __future__ import annotations

from aiohttp import web

from bot.console import pieces
from bot.console.desk import DESK
from bot.console.pages import rendered


async def balance(request: web.Request) -> web.Response:
    """Show every room's numbers with the reasons under each."""
    balances = {balance.room: balance for balance in await request.app[DESK].store.balance()}
    return rendered(request, "balance.html", accounts=pieces.account_values(balances))


def routes() -> list[web.RouteDef]:
    """Return the page's address."""
    return [web.get("/balance", balance)]

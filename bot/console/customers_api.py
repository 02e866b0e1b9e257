"""What the command line does with customers while the program runs."""

from __future__ import annotations

from aiohttp import web

from bot.console.api import Wrong, read_object
from bot.console.desk import DESK
from bot.problems import ActRefused


async def act(request: web.Request) -> web.Response:
    """Do one act on customers, by name."""
    said = await read_object(request)
    try:
        return web.json_response(await request.app[DESK].customers(request.match_info["act"], said))
    except ActRefused as error:
        raise Wrong(error.what, error.fix, 422) from None
    except (LookupError, ValueError, TypeError) as error:
        raise Wrong(
            f"This cannot be done with customers: {error}.", "Use the command line of the same version."
        ) from None


def routes() -> list[web.RouteDef]:
    """Return the addresses under `/api/customers/`."""
    return [web.post("/api/customers/{act:[a-z]+}", act)]

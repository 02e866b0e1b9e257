"""Tables as files to take away: CSV that spreadsheets open rightly and take no cell of for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterable, Sequence
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from bot.customers.segments import quoted

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def cell(value: object) -> str:
    """Return a value as it stands in the file; a time in seconds with its zone, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    # A number of ours is one; whatever people wrote may look like anything.
    return str(value) if isinstance(value, int | float) else quoted(str(value).replace("\0", ""))


def lines(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


async def sent(
    request: web.Request, name: str, head: Sequence[str], pages: AsyncIterable[Sequence[Sequence[object]]]
) -> web.StreamResponse:
    """Send a table of any length, page by page, under a file's name."""
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type, response.charset = "text/csv", "utf-8"
    await response.prepare(request)
    with suppress(ConnectionError):  # whoever asked has left
        await response.write((BOM + lines([head])).encode())
        async for rows in pages:
            await response.write(lines(rows).encode("utf-8", "replace"))
        await response.write_eof()
    return response

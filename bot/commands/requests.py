"""Many requests for suggestions from a file: each answered as of its own moment, nothing after it counted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.buying import Past
from bot.catalog import Catalog
from bot.languages import Both
from bot.problems import Problem
from bot.ranking.learned import Learned
from bot.ranking.scores import CATALOGUE, ROOM
from bot.store.orders import Orders
from bot.suggest import Wanted, shortlist

FIX = Both(
    'Write {"id":…,"customer":…,"now":…,"k":10} on each line.', '每行请写 {"id":…,"customer":…,"now":…,"k":10}。'
)
MOST = 1_000
"""Products that one request may ask for."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the file: who asks, when, for how many, of which products."""

    id: object
    customer: str | None
    now: datetime
    k: int
    candidates: Sequence[str] | None
    exclude_bought: bool


def read_requests(path: str, now: datetime) -> tuple[list[Request], list[Problem]]:
    """Read a file of requests; what is not one is named with its line."""
    requests: list[Request] = []
    problems: list[Problem] = []
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                requests.append(_request(json.loads(line.decode("utf-8-sig")), now))
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
                problems.append(
                    Problem(path, number, Both(f"not a request ({error}).", f"不是请求（{error}）。"), FIX)
                )
    return requests, problems


def _request(said: Mapping[str, Any], now: datetime) -> Request:
    at = datetime.fromisoformat(said["now"]) if said.get("now") else now
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if not 1970 <= at.year < 9999:
        raise ValueError(f"{at} is out of reach")
    customer, candidates = said.get("customer"), said.get("candidates")
    if candidates is not None and not isinstance(candidates, list):
        raise ValueError("candidates is no list")
    return Request(
        said.get("id"),
        str(customer) if customer is not None else None,
        at,
        min(max(int(said.get("k", 10)), 0), MOST),
        [str(sku) for sku in candidates] if candidates is not None else None,
        bool(said.get("exclude_bought", False)),
    )


async def answers(
    requests: Sequence[Request], orders: Orders | None, catalog: Catalog
) -> AsyncIterator[Mapping[str, Any]]:
    """Yield one answer a request, in the file's order, each as soon as it and those before it are known."""
    known: dict[int, Mapping[str, Any]] = {}
    following = 0
    past = Past(orders) if orders is not None else None
    learned = Learned()
    # The orders are gone through once, so the earliest moment comes first, wherever it stands in the file.
    for place in sorted(range(len(requests)), key=lambda place: requests[place].now):
        if past is not None:
            learned = await past.until(requests[place].now.timestamp())
        known[place] = answer(requests[place], learned, catalog)
        while following in known:
            yield known.pop(following)
            following += 1


def answer(request: Request, learned: Learned, catalog: Catalog) -> Mapping[str, Any]:
    """Answer one request from what was learned until its moment."""
    began = perf_counter()
    customers = () if request.customer is None else (request.customer,)
    bought = {p.sku for customer in customers for p in learned.purchases(customer)} if request.exclude_bought else ()
    ranked = shortlist(
        Wanted(customers=customers, shown=bought), catalog, request.now, learned, k=request.k,
        candidates=request.candidates, weights=CATALOGUE if request.candidates is None else ROOM, varied=False,
    )  # fmt: skip
    milliseconds = round((perf_counter() - began) * 1000, 3)
    return {
        "id": request.id, "skus": [r.sku for r in ranked], "reasons": [r.reason for r in ranked], "ms": milliseconds
    }  # fmt: skip

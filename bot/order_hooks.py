"""Where shops' systems tell of orders as they happen: a listener of its own, for signed calls and nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from bot.catalog import Catalog
from bot.orders import own_hook, shopify
from bot.orders.products import Products
from bot.orders.rows import BRUSHING, Terms
from bot.orders.signatures import shopify_signed, signed
from bot.orders.wire import Unreadable
from bot.problems import RoomhandError
from bot.purchases import OrderCall
from bot.store.orders import Orders

log = logging.getLogger(__name__)

LARGEST_BODY = 2 * 1024 * 1024
READ_WITHIN_S = 5.0
AT_ONCE = 16
SHUTDOWN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Secrets:
    """What calls are signed with; an empty one takes no calls."""

    shopify: str = field(default="", repr=False)
    own: str = field(default="", repr=False)
    shopify_shop: str = ""
    """The shop's domain at Shopify; calls for another are refused."""


@dataclass(slots=True)
class OrderHooks:
    """The listener. `async with` starts and stops it."""

    orders: Orders
    secrets: Secrets
    catalog: Callable[[], Catalog]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: str = "Asia/Shanghai"
    brushing: Sequence[str] = BRUSHING
    host: str = "127.0.0.1"
    port: int = 0
    _runner: web.AppRunner | None = None
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _products: tuple[Catalog, Products] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/hooks/orders/"

    async def take(self, request: web.Request) -> web.Response:
        """Take one call."""
        source = request.match_info["source"]
        secret = self.secrets.shopify if source == shopify.SOURCE else self.secrets.own
        if not secret:
            return web.Response(status=404)
        raw = await _body(request)
        identify = self._shopify_call if source == shopify.SOURCE else self._own_call
        call_id = identify(request, raw)
        topic = request.headers.get("X-Shopify-Topic", "")
        if source == shopify.SOURCE and topic not in shopify.ORDER_TOPICS | {shopify.REFUND_TOPIC}:
            return web.json_response({"ignored": "no order"})
        async with self._turns:
            try:
                call = await asyncio.to_thread(self._read, source, topic, call_id, raw)
            except Unreadable as error:
                log.warning("orders hook: a call of %s cannot be used: %s", source, error.what)
                return web.json_response({"error": error.what, "fix": error.fix}, status=422)
            return await self._keep(call)

    async def _keep(self, call: OrderCall) -> web.Response:
        try:
            report = await self.orders.hear(call, self.now())
        except (RoomhandError, sqlite3.Error) as error:
            log.warning("orders hook: a call of %s could not be kept: %s", call.source, error)
            return web.json_response({"error": "It could not be kept."}, status=503, headers={"Retry-After": "5"})
        if report is None:
            return web.json_response({"heard_before": True})
        log.info("orders hook: %s: %d new, %d updated", call.source, report.new, report.updated)
        return web.json_response({"new": report.new, "updated": report.updated, "unchanged": report.unchanged})

    def _shopify_call(self, request: web.Request, raw: bytes) -> str:
        """Return the call's id. Raises when it is not Shopify's, or for another shop."""
        headers = request.headers
        shop = headers.get("X-Shopify-Shop-Domain", "").lower()
        right = shopify_signed(raw, headers.get("X-Shopify-Hmac-Sha256", ""), self.secrets.shopify)
        if not right or shop != self.secrets.shopify_shop.lower():
            raise web.HTTPUnauthorized
        return _call_id(headers.get("X-Shopify-Webhook-Id", ""))

    def _own_call(self, request: web.Request, raw: bytes) -> str:
        """Return the call's id: what it says, else its signature, which no other call has."""
        headers = request.headers
        shown = headers.get("X-Roomhand-Signature", "")
        if not signed(raw, headers.get("X-Roomhand-Timestamp", ""), shown, self.secrets.own, self.now()):
            raise web.HTTPUnauthorized
        return shown.strip().lower()

    def _read(self, source: str, topic: str, call_id: str, raw: bytes) -> OrderCall:
        products = self._find_products()
        if source == shopify.SOURCE:
            return shopify.read_call(topic, call_id, raw, products, self.brushing, self.now())
        now, catalog = self.now(), self.catalog()
        currency = next((product.currency for product in catalog.values()), "CNY")
        terms = Terms(ZoneInfo(self.zone), now, as_of=now, currency=currency, brushing=self.brushing)
        return own_hook.read_call(source, call_id, raw, terms, products)

    def _find_products(self) -> Products:
        """Return the catalogue by its codes, made anew when it was edited."""
        catalog = self.catalog()
        if self._products is None or self._products[0] is not catalog:
            self._products = (catalog, Products(catalog))
        return self._products[1]

    async def start(self) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes([web.post(r"/hooks/orders/{source:[a-z0-9][a-z0-9-]{0,30}}", self.take)])
        app.on_response_prepare.append(_say_little)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self.port = int(runner.addresses[0][1])
        self._runner = runner
        log.info("orders hook: open at %s", self.url)

    async def __aenter__(self) -> OrderHooks:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _call_id(shown: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{1,100}", shown):
        error = json.dumps({"error": "X-Shopify-Webhook-Id is missing.", "fix": "Send Shopify's own webhook."})
        raise web.HTTPUnprocessableEntity(text=error, content_type="application/json")
    return shown


async def _say_little(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.pop(hdrs.SERVER, None)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")

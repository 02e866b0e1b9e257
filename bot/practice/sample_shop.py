"""The sample shop's customers: some of those who speak in the practice room have bought there before."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.catalog import Product
from bot.customers.links import Grade
from bot.sample.orders import SAMPLE_LINKS, sample_orders
from bot.store import Store


async def fill_sample_shop(store: Store, products: Sequence[Product], now: datetime) -> None:
    """Give the practice room customers with a past, once."""
    if await store.customers.link_of("practice", next(iter(SAMPLE_LINKS))) is not None:
        return
    orders = await asyncio.to_thread(sample_orders, now.date(), products=products)
    await store.orders.save(orders)
    for viewer_id, customer_id in SAMPLE_LINKS.items():
        await store.customers.link("practice", viewer_id, customer_id, Grade.PLATFORM, now, by="sample shop")

"""What a store keeps of customers: which viewer is which."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Customers(Protocol):
    """The shop's customers, and the viewers linked to them."""

    async def link(self, platform: str, viewer_id: str, customer_id: str, grade: str, now: datetime) -> None:
        """Link a viewer to a customer."""
        ...

    async def of_viewer(self, platform: str, viewer_id: str) -> str | None:
        """Return the linked customer."""
        ...

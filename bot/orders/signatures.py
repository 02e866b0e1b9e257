"""Whether a call that tells of an order comes from who may: signatures over its bytes as they came."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)
"""A signed call is believed for so long; what is older may be somebody's who overheard it."""


def shopify_signed(raw: bytes, shown: str, secret: str) -> bool:
    """Return whether Shopify signed these bytes (HMAC-SHA256, base64)."""
    made = base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest())
    return hmac.compare_digest(made, shown.strip().encode("utf-8", "replace"))


def signature(raw: bytes, timestamp: str, secret: str) -> str:
    """Sign bytes the way our own hook wants it: HMAC-SHA256 of the time, a point and the bytes, in hex."""
    return hmac.new(secret.encode(), timestamp.encode("utf-8", "replace") + b"." + raw, hashlib.sha256).hexdigest()


def signed(raw: bytes, timestamp: str, shown: str, secret: str, now: datetime) -> bool:
    """Return whether our own hook's secret signed these bytes, just now."""
    made = signature(raw, timestamp, secret)
    right = hmac.compare_digest(made.encode(), shown.strip().lower().encode("utf-8", "replace"))
    fresh = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    return right and fresh and abs(now.timestamp() - int(timestamp)) <= SKEW.total_seconds()

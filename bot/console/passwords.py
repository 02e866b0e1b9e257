"""Passwords: argon2id off the event loop, and patience with those who guess."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200


class Passwords:
    """Hashes and checks passwords; two at a time, because each takes 64 MiB."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(2)
        self._nobodys = ""

    async def hashed(self, password: str) -> str:
        """Return the hash to keep."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, kept: str) -> bool:
        """Return whether the password is right. Without a kept hash it is wrong, and takes as long."""
        if not self._nobodys:
            self._nobodys = await self.hashed(secrets.token_urlsafe())
        async with self._slots:
            right = await asyncio.to_thread(self._check, password, kept or self._nobodys)
        return right and bool(kept)

    def _check(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


@dataclass(slots=True)
class Tries:
    """Failed tries by key: some are free, then each costs a longer wait. Nobody is locked out for good."""

    free: int = 5
    window: float = 15 * 60
    longest: float = 60.0
    most_keys: int = 10_000
    _failed: dict[str, list[float]] = field(default_factory=dict)

    def wait(self, key: str, now: float) -> float:
        """Return the seconds until the next try may be made."""
        times = self._recent(key, now)
        over = len(times) - self.free
        if over < 0:
            return 0.0
        delay: float = min(self.longest, 2.0 ** min(over + 1, 30))
        return max(0.0, times[-1] + delay - now)

    def failed(self, key: str, now: float) -> None:
        """Count a try; called before the password is checked, so that parallel guesses count too."""
        if key not in self._failed and len(self._failed) >= self.most_keys:
            self._failed.pop(next(iter(self._failed)))
        self._failed[key] = [*self._recent(key, now), now][-50:]

    def passed(self, key: str) -> None:
        """Forget the failures after a right password."""
        self._failed.pop(key, None)

    def _recent(self, key: str, now: float) -> list[float]:
        return [t for t in self._failed.get(key, ()) if t > now - self.window]

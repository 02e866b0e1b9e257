"""Who gets what sells instead of what suits them: only they show what choosing for people is worth."""

from __future__ import annotations

from hashlib import blake2b

_ALL = 2**32


def held_out(platform: str, viewer_id: str, share: float) -> bool:
    """Return whether a viewer is one of this share of all viewers; always the same ones."""
    digest = blake2b(f"{platform}\0{viewer_id}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) < share * _ALL

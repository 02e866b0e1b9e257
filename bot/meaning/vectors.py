"""What a text means, as a vector of length one, and what may be asked of whoever makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.languages import Both
from bot.problems import RoomhandError

Vector: TypeAlias = npt.NDArray[np.float32]

LONGEST = 200
"""Characters; whoever writes more tells a story, and it would take too long."""
LARGEST = 4_096
"""Numbers in a vector."""


class NoMeaning(RoomhandError):
    """The source gave nothing usable; the words say why, for staff."""

    def __init__(self, said: Both) -> None:
        super().__init__(said)


class Refused(NoMeaning):
    """The source is well but will not take this text."""


class Source(Protocol):
    """Whoever makes vectors: a model on this machine or a service."""

    kind: str
    """As in the settings: local or endpoint."""
    name: str
    """What staff call the model."""
    key: str
    """What tells its vectors from any other's."""
    batch: int
    """Texts it takes at once."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector for each text; raises `NoMeaning`."""
        ...

    async def close(self) -> None:
        """Free what it holds."""
        ...


def tidy(text: str) -> str:
    """Return text as every source can take it; "" for what is not worth asking."""
    if len(text) > LONGEST:
        return ""
    # Not printable: controls, half characters (lone surrogates) that cannot be sent at all, and what is unassigned.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def unit(numbers: object) -> Vector:
    """Return numbers as a vector of length one that nobody can change; raises `NoMeaning` for anything else."""
    try:
        with np.errstate(all="ignore"):
            wide = np.array(numbers, dtype=np.float64)
            length = float(np.linalg.norm(wide)) if wide.ndim == 1 else 0.0
    except (TypeError, ValueError, OverflowError):
        raise NoMeaning(Both("answered with something other than numbers", "返回的不是数字")) from None
    if wide.ndim != 1 or not 0 < wide.size <= LARGEST:
        raise NoMeaning(Both("answered with something other than vectors", "返回的不是向量"))
    if not np.isfinite(length) or length < 1e-6:
        raise NoMeaning(Both("answered with a vector that points nowhere", "返回的向量无效"))
    vector: Vector = (wide / length).astype(np.float32)
    vector.flags.writeable = False
    return vector

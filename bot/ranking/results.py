"""What came of suggestions: what was bought soon after, by reason, and with viewers who were held out beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

WITHIN_S = 3_600.0
"""A purchase later than this after a suggestion is not put down to it."""

HELD_OUT, CHOSEN = "held out", "chosen for them"


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion that a room read."""

    sku: str
    reason: str
    at: float
    """Unix seconds."""
    held_out: bool = False
    customers: Sequence[str] = ()
    """The customer ids of the viewer; none where they are not known, and then nobody can say what they bought."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of some suggestions."""

    shown: int = 0
    known: int = 0
    """Shown to viewers who are linked to a customer."""
    bought: int = 0
    """Of those, followed by a purchase of the product."""
    bought_any: int = 0
    """Of those, followed by a purchase of anything."""


def results(shown: Iterable[Shown], bought: Mapping[str, Sequence[tuple[float, str]]]) -> dict[str, Result]:
    """Count what followed, first for those held out and the others, then by reason code.

    Nobody was held out of knowing the shop: only linked viewers of both kinds can be compared.
    """
    found: dict[str, Result] = {HELD_OUT: Result(), CHOSEN: Result()}
    for one in shown:
        skus = {
            sku
            for customer in one.customers
            for at, sku in bought.get(customer, ())
            if one.at < at <= one.at + WITHIN_S
        }
        group = HELD_OUT if one.held_out else CHOSEN
        reason = one.reason.partition(":")[0]
        for name in (group, reason) if not one.held_out else (group,):
            so_far = found.get(name, Result())
            found[name] = replace(
                so_far,
                shown=so_far.shown + 1,
                known=so_far.known + bool(one.customers),
                bought=so_far.bought + (one.sku in skus),
                bought_any=so_far.bought_any + bool(skus),
            )
    return found

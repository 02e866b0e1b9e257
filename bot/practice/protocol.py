"""The practice room's protocol: JSON objects in WebSocket text frames, each with a `type`.

`server.py` tells who connects where and what each frame does; here is what the frames look like.
What comes from a stranger is read into one of a closed set of requests, or into a `BadFrame`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.catalog import Product
from bot.messages import MAX_NAME, Explanation, Scored, bounded
from bot.practice.transcript import Said

SPEEDS = (0.0, 1.0, 3.0, 10.0)
"""How fast the crowd may talk; 0 is a pause."""

MAX_FRAME = 16 * 1024
"""Bytes of one frame from outside: a thousand characters, each escaped as JSON may, and their wrapping."""

Frame: TypeAlias = dict[str, object]

_MARK = re.compile(r"[A-Za-z0-9_:.-]{1,128}")
LONGEST_MARK = 256
"""Characters of the bot's mark on a send. It holds the room's name, which may be in any script."""


@dataclass(frozen=True, slots=True)
class PageHello:
    """A page sits down."""

    viewer: str
    name: str


@dataclass(frozen=True, slots=True)
class BotHello:
    """The bot sits down; `resume` is the last line it heard, None on its first visit."""

    resume: str | None


@dataclass(frozen=True, slots=True)
class Say:
    """A viewer speaks."""

    client_id: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Send:
    """The bot speaks."""

    client_id: str
    text: str
    reply_to: str | None


@dataclass(frozen=True, slots=True)
class Show:
    """The host shows a product, or nothing."""

    sku: str | None


@dataclass(frozen=True, slots=True)
class Remove:
    """A moderator deletes a line."""

    message_id: str


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Somebody turns the crowd up, down or off."""

    speed: float


@dataclass(frozen=True, slots=True)
class Pong:
    """Still here."""


@dataclass(frozen=True, slots=True)
class BadFrame:
    """Not a frame of this protocol."""

    reason: str
    client_id: str = ""
    """The mark it carries all the same, for whom waits for an answer."""


Request: TypeAlias = PageHello | BotHello | Say | Send | Show | Remove | SetSpeed | Pong | BadFrame


def read_page(text: str) -> Request:
    """Read what a page sent."""
    frame = _object(text)
    match frame:
        case {"type": "hello"}:
            viewer = _mark(frame.get("viewer"))
            return PageHello(viewer, _name(frame)) if viewer else BadFrame("hello needs a viewer")
        case {"type": "say", "text": str(said)}:
            mark = _mark(frame.get("client_id"))
            return Say(mark, said, _name(frame)) if mark else BadFrame("say needs a client_id")
        case {"type": "show", "sku": None}:
            return Show(None)
        case {"type": "show", "sku": str(sku)}:
            return Show(sku)
        case {"type": "delete", "id": str(message_id)}:
            return Remove(message_id)
        case {"type": "speed", "speed": int() | float() as speed} if speed in SPEEDS:
            return SetSpeed(float(speed))
        case {"type": "pong"}:
            return Pong()
        case _:
            return BadFrame("not a frame that a page sends")


def read_bot(text: str) -> Request:
    """Read what the bot sent."""
    frame = _object(text)
    match frame:
        case {"type": "hello"}:
            resume = frame.get("resume")
            return BotHello(resume if isinstance(resume, str) else None)
        case {"type": "send", "text": str(said)}:
            mark, reply_to = frame.get("client_id"), frame.get("reply_to")
            if not isinstance(mark, str) or not 1 <= len(mark) <= LONGEST_MARK or _unprintable(mark):
                return BadFrame(f"send needs a client_id of 1 to {LONGEST_MARK} characters", _answerable(mark))
            return Send(mark, said, reply_to if isinstance(reply_to, str) else None)
        case {"type": "pong"}:
            return Pong()
        case _:
            return BadFrame("not a frame that the bot sends", _answerable(frame.get("client_id")))


def written(frame: Mapping[str, object]) -> str:
    """Return a frame as it goes over the wire."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def line(said: Said) -> Frame:
    """Return a line of chat as everybody may see it."""
    return {
        "type": "message",
        "id": said.id,
        "user": {"id": said.viewer_id, "name": said.viewer_name},
        "text": said.text,
        "at": said.at.isoformat(),
        "reply_to": said.reply_to,
        "own": said.own,
    }


def line_for_bot(said: Said, *, history: bool = False) -> Frame:
    """Return a line as the bot hears it: with its own mark, and whether it is too old to answer."""
    return line(said) | {"client_id": said.client_id, "history": history}


def line_for_late_page(said: Said) -> Frame:
    """Return a line said before the page came, with all that became of it since."""
    explained = explain(said.explanation) if said.explanation else None
    return line(said) | {"history": True, "removed": said.removed, "explain": explained}


def explain(explanation: Explanation) -> Frame:
    """Return what the bot did with a line, for the pages."""
    best = explanation.best
    return {
        "type": "explain",
        "id": explanation.message_id,
        "outcome": explanation.outcome.value if explanation.outcome else None,
        "reason": explanation.reason,
        "entry": best.entry if best else None,
        "score": best.score if best else None,
        "runner_up": _scored(explanation.runner_up),
    }


def screen(sku: str | None, shown: Product | None) -> Frame:
    """Return what is on screen; the product is null when the catalogue does not have it any more."""
    return {"type": "screen", "sku": sku, "product": product(shown) if shown else None}


def products(every: Iterable[Product]) -> Frame:
    """Return what the host may choose from."""
    return {"type": "products", "products": [product(each) for each in every]}


def product(each: Product) -> Frame:
    """Return one product as the page shows it."""
    return {
        "sku": each.sku,
        "title": each.title,
        "price": each.price_text,
        "stock": each.stock,
        "link_no": each.link_no,
    }


def ack(client_id: str, message_id: str) -> Frame:
    """Return the answer to a send that was shown."""
    return {"type": "ack", "client_id": client_id, "id": message_id}


def nack(client_id: str, code: str, text: str, retry_after: float | None = None) -> Frame:
    """Return the answer to a send that was not shown, and never will be by itself."""
    return {"type": "nack", "client_id": client_id, "code": code, "text": text, "retry_after": retry_after}


def _object(text: str) -> dict[str, object]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def _mark(value: object) -> str:
    """Return an id that a page made up, or nothing when it is not of the usual letters."""
    return value if isinstance(value, str) and _MARK.fullmatch(value) else ""


def _unprintable(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cc", "Cs") for c in text)


def _answerable(value: object) -> str:
    """Return the mark of a frame that is refused, as far as it can be sent back."""
    return "" if not isinstance(value, str) else value.encode("utf-8", "replace").decode("utf-8")


def _name(frame: Mapping[str, object]) -> str:
    name = frame.get("name")
    return bounded(name, MAX_NAME) if isinstance(name, str) else ""


def _scored(scored: Scored | None) -> Frame | None:
    return {"entry": scored.entry, "score": scored.score} if scored else None

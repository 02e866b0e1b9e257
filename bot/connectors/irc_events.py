"""From lines to what was said: one line in, one event or nothing out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.connectors.irc_acks import fold, same
from bot.connectors.irc_dialects import NONCE_TAG, Dialect, badges_of, said_at
from bot.connectors.irc_lines import MADE_UP, Line, strip_action, strip_formatting
from bot.messages import MAX_NAME, MAX_TEXT, ChatMessage, Deletion, Event, Viewer, bounded

_MENTION = re.compile(r"^@\S+\s+")
_BOT_TAGS = ("bot", "draft/bot", "inspircd.org/bot")
_MAX_ID = 200


@dataclass(slots=True)
class Seat:
    """Where we sit: which room, and who we are there."""

    room: str
    channel: str
    nick: str
    """Ours, as the server knows it now."""
    dialect: Dialect
    user_id: str = ""
    """Ours, where the platform has such ids."""
    operators: set[str] = field(default_factory=set)
    """Folded nicks of the channel's operators, on plain IRC."""
    joined_at: datetime | None = None
    """By the server's clock; None where it does not tell the time."""


def event_of(line: Line, seat: Seat, received: datetime) -> Event | None:
    """Return what this line means for the room, or None."""
    match line.command:
        case "PRIVMSG" if same(line.param(0), seat.channel):
            return _message(line, seat, received)
        case "CLEARMSG" if same(line.param(0), seat.channel):
            target = line.tags.get("target-msg-id", "")
            return Deletion(seat.room, message_id=target) if target else None
        case "CLEARCHAT" if same(line.param(0), seat.channel):
            return _clearing(line, seat)
        case "REDACT" if same(line.param(0), seat.channel) and line.param(1):
            return Deletion(seat.room, message_id=line.param(1))
    return None


def _message(line: Line, seat: Seat, received: datetime) -> ChatMessage | None:
    tags, dialect = line.tags, seat.dialect
    words = strip_action(line.param(1))
    source = tags.get("source-room-id")
    if words is None or not line.nick or (source and source != tags.get("room-id")):
        return None  # a client's request, nobody's words, or another channel's in a shared chat
    reply_to = next((tags[tag] for tag in dialect.reply_tags_heard if tags.get(tag)), None)
    if reply_to and dialect.acknowledges == "userstate":
        words = _MENTION.sub("", words, count=1)  # Twitch puts "@Name " before a reply's text
    text = bounded(strip_formatting(words), MAX_TEXT)
    if not text:
        return None
    told = said_at(tags.get(dialect.time_tag, ""))
    viewer = _viewer(line, seat)
    return ChatMessage(
        room=seat.room,
        id=bounded(tags.get(dialect.id_tag, ""), _MAX_ID) or _made_up_id(line, told or received),
        viewer=viewer,
        text=text,
        sent_at=told or received,
        reply_to=bounded(reply_to, _MAX_ID) if reply_to else None,
        is_own=viewer.id == seat.user_id if seat.user_id else same(line.nick, seat.nick),
        is_history=bool(told and seat.joined_at and told < seat.joined_at),
        nonce=tags.get(NONCE_TAG) or None,
    )


def _viewer(line: Line, seat: Seat) -> Viewer:
    tags = line.tags
    badges = badges_of(tags.get("badges", ""))
    name = bounded(tags.get("display-name") or line.nick, MAX_NAME)
    # Plain IRC has no lasting ids: a nick is whose it is today.
    viewer = Viewer(id=bounded(tags.get("user-id") or fold(line.nick), MAX_NAME), name=name)
    if seat.dialect.acknowledges == "userstate":
        staff = bool(badges & {"broadcaster", "moderator"}) or tags.get("mod") == "1"
        return replace(viewer, is_staff=staff, is_bot="bot-badge" in badges)
    is_bot = any(tag in tags for tag in _BOT_TAGS)
    return replace(viewer, is_staff=fold(line.nick) in seat.operators, is_bot=is_bot)


def _clearing(line: Line, seat: Seat) -> Deletion | None:
    if len(line.params) < 2:
        return Deletion(seat.room)
    viewer = line.tags.get("target-user-id") or fold(line.param(1))
    return Deletion(seat.room, viewer_id=viewer) if viewer else None


def _made_up_id(line: Line, at: datetime) -> str:
    """Return an id for a server that gives none: the same line again gets the same id.

    Its limit: without server times the same words by the same nick within one second are one message.
    """
    whole = f"{fold(line.nick)}\0{at.isoformat(timespec='milliseconds')}\0{line.param(1)}"
    if not line.tags.get("time"):
        whole = f"{fold(line.nick)}\0{int(at.timestamp())}\0{line.param(1)}"
    return MADE_UP + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]

"""What servers say when they will not: at the door (a person must act) and to a message.

Twitch's refusals are told by id, never by their text, which changes; only before login are there no ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import reasons
from bot.connectors.irc_lines import Line


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what a person changes."""

    what: str
    fix: str


_RENEW = "Make a new token with the scopes chat:read and chat:edit, put it where token_env points, restart."

# Twitch says these before login, to "*" and without an id.
_LOGIN_NOTICES = {
    "login authentication failed": Refusal("Twitch does not accept the token.", _RENEW),
    "login unsuccessful": Refusal("Twitch does not accept the token.", _RENEW),
    "improperly formatted auth": Refusal("Twitch cannot read the token.", _RENEW),
    "invalid nick": Refusal("Twitch does not know this nick.", "Set nick to the account's login name."),
}

# A plain server may close without a numeric; then its last words are all there is.
_CLOSED_FOR_GOOD = re.compile(r"access denied|password|not authori[sz]ed|banned|\b[kgzd]-?lined", re.IGNORECASE)
_DENIED = Refusal(
    "The server does not let {nick} in: {words}.",
    "Check the password that token_env names, and url and nick.",
)

_CHANNEL = "Check channel in bot.toml."
_ASK_OP = "Ask a channel operator to let {nick} in, or change channel."
_NUMERICS = {
    "431": Refusal("No nick was given.", "Set nick."),
    "432": Refusal("The server does not allow the nick {nick}.", "Set nick to another name."),
    "464": Refusal("The server's password is wrong or missing.", "Set the variable that token_env names."),
    "465": Refusal("We are banned from this server.", "Ask its operators, or change url."),
    "403": Refusal("There is no channel {channel}.", _CHANNEL),
    "405": Refusal("The server allows {nick} no more channels.", "Use another nick for this room."),
    "407": Refusal("The server does not take {channel} as one channel.", _CHANNEL),
    "470": Refusal("{channel} sends its visitors on to another channel.", _CHANNEL),
    "471": Refusal("The channel {channel} is full.", _ASK_OP),
    "473": Refusal("The channel {channel} is by invitation only.", _ASK_OP),
    "474": Refusal("{nick} is banned from {channel}.", _ASK_OP),
    "475": Refusal("The channel {channel} wants a key.", _ASK_OP),
    "476": Refusal("{channel} is not a channel's name.", "Set channel; most servers want a # in front."),
    "477": Refusal("{channel} admits registered nicks only.", "Register the nick and set token_env."),
    "479": Refusal("{channel} is not a channel's name.", "Set channel; most servers want a # in front."),
    "489": Refusal("{channel} admits encrypted connections only.", "Set url to the wss:// address."),
    "520": Refusal("{channel} is for the server's operators only.", _CHANNEL),
}

_DOOR_NOTICES = {
    "msg_banned": Refusal("{nick} is banned from {channel}.", "Ask the broadcaster to unban it."),
    "msg_channel_blocked": Refusal("{channel} has blocked {nick}.", "Ask the broadcaster to unblock it."),
    "msg_channel_suspended": Refusal("{channel} is suspended or does not exist.", _CHANNEL),
    "msg_room_not_found": Refusal("There is no channel {channel}.", _CHANNEL),
    "msg_suspended": Refusal("The account {nick} is suspended.", "Set nick and token to another account."),
    "tos_ban": Refusal("Twitch has closed the account or the channel.", "Set nick, token or channel."),
}


def refused_at_the_door(line: Line) -> Refusal | None:
    """Return why we may not come in, if that is what the line says; what is in braces is for filling.

    Call it only until the channel is joined: later the same lines mean less.
    """
    if line.command == "NOTICE":
        if known := _DOOR_NOTICES.get(line.tags.get("msg-id", "")):
            return known
        return _LOGIN_NOTICES.get(line.param(-1).strip().rstrip(".").lower())
    if line.command == "ERROR" and _CLOSED_FOR_GOOD.search(line.param(-1)):
        return _DENIED
    return _NUMERICS.get(line.command)


# Twitch's ids for "your message was not sent". https://dev.twitch.tv/docs/chat/irc/#notice-message-ids
_NOT_SENT = {
    "msg_bad_characters": reasons.BAD_CHARACTERS,
    "msg_banned": reasons.BOT_BANNED,
    "msg_channel_blocked": reasons.BOT_BLOCKED,
    "msg_channel_suspended": reasons.SUSPENDED,
    "msg_duplicate": reasons.SENT_LATELY,
    "msg_emoteonly": reasons.EMOTES_ONLY,
    "msg_followersonly": reasons.FOLLOWERS_ONLY,
    "msg_followersonly_followed": reasons.FOLLOWS_TOO_SHORT,
    "msg_followersonly_zero": reasons.FOLLOWERS_ONLY,
    "msg_r9k": reasons.NEW_TEXTS_ONLY,
    "msg_ratelimit": reasons.TOO_FAST,
    "msg_rejected": reasons.HELD_FOR_REVIEW,
    "msg_rejected_mandatory": reasons.FILTERED,
    "msg_requires_verified_phone_number": reasons.NEEDS_PHONE,
    "msg_room_not_found": reasons.NO_CHANNEL,
    "msg_slowmode": reasons.SLOW_MODE,
    "msg_subsonly": reasons.SUBSCRIBERS_ONLY,
    "msg_suspended": reasons.ACCOUNT_SUSPENDED,
    "msg_timedout": reasons.TIMED_OUT,
    "msg_verified_email": reasons.NEEDS_MAIL,
    "tos_ban": reasons.CLOSED,
    "unrecognized_cmd": reasons.TAKEN_FOR_COMMAND,
    "no_permission": reasons.MAY_NOT,
}
_FOR_PACE = {"msg_ratelimit", "msg_slowmode"}


def not_sent_notice(notice_id: str) -> str | None:
    """Return why Twitch did not send, or None if the id means something else (`slow_on`, for one).

    Ids that Twitch invents later and that begin like refusals are refusals.
    """
    if notice_id in _NOT_SENT:
        return reasons.TWITCH_SAYS.format(why=_NOT_SENT[notice_id], code=notice_id)
    return reasons.TWITCH_REFUSED.format(code=notice_id) if notice_id.startswith("msg_") else None


def is_for_pace(notice_id: str) -> bool:
    """Return whether waiting cures this refusal."""
    return notice_id in _FOR_PACE


# Numerics with which a plain IRC server answers a PRIVMSG it does not deliver.
_UNDELIVERED = {"401", "403", "404", "407", "408", "411", "412", "413", "414", "415", "416", "417", "421"}
_UNDELIVERED |= {"437", "442", "461", "477", "482", "489", "531"}
TOO_FAST = "439"


def undelivered(line: Line) -> str | None:
    """Return why a plain IRC server did not deliver, if that is what the line says."""
    if line.command in _UNDELIVERED or line.command == TOO_FAST:
        return f"{line.param(-1) or 'not delivered'} ({line.command})"
    if line.command == "FAIL" and line.param(0).upper() in ("PRIVMSG", "*"):
        return f"{line.param(-1)} ({line.param(1)})"
    return None

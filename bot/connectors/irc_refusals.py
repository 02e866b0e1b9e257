"""What servers say when they will not: at the door (a person must act) and to a message.

Twitch's refusals are told by id, never by their text, which changes; only before login are there no ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import reasons
from bot.connectors.irc_lines import Line
from bot.languages import Both


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what a person changes."""

    what: Both
    fix: Both


_RENEW = Both(
    "Make a new token with the scopes chat:read and chat:edit, put it where token_env points, restart.",
    "请重新生成带 chat:read 和 chat:edit 权限的令牌，放进 token_env 指定的环境变量，再重启。",
)

# Twitch says these before login, to "*" and without an id.
_LOGIN_NOTICES = {
    "login authentication failed": Refusal(
        Both("Twitch does not accept the token.", "Twitch 不接受这个令牌。"), _RENEW
    ),
    "login unsuccessful": Refusal(Both("Twitch does not accept the token.", "Twitch 不接受这个令牌。"), _RENEW),
    "improperly formatted auth": Refusal(Both("Twitch cannot read the token.", "Twitch 读不懂这个令牌。"), _RENEW),
    "invalid nick": Refusal(
        Both("Twitch does not know this nick.", "Twitch 没有这个昵称。"),
        Both("Set nick to the account's login name.", "请把 nick 设为账号的登录名。"),
    ),
}

# A plain server may close without a numeric; then its last words are all there is.
_CLOSED_FOR_GOOD = re.compile(r"access denied|password|not authori[sz]ed|banned|\b[kgzd]-?lined", re.IGNORECASE)
_DENIED = Refusal(
    Both("The server does not let {nick} in: {words}.", "服务器不让 {nick} 进入：{words}。"),
    Both(
        "Check the password that token_env names, and url and nick.",
        "请检查 token_env 指定的密码，以及 url 和 nick。",
    ),
)

_CHANNEL = Both("Check channel in bot.toml.", "请检查 bot.toml 里的 channel。")
_ASK_OP = Both(
    "Ask a channel operator to let {nick} in, or change channel.", "请频道管理员放行 {nick}，或更换 channel。"
)
_NUMERICS = {
    "431": Refusal(Both("No nick was given.", "没有写昵称。"), Both("Set nick.", "请设置 nick。")),
    "432": Refusal(
        Both("The server does not allow the nick {nick}.", "服务器不允许昵称 {nick}。"),
        Both("Set nick to another name.", "请把 nick 换成别的名字。"),
    ),
    "464": Refusal(
        Both("The server's password is wrong or missing.", "服务器密码不对，或没有写。"),
        Both("Set the variable that token_env names.", "请设好 token_env 指定的环境变量。"),
    ),
    "465": Refusal(
        Both("We are banned from this server.", "机器人已被这个服务器封禁。"),
        Both("Ask its operators, or change url.", "请联系服务器管理员，或更换 url。"),
    ),
    "403": Refusal(Both("There is no channel {channel}.", "没有频道 {channel}。"), _CHANNEL),
    "405": Refusal(
        Both("The server allows {nick} no more channels.", "服务器不允许 {nick} 再进更多频道。"),
        Both("Use another nick for this room.", "这个直播间请用另一个昵称。"),
    ),
    "407": Refusal(
        Both("The server does not take {channel} as one channel.", "服务器不把 {channel} 当作一个频道。"), _CHANNEL
    ),
    "470": Refusal(
        Both("{channel} sends its visitors on to another channel.", "{channel} 会把人转到另一个频道。"), _CHANNEL
    ),
    "471": Refusal(Both("The channel {channel} is full.", "频道 {channel} 已满。"), _ASK_OP),
    "473": Refusal(Both("The channel {channel} is by invitation only.", "频道 {channel} 只限受邀者。"), _ASK_OP),
    "474": Refusal(Both("{nick} is banned from {channel}.", "{nick} 已被 {channel} 封禁。"), _ASK_OP),
    "475": Refusal(Both("The channel {channel} wants a key.", "频道 {channel} 需要密码。"), _ASK_OP),
    "476": Refusal(
        Both("{channel} is not a channel's name.", "{channel} 不是频道名。"),
        Both("Set channel; most servers want a # in front.", "请设置 channel；多数服务器要求前面加 #。"),
    ),
    "477": Refusal(
        Both("{channel} admits registered nicks only.", "{channel} 只允许注册过的昵称。"),
        Both("Register the nick and set token_env.", "请注册昵称，并设置 token_env。"),
    ),
    "479": Refusal(
        Both("{channel} is not a channel's name.", "{channel} 不是频道名。"),
        Both("Set channel; most servers want a # in front.", "请设置 channel；多数服务器要求前面加 #。"),
    ),
    "489": Refusal(
        Both("{channel} admits encrypted connections only.", "{channel} 只允许加密连接。"),
        Both("Set url to the wss:// address.", "请把 url 设为 wss:// 地址。"),
    ),
    "520": Refusal(Both("{channel} is for the server's operators only.", "{channel} 只限服务器管理员。"), _CHANNEL),
}

_DOOR_NOTICES = {
    "msg_banned": Refusal(
        Both("{nick} is banned from {channel}.", "{nick} 已被 {channel} 封禁。"),
        Both("Ask the broadcaster to unban it.", "请主播解除封禁。"),
    ),
    "msg_channel_blocked": Refusal(
        Both("{channel} has blocked {nick}.", "{channel} 屏蔽了 {nick}。"),
        Both("Ask the broadcaster to unblock it.", "请主播解除屏蔽。"),
    ),
    "msg_channel_suspended": Refusal(
        Both("{channel} is suspended or does not exist.", "{channel} 已停用或不存在。"), _CHANNEL
    ),
    "msg_room_not_found": Refusal(Both("There is no channel {channel}.", "没有频道 {channel}。"), _CHANNEL),
    "msg_suspended": Refusal(
        Both("The account {nick} is suspended.", "账号 {nick} 已被停用。"),
        Both("Set nick and token to another account.", "请把 nick 和令牌换成另一个账号。"),
    ),
    "tos_ban": Refusal(
        Both("Twitch has closed the account or the channel.", "Twitch 已关闭该账号或频道。"),
        Both("Set nick, token or channel.", "请重新设置 nick、令牌或 channel。"),
    ),
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

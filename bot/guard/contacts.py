"""Links and contacts that lead away from the shop."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.guard.reading import Reading
from bot.guard.rules import Finding
from bot.text import CJK

_ENDS = "com|cn|net|org|top|shop|xyz|cc|me|io|co|vip|club|info|site|online|store|live|tv|app|link|ltd|pro|ru|hk|tw|biz|icu|fun|ly|gg"
_LINK = re.compile(
    # The address ends where Chinese begins; width is folded already, so "，" is ",".
    rf"(?:https?://|www\.|tg://|weixin://)[^\s。、)][^\s。、){CJK}]*"
    rf"|(?<![\w.@])[a-z0-9][a-z0-9\-]{{0,60}}(?:\.[a-z0-9\-]{{1,60}}){{0,4}}\.(?:{_ENDS})(?![a-z0-9])(?:[/?#:][^\s，。{CJK}]*)?"
    rf"|(?<![a-z0-9])[a-z0-9\-]{{2,60}}\s?(?:点|dot|\[\.\]|\(\.\)|。|．)\s?(?:com|cn|net|org|shop|top|vip|cc|xyz)(?![a-z0-9])"
)
APP = r"(?:微信|微\s?信|薇信|威信|维信|徽信|卫星号|v信|v\s?x|vx|v❤|w[xei]{1,2}xin|weixin|wechat(?!\s*pay)|绿泡泡|绿色软件|企鹅号|qq|q\s?q|扣扣|球球号|口口号)"
_CONTACT = re.compile(
    rf"(?<![a-z]){APP}(?:号码?|群号?|账号|id)?\s*(?:是|为|:|：|=|搜|加)?\s*(?:[a-z][a-z0-9_\-]{{4,24}}|[a-z0-9_\-]*\d[a-z0-9_\-]{{4,24}})(?![a-z])"
    r"|(?<![a-z0-9])(?:vx|wechat(?!\s*(?:pay|wallet))|whatsapp|telegram|snapchat|line id)(?![a-z0-9])"  # no \b: Chinese letters are letters
    rf"|(?:加|\+|＋|私|找|联系|添加|扫|进|入|拉)(?:一下|下)?(?:我们?|客服|主播|老板|店长|你|您)?(?:的|个人|工作|私人)?(?:{APP}|v(?![a-z])|薇(?!娅)|威(?=[，。]|$)|徽(?!章)|微(?=[，。]|$)|群(?=[，。领聊]|$)|私信群|企微|企业微信)"
    r"|(?:微信|vx|v信|薇信|qq)(?:私聊|转账|付款|联系|详聊|下单|交易|群(?:里|内|聊)?)|私下(?:交易|转账|付款|联系|打款)|线下(?:转账|打款)|直接(?:转账|打款)给|加群(?:领|享|有)|站外|(?:绕过|不走)平台|看我?(?:主页|头像|简介)(?:加|联系|有)"
    r"|\b(?:add|dm|text|message|whatsapp|find|contact) (?:me|us) (?:on|at|via) (?:wechat|whatsapp|telegram|instagram|ig|snap|line|qq|facebook|signal)\b|\bpay (?:me|us) (?:directly|outside|off)"
)
# Paying with it and pages of the platform are no contact.
_NO_CONTACT = re.compile(r"(?:微信|wechat)\s*(?:支付|pay|钱包|小程序|零钱)")


def contacts(text: str, reading: Reading, links: Collection[str]) -> Iterator[Finding]:
    """Return links and contacts that are not the shop's own."""
    own = {link.rstrip("/").lower() for link in links}
    for match in _LINK.finditer(reading.text):
        if match.group(0).rstrip("/.,!?;:") not in own:
            yield _finding("foreign-link", text, reading, match)
    plain = _NO_CONTACT.sub(lambda m: "\u3000" * len(m.group()), reading.text)
    for match in _CONTACT.finditer(plain):
        yield _finding("foreign-contact", text, reading, match)


def _finding(rule: str, text: str, reading: Reading, match: re.Match[str]) -> Finding:
    start, end = reading.span(*match.span())
    return Finding(rule, text[start:end], start, end, "")

"""A console in Chinese says everything in Chinese: every page, with every kind of edited file broken.

What is kept as it was typed (chat, answers, names), file names, keys and code may be English; sentences of ours not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.connectors import Link, why_lost
from bot.connectors.irc_lines import parse
from bot.connectors.irc_refusals import Refusal, refused_at_the_door
from bot.console.app import Console
from bot.console.desk import RoomView
from bot.escalation.promises import SECTIONS
from tests.console.faq_shop import SHIPPING
from tests.console.shop import ROOM, Browser, Shop
from tests.console.walk import HOSTILE, SIGNED_OUT, addresses, full_shop_with_files

CHINESE = {"Accept-Language": "zh-CN"}

BROKEN = {
    "faq/broken.md": """\
---
then: nobody
valid: 2026-13-01..2026-13-09
lang: english
scene: Double Eleven!
mood: happy
---

## {#empty question}

## 多少钱 {#bad id!}
- 几块钱
-
这行跟着列表

## 没有回答的问题

## 有回答也转人工
<!-- then: person -->

有的。

## 重复的问题

一。

## 重复的问题

二。

## 变量不对 {#variable}

现在 {prise:A101}，{price:Z999}，库存 {stock:A101}。

## 不能这样说 {#forbidden}

全网最低价，根治痘痘。

## 贴着横线 {#underlined}

第一行
---
第二行

## 注释没有结束
<!-- then: person

""",
    "faq/empty.md": "",
    "faq/handover.txt": "投诉\n[wrong]\n[delicate]\n投\n",
    "faq/mood.txt": "烦\n[furious]\n[angry]\n气\n",
    "faq/guard.txt": "最好\n[banned]\n[forbidden]\n一\n顶级 => 顶级好\n顶级\n[allowed]\n最爱: no-such-rule\n",
    "faq/promise.txt": "稍等\n[later]\n[soon]\n{price} 内回复，全网最低！\n" + "好" * 600 + "\n",
    "faq/canned.txt": """\
在的
[answers]
[replies]
a b c
wait xx: 稍等
wait: 稍等
wait: 等等
price: {prise:A101}
gone: {price:Z999}
claim: 全网最低价
[macros]
12: send wait
1: dance
2: send nothing-like-it
3: resolve, send wait
4: note a, note b, note c, note d, note e
""",
    "catalog.csv": """\
sku,title,price,stock,link_no,colour,repurchase,sensitive,regulated,suggest,sizes,facts
A101,Face cream 50 ml,59.90,12,1,,,,,,,
A101,Face cream 50 ml,59.90,12,2,,,,,,,
A102,面膜,cheap,many,1,,daily,perhaps,perhaps,often,XL-ish/,材质
A103,,10,5,1,,repeat soon,,,,,
,无货号,1,1,,,,,,,,
A104,精华,10,5,9,,repeat soon,,,,大/大/大,材质
A105,乳液,10,5,9,,,,,,,
""",
    "prompts/suggest.md": """\
---
id: other
version: one
changed: yesterday
temperature: hot
colour: red
placeholders: question, weather
---
## system
$question $nobody costs 5 $ today
## manners
""",
    "prompts/bare.md": "no front matter at all\n",
}
"""Files with everything wrong that each kind can have."""

OF_THE_SHOP = (
    SHIPPING,
    HOSTILE,
    *BROKEN.values(),
    *BROKEN,
    "how soon do you ship does it sting on very dry skin? Within 48 hours. It is mild. It is mild.",
    "how soon do you ship what day does it leave",
    "Face cream 50 ml Cleansing foam",
    "no sure match no entry is sure",  # reasons of the tests, which no part of the program gives
    *SECTIONS,  # the groups of the file of promises
    "send NAME note TEXT snooze until shown on air give back asks for a person",  # as the files write it
)
"""What viewers and staff typed, which stays as it is."""


class Visible(HTMLParser):
    """The texts of a page that a person sees, hears or is shown when pointing; not code, nor keys to press."""

    SILENT = frozenset({"script", "style", "code", "kbd", "template", "head"})
    SAID = ("title", "aria-label", "placeholder", "alt", "data-said")
    EMPTY = frozenset({"br", "input", "img", "meta", "link", "hr", "col", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY:
            self._open.append(tag)
        self.texts += [value for name, value in attrs if name in self.SAID and value]

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.SILENT & set(self._open) and data.strip():
            self.texts.append(" ".join(data.split()))


ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[ ,;:]+[a-z][A-Za-z'’]*){2,}")
"""Three words in a row: no name, key or unit is so long."""
KEPT = re.compile(
    r"[\w.\-]+\.(?:md|txt|csv|toml|db)|https?://\S+|\[\[?\w+\]\]?|--?\w[\w-]*|\{[^}]*\}|\w+\.\w+|<!--.*?-->"
)


def english_in(html: str) -> Iterator[str]:
    """Return the English phrases that a reader sees in a page and nobody of the shop has typed."""
    page = Visible()
    page.feed(html)
    for text in page.texts:
        for found in ENGLISH.finditer(KEPT.sub("·", text)):
            if not any(found[0] in typed for typed in OF_THE_SHOP):
                yield f"{found[0]!r} in {text[:160]!r}"


def test_the_search_finds_what_a_reader_would_see() -> None:
    page = '<p title="Show the file">好 <code>run the bot now</code><script>var a b</script> is not known here</p>'
    assert [one.partition(" in ")[0] for one in english_in(page)] == ["'Show the file'", "'is not known here'"]
    assert list(english_in("<p>见 docs/settings.md，Face cream 50 ml</p>")) == []


async def walked(shop: Shop, stands_for: dict[str, str], boss: Browser) -> list[str]:
    """Return the English that stands on any page in Chinese."""
    found: list[str] = []
    for path in [*await addresses(shop.desk, stands_for, boss), f"/?case={stands_for['case']}", "/nowhere"]:
        response = await boss.get(path, **CHINESE)
        found += [f"{path}: {one}" for one in english_in(await response.text())]
    stranger = await shop.stranger()
    for path in (*SIGNED_OUT, await shop.console.invite("agent")):
        response = await stranger.session.get(path, headers=CHINESE)
        found += [f"{path}: {one}" for one in english_in(await response.text())]
    return found


async def test_no_page_says_an_english_sentence_to_a_chinese_reader(shop: Shop, tmp_path: Path) -> None:
    stands_for, files = await full_shop_with_files(shop)
    for name, text in BROKEN.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "faq" / "latin.md").write_bytes("## caf\xe9\n\nja\n".encode("latin-1"))
    files.load()
    assert len(files.problems) > 60, "every kind of mistake is found"
    by_name = {Path(problem.path).name for problem in files.problems}
    assert {Path(name).name for name in BROKEN} | {"latin.md"} <= by_name
    refusal = refused_at_the_door(parse(":server 474 bot #shop :Cannot join channel"))
    assert isinstance(refusal, Refusal)
    lost = Link(
        "waiting", why_lost(ConnectionRefusedError(111, "Connect call failed")), datetime(2026, 12, 1, tzinfo=UTC)
    )
    rooms = [
        RoomView(ROOM, "irc", "auto", Link("refused", refusal.what.filled(nick="bot", channel="#shop"))),
        RoomView("evening", "practice", "silent", lost),
    ]
    shop.desk = replace(shop.desk, rooms=lambda: rooms)
    shop.console = await shop.stack.enter_async_context(Console(shop.desk))
    found = await walked(shop, stands_for, await shop.member("Boss", "admin"))
    assert not found, "\n".join(found)


SETTINGS = {
    "broken": "[shop\nname = 1\n",
    "of no kind": '[shop]\nname = 5\ntimezone = "Asia/Shanghia"\nlanguage = "zh"\n[[rooms]]\nplatform = "twich"\n',
    "out of bounds": """\
[shop]
prompts = 7
[faq]
promise = "often"
said_together_s = -1
[guard]
records_years = 99
[console]
listen = "here"
hosts = ["https://desk.example"]
proxies = ["0.0.0.0/0", "nowhere"]
capacity = 0
claim_s = 3
[model]
provider = "opnai"
calls_per_day = "many"
[store]
url = "mysql://x"
[orders]
listen = "8789"
brushing = [""]
[[rooms]]
name = ""
platform = "tiktok"
port = 99999
""",
    "at odds": """\
[console]
listen = "0.0.0.0:8787"
tls_cert = "cert.pem"
[model]
base_url = "127.0.0.1"
api_key_env = "NOBODY_SET_THIS"
money_per_day = 5
[[model.fallback]]
name = "x"
[orders]
listen = "127.0.0.1:8789"
shopify_secret_env = "NOBODY_SET_THIS_EITHER"
[tiers]
active_days = 300
silent_days = 30
low_active_m = -1
[meaning]
source = "endpoint"
base_url = "there"
api_key_env = "NOBODY_SET_THIS"
[[rooms]]
name = "a"
platform = "irc"
url = "http://x"
[[rooms]]
name = "a"
platform = "twitch"
token_env = "NOBODY_SET_THIS"
""",
}


@pytest.mark.parametrize("of", SETTINGS)
def test_what_is_wrong_in_the_settings_is_told_in_chinese(of: str, tmp_path: Path) -> None:
    path = tmp_path / "bot.toml"
    path.write_text(SETTINGS[of], "utf-8")
    _, problems = load_settings(path, tmp_path)
    assert problems
    for problem in problems:
        assert re.search("[\u4e00-\u9fff]", problem.what.zh), problem
        assert list(english_in(f"<p>{escape(problem.told('zh'))}</p>")) == []


async def test_the_record_of_acts_is_read_in_chinese(shop: Shop) -> None:
    boss, case = await shop.member("Boss", "admin"), await shop.asked("还有吗")
    now = shop.now()
    for act, target, detail, was, became in (
        ("snooze", "", "until 20:15:00 UTC, until A101 is shown", "", ""),
        ("away", "Tom", "2 cases given back", "", ""),
        ("faq recall", "ship-when", "", "48 小时内发货", "a person answers"),
        ("orders import", "3 orders", "2 new, 1 kept out", "", ""),
        ("faq publish", "drafts", "added a, b; changed c", "", ""),
        ("faq teach", "q-4a06", "case 5 faq/learned.md:1 added q-4a06", "", ""),
        ("resolve", "", "answered", "", ""),
        ("mode", ROOM, "", "auto", "suggest-only"),
        ("step", ROOM, "", "normal", "people-only"),
        ("note", f"case {case}", "until tomorrow is shown", "", ""),
    ):
        await shop.store.audit("Boss", act, target or f"case {case}", detail, now, was=was, became=became)
    response = await boss.get("/audit", **CHINESE)
    page = await response.text()
    for told in (
        "到 20:15:00 UTC，等 A101 上屏",
        "交回 2 个问题",
        "→ 由人工回答",
        "3 笔订单",
        "问题 5 faq/learned.md:1 新增 q-4a06",
        "已回答",
        "自动 → 仅建议",
        "正常 → 仅人工",
        f">问题 {case}<",
    ):
        assert told in page
    assert "until tomorrow is shown" in page, "what somebody typed stays as it is"
    assert f"/audit?target=case+{case}" in page.replace("%20", "+"), "the link finds what is kept"
    english = await (await boss.get("/audit", **{"Accept-Language": "en"})).text()
    assert "until 20:15:00 UTC, until A101 is shown" in english


async def test_what_is_refused_is_refused_in_chinese(shop: Shop, tmp_path: Path) -> None:
    await full_shop_with_files(shop)
    boss, looker = await shop.member("Boss", "admin"), await shop.member("Ann", "viewer")
    other = {
        "title": "",
        "question": "x",
        "phrasings": "`*`\n" + "y" * 300,
        "wordings": "{prise:A1}",
        "lang": "english",
    }
    own = {"Sec-Fetch-Site": "same-origin"}
    found: list[str] = []
    for browser, path, form, sent in (
        (looker, "/cases/1/claim", {}, own),
        (looker, "/audit", None, own),
        (boss, "/cases/1/claim", {}, {"Sec-Fetch-Site": "cross-site"}),
        (boss, "/cases/1/reply", {"text": "x"}, own),
        (boss, "/rooms/mode", {"room": "nowhere", "mode": "loud"}, own),
        (boss, "/staff", {"role": "king"}, own),
        (boss, "/faq/entries/ship-when/edit", {**other, "do": "look"}, own),
        (boss, "/faq/new", {**other, "do": "save", "file": "../x.md"}, own),
        (boss, "/faq/entries/nothing-such/edit", None, own),
        (boss, "/livez", {}, own),
    ):
        headers = {**CHINESE, **sent}
        way = (
            browser.session.get(path, headers=headers)
            if form is None
            else browser.session.post(path, data=form, headers=headers)
        )
        async with way as response:
            page = await response.text()
            found += [f"{path}: {response.status}: {one}" for one in english_in(page)]
            assert response.status >= 400 or "edit" in path, path
    assert not found, "\n".join(found)

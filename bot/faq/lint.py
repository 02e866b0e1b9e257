"""What may be wrong with an FAQ although every file of it can be read: said before the show, not in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.catalog import Catalog
from bot.faq.amounts import amounts
from bot.faq.entries import Entry, Faq, variables
from bot.faq.hidden import Hidden, hidden, ways_of
from bot.faq.match import Matcher
from bot.faq.overlaps import contradictions, lost_phrasings, near_duplicates, over, same_words, warning
from bot.guard import Guard, Words
from bot.languages import Both, same
from bot.problems import Problem
from bot.text import language_of

SOON = timedelta(days=3)
FEW = 5
"""Ways of asking, the question included, from which on the matcher is sure far more often."""
ENOUGH_TO_TELL = 3
"""With fewer ways of asking, that none finds the others says nothing."""
NAMED = 8
"""Entries that a summary names; it counts the rest."""
LANGUAGES = {"zh": Both("Chinese", "中文"), "en": Both("English", "英文")}


@dataclass(frozen=True, slots=True)
class Line:
    """How much one line of a platform takes."""

    room: str
    longest: int
    in_bytes: bool = False
    cuts: bool = True
    """Whether what is longer goes out as several lines; otherwise it is refused."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What a shop's FAQ must fit."""

    catalog: Catalog
    today: date
    languages: Sequence[str] = ()
    scenes: Collection[str] = ()
    """Names of the scenes that rooms play."""
    lines: Collection[Line] = ()
    names: int = 0
    """Room that a viewer's name takes in front of an answer."""
    words: Words = field(default_factory=Words)
    """What the shop forbids and allows beside the law."""


def look_over(faq: Faq, matcher: Matcher, shop: Shop) -> Mapping[str, list[Problem]]:
    """Look for everything this module knows; the problems by what they have in common, in words."""
    asked = hidden(faq, matcher)
    products = {name for p in shop.catalog.values() for name in (p.names.title, *p.names.tags) if len(name) > 1}
    found = {
        "answers with signs of the file in them": misread(faq),
        "answers that may not be said": unsayable(faq, Guard.of(shop.catalog, shop.words)),
        "answers that contradict each other": contradictions(faq, asked, shop.today, products),
        "prices that are not the catalogue's": other_prices(faq, shop.catalog),
        "the same words in two entries": same_words(faq),
        "two entries that ask almost the same": near_duplicates(asked, products),
        "phrasings that another entry would win": lost_phrasings(faq, asked),
        "out of date": out_of_date(faq, shop.today),
        "values the catalogue does not have": unfilled(faq, shop.catalog),
        "too long for a room": too_long(faq, shop),
        "scenes that no room plays": unknown_scenes(faq, shop.scenes),
        "a language left out": missing_languages(faq, shop.languages),
        "too few ways of asking": few_phrasings(faq),
        "found by nothing but their exact words": never_found(faq, asked),
    }
    return {kind: problems for kind, problems in found.items() if problems}


def other_prices(faq: Faq, catalog: Catalog) -> list[Problem]:
    """Find answers about one product that write a price themselves, and another one than the catalogue's."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        product = catalog.get(entry.products[0]) if len(entry.products) == 1 else None
        if product is None or product.price is None:
            continue
        for amount in (amount for wording in entry.wordings for amount in amounts(wording)):
            if (amount.unit, amount.about) == ("amount", "the price") and amount.low != float(product.price):
                what = Both(
                    f'"{entry.question}" says {amount.written}; the catalogue says {product.price_text}.',
                    f"「{entry.question}」写的是 {amount.written}，商品目录里是 {product.price_text}。",
                )
                fix = Both(
                    f"Write {{price:{product.sku}}}: it is filled in when the answer is sent.",
                    f"请写 {{price:{product.sku}}}，发送时会自动填上价格。",
                )
                found.append(warning(entry.path, entry.answer_line, what, fix))
    return found


def out_of_date(faq: Faq, today: date) -> list[Problem]:
    """Find entries that have run out or soon will."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        if over(entry, today):
            what, fix = (
                Both(
                    f'"{entry.question}" ran out on {entry.valid_to}.',
                    f"「{entry.question}」已于 {entry.valid_to} 过期。",
                ),
                Both("Set a new valid: or delete the entry.", "请更新 valid:，或删掉这条问答。"),
            )
            found.append(warning(entry.path, entry.line, what, fix))
        elif entry.valid_to is not None and entry.valid_to <= today + SOON:
            what, fix = (
                Both(
                    f'"{entry.question}" runs out on {entry.valid_to}.',
                    f"「{entry.question}」将于 {entry.valid_to} 过期。",
                ),
                Both("Set a new valid: if it still holds.", "如果仍然有效，请更新 valid:。"),
            )
            found.append(warning(entry.path, entry.line, what, fix))
    return found


def too_long(faq: Faq, shop: Shop) -> list[Problem]:
    """Find answers that do not fit into one line of a room once a viewer's name stands in front."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for wording in entry.wordings:
            text = _filled_long(wording, shop.catalog)
            for line in shop.lines:
                size = (len(text.encode()) if line.in_bytes else len(text)) + shop.names
                if size > line.longest:
                    over = (
                        Both("goes out in several lines", "会拆成几条发出")
                        if line.cuts
                        else Both("is refused", "会被平台拒绝")
                    )
                    unit = (
                        Both("bytes (a Chinese character is 3)", "字节（一个汉字 3 字节）")
                        if line.in_bytes
                        else Both("characters", "字")
                    )
                    what = Both(
                        f'"{entry.question}": with a name it has {size} {unit} and {over} in {line.room}.',
                        f"「{entry.question}」：加上观众名字有 {size} {unit.zh}，在 {line.room} {over.zh}。",
                    )
                    fix = Both(
                        f"Say it in {line.longest - shop.names} or fewer.",
                        f"请控制在 {line.longest - shop.names} 以内。",
                    )
                    found.append(warning(entry.path, entry.answer_line, what, fix))
                    break
    return found


def _filled_long(wording: str, catalog: Catalog) -> str:
    """Fill in the longest that each variable may become."""
    longest = max((len(product.title) for product in catalog.values()), default=20)
    for written, variable in variables(wording):
        if variable is not None:
            product = catalog.get(variable.sku)
            title = product.title if product is not None else "字" * longest
            wording = wording.replace(written, title if variable.field == "title" else "¥999.99")
    return wording


def unfilled(faq: Faq, catalog: Catalog) -> list[Problem]:
    """Find variables that the catalogue knows and has no value for: such an answer is never sent."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for written, variable in (pair for wording in entry.wordings for pair in variables(wording)):
            product = catalog.get(variable.sku) if variable is not None else None
            if variable is None or product is None:
                continue
            missing = {
                "price": None if product.price_text else Both("has no price", "没有价格"),
                "stock": Both("has no stock left", "库存为零")
                if product.stock == 0
                else Both("has no stock said", "没有写库存")
                if product.stock is None
                else None,
                "link": Both("has no link number", "没有链接号") if product.link_no is None else None,
            }.get(variable.field)
            if missing:
                what = Both(
                    f"{written}: {product.sku} {missing}, so this answer is not sent and staff get the question.",
                    f"{written}：{product.sku} {missing.zh}，所以这条回答不会发出，问题交给人工。",
                )
                fix = Both(
                    "Fill it in in the catalogue, or word the answer without it.",
                    "请在商品目录里补上，或换一种不用它的说法。",
                )
                found.append(warning(entry.path, entry.answer_line, what, fix))
    return found


_NO_ANSWER = re.compile(
    r"<!-|-->|^\s*(?:[－—–•·＊]\s*|[-*+](?=\S))[^\W\d_]"
    r"|^(?:then|valid|products|lang|scene|mode)\s*[:：]\s*\S",
    re.IGNORECASE,
)
"""What nobody says in a room: a list or a key with a sign that was mistyped, and would be read aloud."""


def misread(faq: Faq) -> list[Problem]:
    """Find phrasings and keys that became part of an answer because a sign was mistyped."""
    fix = Both(
        'Phrasings begin with "- " (a blank after the dash), keys stand between <!-- and -->.',
        "问法以「- 」开头（短横后有空格），设置写在 <!-- 和 --> 之间。",
    )
    return [
        warning(
            entry.path,
            line,
            Both(
                f'the answer has "{sign.group().strip()[:20]}" in it, as phrasings or keys do.',
                f"回答里有「{sign.group().strip()[:20]}」，像是问法或设置写错了位置。",
            ),
            fix,
        )
        for entry in faq.entries.values()
        for wording, line in zip(entry.wordings, entry.wording_lines, strict=True)
        if (sign := _NO_ANSWER.search(wording))
    ]


def unsayable(faq: Faq, guard: Guard) -> list[Problem]:
    """Find answers that the guard would stop, in any of their wordings, with a wording that would pass."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for wording, line in zip(entry.wordings, entry.wording_lines, strict=True):
            verdict = guard.verdict(wording)
            if not verdict.allowed:
                what = Both(
                    f"the guard would stop this answer: {verdict.why}.", f"合规检查会拦下这条回答：{verdict.why.zh}。"
                )
                fix = (
                    Both(f"This may be said: {verdict.rewrite}", f"可以这样说：{verdict.rewrite}")
                    if verdict.rewrite
                    else Both("Word it otherwise.", "请换一种说法。")
                )
                found.append(Problem(entry.path, line, what, fix))
    return found


def missing_languages(faq: Faq, languages: Sequence[str]) -> list[Problem]:
    """Find files that serve viewers of one language only in part, and languages the whole FAQ leaves out."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in faq.entries.values():
        files[entry.path].append(entry)
    spoken = {entry.id: {language_of(way.text) for way in ways_of(entry)} for entry in faq.entries.values()}
    found: list[Problem] = []
    for language in languages:
        name = LANGUAGES.get(language) or same(language)
        for path, entries in files.items():
            lacking = [entry for entry in entries if language not in spoken[entry.id]]
            # A file in one language throughout was meant so.
            if lacking and 2 * len(lacking) <= len(entries):
                some = _some(lacking)
                what = Both(
                    f"{some} cannot be asked in {name}, as the file's others can.",
                    f"{some.zh} 没有{name.zh}问法，而文件里其他问答都有。",
                )
                fix = Both(f"Add a phrasing in {name}.", f"请补一个{name.zh}问法。")
                found.append(warning(path, lacking[0].line, what, fix))
        if len(languages) > 1 and faq.entries and not any(language in said for said in spoken.values()):
            what = Both(
                f"shop.languages names {name}, but no entry can be asked in it.",
                f"shop.languages 里写了{name.zh}，却没有一条问答有{name.zh}问法。",
            )
            fix = Both(
                f"Add phrasings in {name}, or take it out of shop.languages.",
                f"请补上{name.zh}问法，或从 shop.languages 里去掉。",
            )
            found.append(warning(next(iter(faq.entries.values())).path, 0, what, fix))
    return found


def few_phrasings(faq: Faq) -> list[Problem]:
    """Find files with entries that have too few ways of asking; one warning a file."""
    few: dict[str, list[Entry]] = defaultdict(list)
    for variants in faq.topics.values():
        if len({way.plain for entry in variants for way in ways_of(entry)}) < FEW:
            few[variants[0].path].append(variants[0])
    fix = Both(
        "Add ways of asking as viewers type them: the bot is sure far more often with five or more.",
        "按观众的打字习惯多写几种问法：满五种，机器人认得准得多。",
    )
    return [
        warning(
            path, entries[0].line, _of(Both(f"fewer than {FEW} ways of asking", f"问法少于 {FEW} 种"), entries), fix
        )
        for path, entries in few.items()
    ]


def never_found(faq: Faq, asked: Sequence[Hidden]) -> list[Problem]:
    """Find answers that only their own exact words would find; one warning a file."""
    heard, own = Counter(one.topic for one in asked), Counter(one.topic for one in asked if one.winner == one.topic)
    lonely: dict[str, list[Entry]] = defaultdict(list)
    for topic, variants in faq.topics.items():
        if variants[0].answer and heard[topic] >= ENOUGH_TO_TELL and not own[topic]:
            lonely[variants[0].path].append(variants[0])
    what = Both(
        "found only by its exact words, as no phrasing leads to another",
        "只有一字不差才找得到，各问法之间没有共同用词",
    )
    fix = Both("Add phrasings that share words with each other.", "请补充彼此有共同用词的问法。")
    return [warning(path, entries[0].line, _of(what, entries), fix) for path, entries in lonely.items()]


def unknown_scenes(faq: Faq, scenes: Collection[str]) -> list[Problem]:
    """Find entries for a scene that no room ever plays."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        if entry.scene and entry.scene not in scenes:
            what = Both(
                f'scene is "{entry.scene}", which no room plays; the entry never answers.',
                f"scene 写的是「{entry.scene}」，没有直播间使用这个场景，这条问答永远不会回答。",
            )
            fix = Both("Correct the name, or take the line out.", "请改正名称，或删掉这一行。")
            found.append(warning(entry.path, entry.line, what, fix))
    return found


def _of(what: Both, entries: Sequence[Entry]) -> Both:
    """Say something of some entries."""
    some = _some(entries)
    return Both(f"{what}: {some}.", f"{what.zh}：{some.zh}。")


def _some(entries: Sequence[Entry]) -> Both:
    ids, more = [entry.id for entry in entries[:NAMED]], len(entries) - NAMED
    en, zh = ", ".join(ids), "、".join(ids)
    return Both(f"{en} and {more} more", f"{zh} 等 {len(entries)} 条") if more > 0 else Both(en, zh)

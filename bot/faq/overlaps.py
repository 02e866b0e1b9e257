"""Entries that stand in each other's way: the same words, almost the same question, answers that disagree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from bot.faq.amounts import amounts, differing
from bot.faq.entries import SCREEN, Entry, Faq, variables
from bot.faq.hidden import Hidden, Way, topics_of, ways_of
from bot.languages import Both
from bot.problems import Problem

READS_THE_SAME = 92
READS_ALIKE = 80
"""Of 100: phrasings with so many letters in common ask the same; above the second, if only light words differ."""
LANGUAGES = ("zh", "en")

_LIGHT_ZH = frozenset(
    "的地得吗呢了么啊呀吧是有没能会可以怎样什多少几天久时候下单后我你您们这那个就还都给在请问想到如何主播亲啥咋"
)
_LIGHT_EN = frozenset((
    "a", "an", "the", "is", "are", "do", "does", "did", "can", "could", "will", "would", "i", "we", "you", "u", "my",
    "your", "it", "its", "this", "that", "to", "of", "for", "in", "on", "how", "what", "when", "which", "please",
    "any", "there", "be", "get", "have", "soon", "long", "many", "much",
))  # fmt: skip
"""Words that may differ between two phrasings of one question."""
_ASKS_FOR = (
    (
        "time",
        re.compile(r"几天|几点|几号|几时|多久|多长时间|什么时候|啥时候|\bhow (?:long|soon|many days)\b|\bwhen\b"),
    ),
    ("amount", re.compile(r"多少|几块|几元|\bhow (?:much|many)\b")),
    ("place", re.compile(r"哪里|哪儿|在哪|从哪|\bwhere\b")),
    ("way", re.compile(r"怎么|怎样|如何|咋|\bhow\b")),
    ("which", re.compile(r"哪|什么|啥|\bwhich\b|\bwhat\b")),
)


def same_words(faq: Faq) -> list[Problem]:
    """Find phrasings that stand in two topics: only the first ever gets the question."""
    topics, found = topics_of(faq), list[Problem]()
    first: dict[str, Way] = {}
    for entry in faq.entries.values():
        for way in ways_of(entry):
            other = first.setdefault(way.plain, way)
            if topics[other.entry.id] != topics[entry.id]:
                winner = other.entry
                what = Both(
                    f'"{way.text}" belongs to {entry.id}, but {winner.id} ({other.where}) has it too and wins it.',
                    f"「{way.text}」属于 {entry.id}，但 {winner.id}（{other.where}）也有，会由后者回答。",
                )
                found.append(
                    warning(
                        entry.path, way.line, what, Both("Take it out of one of the two.", "请从其中一条里删掉。")
                    )
                )
    for variants in faq.topics.values():
        for one, again in combinations(variants, 2):
            if _conditions(one) == _conditions(again):
                what = Both(
                    f'"{again.question}" is answered by {one.id} ({_where(one)}) already, whenever it is asked.',
                    f"「{again.question}」已由 {one.id}（{_where(one)}）回答，任何时候都轮不到这一条。",
                )
                fix = Both(
                    "Delete one of the two, or say when it holds: valid:, products: or scene:.",
                    "删掉其中一条，或用 valid:、products:、scene: 写明何时适用。",
                )
                found.append(warning(again.path, again.line, what, fix))
    return found


def lost_phrasings(faq: Faq, asked: Iterable[Hidden]) -> list[Problem]:
    """Find phrasings so near to another entry that it wins them when they are worded a little otherwise."""
    found: list[Problem] = []
    for one in asked:
        twice = any(way.plain == one.way.plain for way, _, _ in one.alike)  # said by `same_words`
        if one.sure and not twice and one.winner not in ("", one.topic):
            winner = faq.entries[one.winner]
            what = Both(
                f'"{one.way.text}" belongs to {one.topic}, but whoever words it a little differently'
                f" gets {one.winner} ({_where(winner)}).",
                f"「{one.way.text}」属于 {one.topic}，但说法稍有不同，得到的就是 {one.winner}（{_where(winner)}）。",
            )
            fix = Both(
                f"Add phrasings like it to {one.topic}, or move it to {one.winner}.",
                f"给 {one.topic} 补充类似的问法，或把它移到 {one.winner}。",
            )
            found.append(warning(one.way.entry.path, one.way.line, what, fix))
    return found


def near_duplicates(asked: Iterable[Hidden], products: Collection[str]) -> list[Problem]:
    """Find two entries that ask almost the same; each pair once. `products` are what viewers call them."""
    pairs: dict[tuple[str, str], tuple[float, Way, Way]] = {}
    for one in asked:
        for way, topic, likeness in one.alike:
            if way.plain == one.way.plain or not _same_question(one.way, way, likeness, products):
                continue
            if not _meet(one.way.entry, way.entry) or one.way.entry.then != way.entry.then:
                continue
            pair = (min(one.topic, topic), max(one.topic, topic))
            if likeness > pairs.get(pair, (0.0, way, way))[0]:
                pairs[pair] = (likeness, one.way, way)
    found: list[Problem] = []
    for _, one_way, other in pairs.values():
        there = f"{other.entry.id}, {other.where}"
        what = Both(
            f'"{one_way.text}" ({one_way.entry.id}) asks almost what "{other.text}" does ({there}).',
            f"「{one_way.text}」（{one_way.entry.id}）与「{other.text}」（{there}）问的几乎一样。",
        )
        fix = Both(
            "Make one entry of the two, or take the phrasing out of one.",
            "请合并成一条，或从其中一条里删掉这个问法。",
        )
        found.append(warning(one_way.entry.path, one_way.line, what, fix))
    return found


def contradictions(faq: Faq, asked: Iterable[Hidden], today: date, products: Collection[str]) -> list[Problem]:
    """Find answers that give different prices, times or shares to what is nearly the same question."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for one_wording, other_wording in combinations(entry.wordings, 2):
            if differ := differing(amounts(one_wording), amounts(other_wording)):
                what = Both(
                    f'one wording of {entry.id} says "{differ[0].written}", another "{differ[1].written}".',
                    f"{entry.id} 的一种说法写「{differ[0].written}」，另一种写「{differ[1].written}」。",
                )
                found.append(
                    warning(entry.path, entry.answer_line, what, Both("Correct one of the two.", "请改正其中一处。"))
                )
    for (one_id, other_id), same_question in _overlapping(faq, asked, products).items():
        one, other = faq.entries[one_id], faq.entries[other_id]
        if not (one.answer and other.answer and _meet(one, other)) or over(one, today) or over(other, today):
            continue
        if differ := differing(amounts(one.answer), amounts(other.answer), strict=not same_question):
            there = f"{other.path}:{other.answer_line}"
            what = Both(
                f'{one.id} says "{differ[0].written}", but {other.id} ({there}) says "{differ[1].written}".',
                f"{one.id} 写「{differ[0].written}」，而 {other.id}（{there}）写「{differ[1].written}」。",
            )
            found.append(
                warning(one.path, one.answer_line, what, Both("Correct one of the two.", "请改正其中一处。"))
            )
    return found


def _overlapping(faq: Faq, asked: Iterable[Hidden], products: Collection[str]) -> Mapping[tuple[str, str], bool]:
    """Return pairs of entries that speak of the same, and whether they are asked the same question."""
    place = {entry_id: number for number, entry_id in enumerate(faq.entries)}
    pairs: dict[tuple[str, str], bool] = {}

    def overlap(one: str, other: str, same_question: bool) -> None:
        pair = (one, other) if place[one] < place[other] else (other, one)
        pairs[pair] = pairs.get(pair, False) or same_question

    for one in asked:
        for way, _, likeness in one.alike:
            if _same_question(one.way, way, likeness, products):
                overlap(one.way.entry.id, way.entry.id, True)
    for one_id, other_id in _by_meaning(asked):
        if not _apart(faq.entries[one_id], faq.entries[other_id], products):
            overlap(one_id, other_id, True)
    for one_id, other_id in _in_two_languages(faq):
        overlap(one_id, other_id, True)
    for together in _same_product(faq).values():
        for one_id, other_id in combinations(together, 2):
            overlap(one_id, other_id, False)
    topics = topics_of(faq)
    return {(a, b): same for (a, b), same in pairs.items() if topics[a] != topics[b] or _conditions(faq.entries[a])
            == _conditions(faq.entries[b])}  # fmt: skip


def _same_question(one: Way, other: Way, likeness: float, products: Collection[str]) -> bool:
    """Return whether two phrasings that read alike ask the same: 面膜 and 发膜 share most letters, too."""
    if likeness < READS_ALIKE or _named(one.plain, products) != _named(other.plain, products):
        return False
    mine, theirs = _asks_for(one.plain), _asks_for(other.plain)
    if mine and theirs and mine != theirs:
        return False
    return likeness >= READS_THE_SAME or _differ_lightly(one.plain, other.plain)


def _asks_for(plain: str) -> str:
    return next((what for what, words in _ASKS_FOR if words.search(plain)), "")


def _differ_lightly(one: str, other: str) -> bool:
    if one.isascii() and other.isascii():
        return set(one.split()) ^ set(other.split()) <= _LIGHT_EN
    mine, theirs = Counter(one), Counter(other)
    return {c for c in (mine - theirs) + (theirs - mine) if not c.isspace()} <= _LIGHT_ZH


def _apart(one: Entry, other: Entry, products: Collection[str]) -> bool:
    """Return whether two entries are asked about different products."""
    mine, theirs = (frozenset().union(*(_named(w.plain, products) for w in ways_of(e))) for e in (one, other))
    return bool(mine or theirs) and not mine & theirs


def _named(plain: str, products: Collection[str]) -> frozenset[str]:
    return frozenset(name for name in products if name in plain)


def _by_meaning(asked: Iterable[Hidden]) -> Iterator[tuple[str, str]]:
    """Return topics whose questions another one would surely answer, most of them, if they were not there."""
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    heard: Counter[str] = Counter()
    for one in asked:
        heard[one.topic] += 1
        lost[one.topic][one.without] += 1
    for topic, others in lost.items():
        for other, times in others.items():
            if other and times >= 2 and 2 * times >= heard[topic]:
                yield topic, other


def _in_two_languages(faq: Faq) -> Iterator[tuple[str, str]]:
    """Return entries whose ids say that one is the other in another language: postage, en-postage."""
    for entry_id in faq.entries:
        for language in LANGUAGES:
            for other in (entry_id.removeprefix(f"{language}-"), entry_id.removesuffix(f"-{language}")):
                if other != entry_id and other in faq.entries:
                    yield other, entry_id


def _same_product(faq: Faq) -> Mapping[tuple[str, ...], list[str]]:
    products: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in faq.entries.values():
        named = entry.products or tuple(sorted({v.sku for _, v in variables(entry.answer) if v and v.sku != SCREEN}))
        if named:
            products[tuple(sorted(named))].append(entry.id)
    return products


def _meet(one: Entry, other: Entry) -> bool:
    """Return whether both may be in force at one moment."""
    apart = (
        (one.products and other.products and not set(one.products) & set(other.products))
        or (one.scene and other.scene and one.scene != other.scene)
        or (one.valid_to and other.valid_from and one.valid_to < other.valid_from)
        or (other.valid_to and one.valid_from and other.valid_to < one.valid_from)
    )
    return not apart


def _conditions(entry: Entry) -> tuple[object, ...]:
    return entry.products, entry.scene, entry.lang, entry.valid_from, entry.valid_to


def over(entry: Entry, today: date) -> bool:
    """Return whether an entry has run out."""
    return entry.valid_to is not None and entry.valid_to < today


def _where(entry: Entry) -> str:
    return f"{entry.path}:{entry.line}"


def warning(path: str, line: int, what: Both, fix: Both) -> Problem:
    """Return a problem that stops nothing."""
    return Problem(path, line, what, fix, "warning")

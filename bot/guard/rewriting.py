"""A compliant wording in the place of one that may not be said: what the shop meant, without what it may not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.guard.rules import RULES, Finding
from bot.guard.standing import CLAUSE_END
from bot.text import language_of

ROUNDS = 4
_DOUBLED = re.compile(r"([，。！？；、,!?;])[，。！？；、,!?;\s]+")
_HOW = re.compile("受欢迎|优质|很[一-鿿]{1,2}")
_WON = re.compile("(?:拿|得|获|夺|捧)(?:过|了|得|下|回)?$")
"""What is said of a prize, and of no quality."""
_AT_START = re.compile(r"^[\s，。！？；、,.!?;:：）)~～]+")


def rewrite(text: str, found: Sequence[Finding], check: Callable[[str], Sequence[Finding]]) -> str:
    """Return the text in words that pass, or nothing where too little of it would be left."""
    said, findings = text, list(found)
    for turn in range(ROUNDS):
        if not findings:
            break
        said = _tidied(_replaced(said, findings, clauses=turn > 0))
        findings = list(check(said))
    if findings or said == text or not _says_something(said, text):
        return ""
    return said


def _replaced(text: str, findings: Sequence[Finding], *, clauses: bool) -> str:
    """Put other words in the place of each finding; `clauses` takes the whole clause where words were not enough."""
    pieces: list[tuple[int, int, str]] = []
    worded = [one for one in findings if one.instead]
    for one in findings:
        if one.instead is None and not clauses and any(w.start <= one.start and one.end <= w.end for w in worded):
            continue  # the words for the longer piece are tried first
        instead = _fitting(text, one)
        if instead is None or (clauses and instead == ""):
            pieces.append((*_clause(text, one.start, one.end), RULES[one.rule].instead[language_of(text) == "en"]))
        else:
            pieces.append((one.start, one.end, instead))
    pieces.sort(key=lambda piece: (piece[0] - piece[1], piece[0]))  # the widest first
    kept: list[tuple[int, int, str]] = []
    for piece in pieces:
        if not any(piece[0] < other[1] and other[0] < piece[1] for other in kept):
            kept.append(piece)
    used: set[str] = set()
    for start, end, instead in sorted(kept):
        if len(instead) > 6 and instead in used:
            kept[kept.index((start, end, instead))] = (start, end, "")
        used.add(instead)
    for start, end, instead in sorted(kept, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _fitting(text: str, one: Finding) -> str | None:
    """Return what is said instead as it fits its place: 是受欢迎的; nobody wins a 受欢迎."""
    if one.instead is None or not _HOW.fullmatch(one.instead):
        return one.instead
    if _WON.search(text, 0, one.start):
        return None
    ends = one.end == len(text) or text[one.end] in "，。！？,.!? ~"
    return f"{one.instead}的" if ends and text[: one.start].endswith("是") else one.instead


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    first = 0
    for mark in CLAUSE_END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end:
            return first, mark.start()
    return first, len(text)


def _tidied(text: str) -> str:
    text = _DOUBLED.sub(lambda match: match.group(1), text)
    text = re.sub(r"[ \t]{2,}", " ", _AT_START.sub("", text))
    return text.strip().rstrip("，、,;；：:")


def _says_something(said: str, text: str) -> bool:
    """Return whether there is still a sentence: two characters, or a word, that were in the text or replace some."""
    letters = [char for char in said if unicodedata.category(char)[0] == "L"]
    return len(letters) >= 2 and len(said) >= min(4, len(text))

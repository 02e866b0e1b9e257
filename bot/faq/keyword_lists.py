"""Keyword lists of other chat tools, as JSON: words that were looked for, and what was said to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.faq.exchange import Row, Rows, phrasings_in
from bot.faq.tables import MOST_ROWS
from bot.languages import Both

QUESTION = ("question", "questions", "q", "ask", "问题", "问法")
KEYWORD = ("keyword", "keywords", "trigger", "triggers", "key", "keys", "关键词", "关键字", "触发词")
SAID = (
    "reply",
    "replies",
    "answer",
    "answers",
    "response",
    "responses",
    "a",
    "content",
    "回复",
    "回复内容",
    "答案",
    "回答",
)
INSIDE = ("rules", "data", "items", "list", "keywords", "replies", "关键词", "规则")
DEEPEST = 5

_EXPECTED = Both(
    'Known: {"word": "reply"}, or a list of {"keywords": ["word", …], "reply": "…"}; also inside "rules" or "data".',
    '可以写：{"词": "回复"}，或由 {"keywords": ["词", …], "reply": "…"} 组成的列表；也可放在 "rules" 或 "data" 里。',
)


def rows_of_json(text: str, path: str) -> Rows:
    """Read a keyword list of any of the usual shapes."""
    found = Rows(path)
    try:
        said = json.loads(text.removeprefix("\ufeff"), parse_constant=str)
    except json.JSONDecodeError as error:
        found.reject(
            error.lineno,
            Both(f"not readable as JSON: {error.msg}.", f"不是可读的 JSON：{error.msg}。"),
            Both("Export it again from the other tool.", "请从原来的工具重新导出。"),
        )
        return found
    except (RecursionError, ValueError):
        found.reject(
            0,
            Both(
                "is no keyword list: it is nested too deep or has numbers too long.",
                "不是关键词列表：嵌套太深，或数字太长。",
            ),
            _EXPECTED,
        )
        return found
    items = _items(said)
    if items is None:
        holds = _named(said)
        what = Both(
            f"is no keyword list that is known; it holds {holds}.", f"不是认识的关键词列表，里面是{holds.zh}。"
        )
        found.reject(0, what, _EXPECTED)
        return found
    for number, (asked, answer, off) in enumerate(items, 1):
        _take(number, asked, answer, off, found)
        if number >= MOST_ROWS:
            found.reject(
                0,
                Both(f"more than {MOST_ROWS} items.", f"超过 {MOST_ROWS} 条。"),
                Both("Import the rest as a file of its own.", "其余的请另存一个文件导入。"),
            )
            break
    return found


def _take(number: int, asked: Any, answer: Any, off: bool, found: Rows) -> None:
    where = f"item {number}"
    ways, wordings = _ways(asked), _texts(answer)
    if off:
        found.reject(
            0,
            Both("is switched off.", "已停用。"),
            Both("Switch it on in the other tool, or leave it out.", "请在原来的工具里启用，或去掉它。"),
            where,
        )
    elif not ways or not wordings:
        missing = (
            Both("has no words to look for.", "没有关键词。")
            if not ways
            else Both("has no reply that is text.", "没有文字回复。")
        )
        found.reject(0, missing, _EXPECTED, where)
    else:
        cells = {"question": ways[0], "phrasings": "\n".join([*ways[1:], ""]), "answer": "\n---\n".join(wordings)}
        found.rows.append(Row(0, cells, where))


def _items(said: Any, depth: int = 0) -> Iterator[tuple[Any, Any, bool]] | None:
    """Return each item's words, its reply and whether it is switched off; None when the shape is unknown."""
    if isinstance(said, list):
        if said and all(isinstance(item, dict) for item in said) and any(_pair(item) for item in said):
            return (_pair(item) or (None, None, False) for item in said)
        return None
    if not isinstance(said, dict) or not said:
        return None
    if pair := _pair(said):
        return iter([pair])
    if depth < DEEPEST:
        for key, inner in said.items():
            if key.lower() in INSIDE and isinstance(inner, list | dict) and (found := _items(inner, depth + 1)):
                return found
    if all(_texts(value) for value in said.values()):
        return ((key, value, False) for key, value in said.items())
    return None


def _pair(item: Mapping[str, Any]) -> tuple[Any, Any, bool] | None:
    by_name = {key.strip().lower(): value for key, value in item.items()}
    if not any(name in by_name for name in (*QUESTION, *KEYWORD)) or not any(name in by_name for name in SAID):
        return None
    asked = [_first(by_name, QUESTION, _ways), _first(by_name, KEYWORD, _ways)]
    off = by_name.get("enabled") is False or by_name.get("active") is False or by_name.get("disabled") is True
    return [way for ways in asked for way in ways], _first(by_name, SAID, _texts), off


def _first(item: Mapping[str, Any], names: tuple[str, ...], read: Callable[[Any], list[str]]) -> list[str]:
    return next((texts for name in names if (texts := read(item.get(name)))), [])


def _ways(asked: Any) -> list[str]:
    """Return ways of asking: a list as it is, a text cut at / | and ；."""
    if isinstance(asked, str):
        return phrasings_in(asked)
    return _texts(asked)


def _texts(said: Any) -> list[str]:
    """Return a text, or a list of texts, without empty ones; nothing when it is anything else."""
    texts = said if isinstance(said, list) else [said]
    if not all(isinstance(text, str) for text in texts):
        return []
    return [text.strip() for text in texts if text.strip()]


def _named(said: Any) -> Both:
    """Say what a JSON document holds, shortly."""
    if isinstance(said, dict):
        names = ", ".join(json.dumps(key, ensure_ascii=False)[:40] for key in list(said)[:5])
        return Both(f"an object with {names}", f"含 {names} 的对象") if names else Both("an empty object", "空对象")
    if isinstance(said, list):
        if not said:
            return Both("an empty list", "空列表")
        first = _named(said[0])
        return Both(f"a list of {len(said)}, the first {first}", f"{len(said)} 项的列表，第一项是{first.zh}")
    return {
        str: Both("a text", "一段文字"),
        bool: Both("true or false", "true 或 false"),
        type(None): Both("nothing", "空值"),
    }.get(type(said), Both("a number", "一个数"))

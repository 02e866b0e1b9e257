"""What the program says to people is worded in both languages, and nobody is told a text that has only one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).parents[1] / "bot"
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")
ENGLISH_MARK = re.compile(r"[\u4e00-\u9fff] *[,;:?!](?![\w\"])|[\u4e00-\u9fff]\.(?:$| )")
TAKES_BOTH = {"Problem": (2, 3), "ActRefused": (0, 1), "LoginRefused": (1, 2), "EditRefused": (0,), "NoMeaning": (0,),
              "ConnectionFailed": (0,), "ModelFailed": (1,), "Refusal": (0, 1)}  # fmt: skip
"""Where those that are told to people take the texts, counted from 0."""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def literal(node: ast.expr) -> str:
    """Return the words of a text as they stand in the code, without what is put in."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"{\w+}", "", text)
        case ast.JoinedStr(values=values):
            return "".join(map(literal, values))
        case ast.FormattedValue():
            return "0"
        case _:
            return ""


def made_in(tree: ast.AST) -> Iterator[tuple[int, ast.expr, ast.expr]]:
    for name, call in calls(tree):
        if name in ("Both", "Reason") and len(call.args) == 2 and not isinstance(call.args[0], ast.Starred):
            yield call.lineno, call.args[0], call.args[1]


def wrong_in(source: str) -> Iterator[str]:
    """Return what is amiss with the texts made in a piece of code."""
    tree = ast.parse(source)
    for line, en, zh in made_in(tree):
        if LATIN.search(literal(en)) and not HAN.search(literal(zh)) and literal(en) != literal(zh):
            yield f"{line}: no Chinese"
        if HAN.search(literal(en)) and LATIN.search(literal(en)) is None:
            yield f"{line}: no English"
        if ENGLISH_MARK.search(literal(zh)):
            yield f"{line}: a mark of the other language"
    for name, call in calls(tree):
        for place in TAKES_BOTH.get(name, ()):
            given = call.args[place] if place < len(call.args) else None
            if isinstance(given, ast.Constant | ast.JoinedStr):
                yield f"{call.lineno}: {name} is given a text in one language"


def test_every_text_is_in_both_languages() -> None:
    modules = {path: path.read_text("utf-8") for path in sorted(BOT.rglob("*.py"))}
    assert [f"{path}:{wrong}" for path, source in modules.items() for wrong in wrong_in(source)] == []


def test_the_search_finds_what_is_amiss() -> None:
    for written in (
        'Problem(path, 3, f"no {x}.", fix)', 'ActRefused(what, "Write one.")', 'Both("no answer.", "no answers.")',
        'Both("no answer, none.", "没有回答, 没有。")',
    ):  # fmt: skip
        assert len(list(wrong_in(written))) == 1, written
    assert list(wrong_in('Problem(path, 3, Both(f"no {x}.", f"没有{x}。"))')) == []

"""What a prompt shows a model as an example of wording: it must be sayable, for models copy what they are shown."""

from __future__ import annotations

import re

from bot.guard import Guard
from bot.languages import Both
from bot.problems import Problem

_QUOTED = re.compile('[“"「『]([^”"」』“「『\n]{4,200})[”"」』]')
_FORBIDS = re.compile(
    r"不(?:要|能|得|可|许)|别|禁|勿|避免|\b(?:no|not|never|don't|avoid|without|nothing|promises nothing)\b",
    re.IGNORECASE,
)


def unsayable_examples(text: str, path: str, guard: Guard) -> list[Problem]:
    """Find quoted wordings of a prompt that the guard would stop; where a line forbids them, they belong there."""
    found: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if _FORBIDS.search(line):
            continue
        for quoted in _QUOTED.finditer(line):
            verdict = guard.verdict(quoted.group(1))
            if not verdict.allowed:
                example = quoted.group(1)[:40]
                what = Both(
                    f"the example “{example}” could never be said: {verdict.why}.",
                    f"例子“{example}”不能说出口：{verdict.why.zh}。",
                )
                fix = (
                    Both(f"Show this: {verdict.rewrite}", f"请改成：{verdict.rewrite}")
                    if verdict.rewrite
                    else Both("Show another wording.", "请换一个例子。")
                )
                found.append(Problem(path, number, what, fix, "warning"))
    return found

"""Reasons: each is worded once, in both languages, and what was kept is found again."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import reasons
from bot.customers.links import Grade, Link, Verdict, judged
from bot.guard import RULES, Finding
from bot.guard.rules import HOUSE, cited, retold
from bot.product_questions.asks import FACT_KEYS, TO_PERSON
from bot.reasons import BOTH, KNOWN, Reason, read, told

BOT = Path(__file__).parents[1] / "bot"
TEMPLATES = [reason for reason in KNOWN if "{" in reason]
HAN = re.compile(r"[\u4e00-\u9fff]")
REASON_AT = {
    "Ignore": (0,), "Suggest": (0,), "Escalate": (0,), "Merge": (0,), "Answer": (2,), "Clarify": (2,), "Choose": (3,),
    "Acknowledge": (2, 3, 4), "Match": (3,), "SendResult": (2,), "Judged": (2,), "_Unsaid": (0,), "by_entry": (4,),
    "to_person": (1,), "open_case": (2,), "reopen": (2,), "_rehouse_merged": (3,), "_give_up": (1,),
}  # fmt: skip
"""Where the makers of a decision, a case or a send's result take the reason, counted from 0."""
NAMED = {"reason", "quiet", "stopped", "why"}


def braces(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_reason_is_there_once_and_says_the_same_in_both_languages() -> None:
    assert len({str(reason) for reason in KNOWN}) == len(KNOWN) > 100
    for reason in KNOWN:
        assert braces(reason) == braces(reason.zh), reason
        assert HAN.search(reason.zh) or reason is BOTH or reason is reasons.TWITCH_SAYS, reason


def test_a_reason_reaches_another_process_as_it_is() -> None:
    for reason in KNOWN:
        again = pickle.loads(pickle.dumps(reason))  # noqa: S301
        assert (again, again.zh) == (reason, reason.zh)


def worded_here(node: ast.expr) -> bool:
    """Return whether an expression words something itself instead of taking it from `reasons`."""
    match node:
        case ast.Constant(value=str(text)):
            return " " in text
        case ast.JoinedStr():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return worded_here(body) or worded_here(orelse)
        case ast.BoolOp(values=values):
            return any(map(worded_here, values))
        case ast.BinOp(left=left, right=right):
            return worded_here(left) or worded_here(right)
        case _:
            return False


def worded_outside(tree: ast.AST) -> Iterator[int]:
    """Return the lines where a reason is worded in place."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=keywords):
                given_here = [args[i] for i in REASON_AT.get(name, ()) if i < len(args)]
                given_here += [word.value for word in keywords if word.arg in ("reason", "quiet", "stopped")]
                yield from (one.lineno for one in given_here if worded_here(one))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMED and worded_here(value):
                yield node.lineno


def test_no_reason_is_worded_anywhere_else() -> None:
    found = [
        f"{path.relative_to(BOT.parent)}:{line}"
        for path in sorted(BOT.rglob("*.py"))
        if path.name != "reasons.py" and not {"commands", "model"} & set(path.parts)  # they decide nothing
        for line in worded_outside(ast.parse(path.read_text("utf-8")))
    ]
    assert found == [], "put these into bot/reasons.py, with their Chinese"


def test_the_search_for_reasons_worded_elsewhere_finds_them() -> None:
    for written in (
        'Escalate("my own words")', 'to_person(message, f"near {x}", "", m, at)', 'reason = f"on {x}"',
        'SendResult("refused", reason="went away")', 'Ignore(a or "says nothing")', 'Escalate("a b" if x else y)',
    ):  # fmt: skip
        assert list(worded_outside(ast.parse(written))) == [1], written


PLAIN = st.text(alphabet="ABCDEFGH0123456789小美红", min_size=1, max_size=12)


@pytest.mark.parametrize("reason", TEMPLATES, ids=str)
@settings(max_examples=20)
@given(said=st.lists(PLAIN, min_size=6, max_size=6))
def test_a_kept_reason_is_read_back(reason: Reason, said: list[str]) -> None:
    names = braces(reason)
    values = dict(zip(names, said, strict=False))
    if reason is BOTH:
        values["why"] = str(reasons.SMALL_TALK)
    assert read(reason.format(**values)) == (reason, values)


def test_what_is_kept_is_told_in_chinese() -> None:
    assert told(reasons.SMALL_TALK, "zh") == "闲聊"
    assert told("no sure answer: two entries fit about as well", "zh") == "没有把握的回答：有两条问答差不多符合"
    assert told("mentions “投诉”", "zh") == "提到“投诉”"
    assert told("the room is on suggest-only", "zh") == "直播间处于“仅建议”模式"
    assert (
        told("product question: A101 面膜; size xl and suits 油皮 is not in the catalogue", "zh")
        == "商品问题：A101 面膜；商品目录里没有尺码xl、是否适合油皮"
    )
    assert told("asks for a product; chosen by goes_with:beauty", "zh") == "想找商品；依据：常与买过的一起买：beauty"
    assert told(reasons.chosen_by("goes_with:beauty"), "zh") == "想找商品；依据：常与买过的一起买：beauty"
    assert told("asks to be unlinked; the reply was not sent", "zh") == "要求解除绑定；回复没有发出"
    assert (
        told("the reply was not sent: Twitch refused it (msg_odd)", "zh") == "回复没有发出：Twitch 拒绝了（msg_odd）"
    )


def test_what_a_suggestion_was_chosen_by_is_told_in_words_and_not_in_codes() -> None:
    assert reasons.chosen_by("repeat") == "asks for a product; chosen by what they bought before"
    assert reasons.chosen_by("goes_with:beauty") == (
        "asks for a product; chosen by what goes with their purchases: beauty"
    )
    ladder = Path("docs/suggestions.md").read_text(encoding="utf-8").partition("## Why this product")[2]
    codes = re.findall(r"`([a-z_]+)(?::CATEGORY)?`(?=[, |].*\|)", ladder.partition("Try it")[0])
    assert len(codes) == 11
    for code in codes:
        said = reasons.chosen_by(code)
        assert said != reasons.CHOSEN_BY.format(code=code)
        assert HAN.search(told(said, "zh").partition("依据")[2])
        assert told(said, "zh") == told(reasons.CHOSEN_BY.format(code=code), "zh")  # as it was kept before


def test_in_english_and_where_it_is_no_reason_of_ours_it_stays_as_it_is() -> None:
    assert told("mentions “投诉”", "en") == "mentions “投诉”"
    for said in ("", "the moon is full", "you; and you; and you", "频道太吵", "x" * 5000, "small talk " * 200):
        assert told(said, "zh") == said


@given(st.text(max_size=700))
def test_nothing_that_a_platform_says_upsets_the_reading(said: str) -> None:
    told(reasons.NOT_SENT_WHY.format(why=said), "zh")
    told(said, "zh")


def test_two_who_claim_one_buyer() -> None:
    other = judged(
        None, [Link("irc", "ann", "C1", Grade.STAFF, datetime(2026, 11, 12, tzinfo=UTC))], "C1", Grade.CODE
    )
    assert other.verdict is Verdict.CONFLICT
    case = reasons.CLAIMS_BUYER.format(viewer="irc/bo", customer="C1", grade="code", claim=other.why, number=3)
    in_chinese = "irc/bo 自称是顾客 C1（绑定码），但该顾客已关联 irc/ann；请决定：customers resolve 3"
    assert told(case, "zh") == in_chinese


def test_every_kind_of_product_question_has_a_chinese_word() -> None:
    for kind in (*FACT_KEYS, *TO_PERSON, "price", "stock", "size", "suits"):
        assert HAN.search(told(reasons.NO_PRODUCT.format(asks=kind), "zh").partition("：")[2]), kind


# the guard's rules


def test_the_guards_findings_are_told_in_chinese_wherever_they_stand() -> None:
    for rule in RULES:
        finding = Finding(rule, "全网最低")
        assert retold(str(finding), "zh") == finding.told("zh") != str(finding)
        assert retold(str(finding), "en") == str(finding)
    assert retold("anything else", "zh") == "anything else"
    kept = reasons.GUARD_STOPPED.format(finding=Finding("absolute-claim", "全网最低"))
    in_chinese = told(kept, "zh", {"finding": lambda one: retold(one, "zh")})
    assert in_chinese == "合规检查拦下了回答：不能用绝对化用语（《广告法》第九条第三项）：“全网最低”"


def test_laws_are_cited_as_chinese_readers_write_them() -> None:
    assert cited("广告法 art. 9(1)(2)") == "《广告法》第九条第一项、第二项"
    assert cited("广告法 art. 17, 18; 食品安全法 art. 73") == "《广告法》第十七条、第十八条；《食品安全法》第七十三条"
    assert cited("guard.txt") == "guard.txt"
    for rule in RULES.values():
        assert "art." not in cited(rule.source)
        assert cited(rule.source) != HOUSE

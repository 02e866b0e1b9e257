"""Prompt files: checked both ways, so that no `$name` is left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prompts import KNOWN, parse_prompt

GOOD = """\
---
purpose: word one suggestion
model: small
temperature: 0.2
max_tokens: 90
placeholders: candidates, question, language
---

## system
Cost no more than 5 $$.

## user
$candidates
In ${language}: $question
"""


def test_a_good_file_becomes_a_prompt() -> None:
    prompt, problems = parse_prompt(GOOD, "prompts/suggest.md", "suggest")
    assert problems == []
    assert prompt is not None
    assert (prompt.name, prompt.model, prompt.temperature, prompt.max_tokens) == ("suggest", "small", 0.2, 90)
    assert len(prompt.version) == 8
    system, user = prompt.render({"candidates": "A101", "question": '"$language?"', "language": "English"})
    assert system == {"role": "system", "content": "Cost no more than 5 $."}
    assert user == {"role": "user", "content": 'A101\nIn English: "$language?"'}


def test_another_text_is_another_version() -> None:
    one, _ = parse_prompt(GOOD, "a.md", "a")
    two, _ = parse_prompt(GOOD.replace("no more", "less"), "a.md", "a")
    assert one is not None
    assert two is not None
    assert one.version != two.version


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    prompt, problems = parse_prompt("\ufeff" + GOOD.replace("\n", "\r\n"), "a.md", "a")
    assert problems == []
    assert prompt is not None
    assert "\r" not in prompt.user


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        # the front matter
        ("purpose: word", "porpose: word", 2, 'unknown key "porpose".'),
        ("temperature: 0.2", "temperature: warm", 4, 'temperature is "warm".'),
        ("temperature: 0.2", "temperature: 3", 4, 'temperature is "3".'),
        ("max_tokens: 90", "max_tokens: 0", 5, 'max_tokens is "0".'),
        # placeholders: known, declared, used
        ("question, language", "question, language, price", 6, 'placeholder "price" cannot be filled.'),
        ("$question", "nothing", 6, "placeholder question is never used."),
        ("candidates, question", "candidates", 14, "$question is not declared."),
        ("In ${language}", "In ${langauge}, ${language}", 14, "$langauge is not declared."),
        ("5 $$.", "5 $.", 10, "a lone $."),
        ("5 $$.", "5 ${.", 10, "a lone $."),
        ("5 $$.", "5 ${a b}.", 10, "a lone $."),
        # the parts
        ("## system", "## sistem", 9, 'unknown part "sistem".'),
        ("Cost no more than 5 $$.\n", "\n", 8, "the part ## system is missing or empty."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_file_refused(old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    prompt, problems = parse_prompt(GOOD.replace(old, new), "prompts/suggest.md", "suggest")
    assert prompt is None
    assert (line, what) in [(p.line, p.what) for p in problems]
    assert all(p.path == "prompts/suggest.md" and p.fix for p in problems)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the front matter is missing."),
        ("## system\nx\n## user\ny\n", "the front matter is missing."),
        ("---\npurpose: x\n## system\nx\n", "the front matter is never closed."),
    ],
)
def test_a_file_without_front_matter_is_refused(text: str, what: str) -> None:
    prompt, problems = parse_prompt(text, "a.md", "a")
    assert prompt is None
    assert (1, what) in [(p.line, p.what) for p in problems]


def test_every_mistake_is_named_at_once() -> None:
    text = GOOD.replace("purpose:", "porpose:").replace("0.2", "hot").replace("5 $$.", "5 $.")
    _, problems = parse_prompt(text, "a.md", "a")
    assert sorted(p.line for p in problems) == [2, 4, 10]


PIECES = st.sampled_from(["---\n", "## system\n", "## user\n", "$question", "$$", "$", "${", "}", "\n",
                          "placeholders: ", "question", "temperature: 1\n", "é", "\x00", "${question}"])  # fmt: skip


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_no_file_breaks_the_reading_and_a_good_one_leaves_nothing_over(text: str) -> None:
    for written in (text, GOOD + text, GOOD.replace("no more", text)):
        prompt, problems = parse_prompt(written, "a.md", "a")
        assert (prompt is None) == bool(problems)
        if prompt is not None:
            prompt.render(dict.fromkeys(KNOWN, "x"))


def test_the_prompts_that_ship_are_good() -> None:
    files = sorted((Path(__file__).parents[1] / "prompts").glob("*.md"))
    assert files
    for path in files:
        assert parse_prompt(path.read_text("utf-8"), path.name, path.stem)[1] == []

"""How an FAQ file is laid out: which lines are a question, its keys, its phrasings and its answer.

markdown-it finds the structure and its line numbers; every text is taken from the source. Lines count from 0 here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.faq.keys import Findings
from bot.languages import Both

BREAK = re.compile(r"\s{0,3}-{3,}\s*")
"""A line of its own that parts two wordings of an answer, or the phrasings from an answer that begins with a list."""

BULLET = re.compile(r"\s*[-*+]\s*")
MOST_UNCLOSED = 50
"""Comments without an end that are looked for one by one in a file; beyond, the rest of the file is skipped."""

COMMENT = re.compile(r"\A\s*<!--((?:(?!-->).)*)-->\s*\Z", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list of phrasings."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Block:
    """The lines of a file that belong to one question."""

    title: str
    section: str
    start: int
    end: int = -1
    comments: list[range] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    answer: int = 0
    """The first line below the heading, its comments and its phrasings."""
    closed: bool = field(default=False, repr=False)
    """Whether what follows is the answer."""
    broken: bool = False
    """Whether something in it has no end, so that nobody knows what is meant."""

    def wordings(self, lines: Sequence[str]) -> list[list[int]]:
        """Return the lines of each wording of the answer, without blank ones and comments."""
        silent = {number for comment in self.comments for number in comment}
        found: list[list[int]] = [[]]
        for number in range(self.answer, self.end):
            if number in self.breaks:
                found.append([])
            elif lines[number].strip() and number not in silent:
                found[-1].append(number)
        return [wording for wording in found if wording]


def lay_out(lines: Sequence[str], findings: Findings) -> list[Block]:
    """Find the questions of a file and what belongs to each."""
    lines = list(lines)
    lost: list[int] = []
    for _ in range(MOST_UNCLOSED):
        tokens = MarkdownIt("commonmark").parse("\n".join(lines))
        unclosed = _unclosed(tokens, lines)
        if unclosed is None:
            break
        # What has no end would swallow every question below it; without its first line they are found.
        line, what, fix = unclosed
        findings.error(line + 1, what, fix)
        lines[line] = ""
        lost.append(line)
    else:
        tokens = []
    blocks = _Reading(lines, findings).read(tokens)
    for block in blocks:
        block.broken = any(block.start <= line < block.end for line in lost)
    return blocks


def _unclosed(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[int, Both, Both] | None:
    """Find a comment, code or HTML that runs on to the end of the file; and how to end it."""
    for token in tokens:
        if token.level or token.type not in ("html_block", "fence") or token.map is None:
            continue
        start, end = token.map
        first = lines[start].strip()
        if token.type == "fence":
            if not _FENCE.fullmatch(lines[end - 1]) or end - start < 2:
                return (
                    start,
                    Both(f"what begins with {first[:3]} is never closed.", f"以 {first[:3]} 开头的部分没有结束。"),
                    Both(f"Put a line {first[:3]} below it.", f"在它下面加一行 {first[:3]}。"),
                )
        elif first.startswith("<!--"):
            inside, end_mark, _ = token.content.partition("-->")
            # Another comment inside means that this one took the other's end.
            if not end_mark or inside.count("<!--") > 1:
                return (
                    start,
                    Both("the comment is never closed.", "注释没有结束。"),
                    Both("Put --> after its last line.", "在最后一行后面加上 -->。"),
                )
        elif (
            end - start > 1 and any(not line.strip() for line in lines[start : end - 1]) and ">" not in lines[end - 1]
        ):
            return (
                start,
                Both(f"what begins with {first[:20]} is never closed.", f"以 {first[:20]} 开头的部分没有结束。"),
                Both("Take it out; answers are plain text.", "请删掉它；回答只能是纯文字。"),
            )
    return None


@dataclass(slots=True)
class _Reading:
    """One walk through the top level of a file."""

    lines: list[str]
    findings: Findings
    blocks: list[Block] = field(default_factory=list)
    section: str = ""

    @property
    def open(self) -> Block | None:
        """The question that the next lines belong to."""
        return self.blocks[-1] if self.blocks and self.blocks[-1].end < 0 else None

    def read(self, tokens: Sequence[Token]) -> list[Block]:
        for i, token in enumerate(tokens):
            if token.level or token.map is None or token.nesting < 0:
                continue
            if token.type == "heading_open" and token.tag in ("h1", "h2"):
                self._heading(token, tokens[i + 1].content.strip())
            elif self.open is not None:
                self._below(self.open, token, tokens, i)
        self._close(len(self.lines))
        return self.blocks

    def _close(self, end: int) -> None:
        if self.open is not None:
            self.open.end = end

    def _heading(self, token: Token, title: str) -> None:
        start, end = token.map or (0, 0)
        if token.markup in ("-", "="):
            self._underlined(token.markup, start, end, title)
            return
        self._close(start)
        if token.tag == "h1":
            self.section = title
        elif title:
            self.blocks.append(Block(title, self.section, start, answer=start + 1))
        else:
            self.findings.error(
                start + 1,
                Both("a heading without a question.", "标题里没有写问题。"),
                Both("Write the question after ##.", "把问题写在 ## 后面。"),
            )

    def _underlined(self, mark: str, start: int, end: int, title: str) -> None:
        """Take text with a line --- or === right below, which Markdown makes a heading, for the text it is."""
        if self.open is None and mark == "=":
            self.section = title
            return
        fix = Both(
            f"Leave a blank line above {mark * 3}, or write ## before a question.",
            f"在 {mark * 3} 上面空一行；如果是问题，请在前面写 ##。",
        )
        self.findings.error(
            end,
            Both(
                f"{mark * 3} right below a line of text makes a heading of it.",
                f"文字下面紧跟 {mark * 3}，会把那行文字变成标题。",
            ),
            fix,
        )
        if self.open is not None:
            self.open.closed = True
            if mark == "-":
                self.open.breaks.append(end - 1)

    def _below(self, block: Block, token: Token, tokens: Sequence[Token], i: int) -> None:
        start, end = token.map or (0, 0)
        if token.type == "html_block" and COMMENT.match(token.content):
            block.comments.append(range(start, end))
            if not block.closed:
                block.answer = max(block.answer, end)
        elif token.type == "bullet_list_open" and not block.closed and self._follows(block, start):
            while end > start and not self.lines[end - 1].strip():
                end -= 1
            block.items += self._items(tokens, i, end)
            block.answer = max(block.answer, end)
        else:
            block.closed = True
            if token.type == "hr" and BREAK.fullmatch(self.lines[start]):
                block.breaks.append(start)

    def _follows(self, block: Block, start: int) -> bool:
        # A list with another bullet is another list to Markdown, but not to who wrote it right below.
        return not block.items or block.items[-1].end == start

    def _items(self, tokens: Sequence[Token], i: int, last: int) -> Iterator[Item]:
        """Read the items of the list that opens at this token."""
        for token in tokens[i + 1 :]:
            if token.type == "bullet_list_close" and token.level == 0:
                return
            if token.type != "list_item_open" or token.level != 1 or token.map is None:
                continue
            start, end = token.map[0], min(token.map[1], last)
            while end > start + 1 and not self.lines[end - 1].strip():
                end -= 1
            yield Item(BULLET.sub("", self.lines[start], count=1).strip(), start, end)

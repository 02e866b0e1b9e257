"""The clips file: stretches of a replay that staff may point to, checked before the show and by the guard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from bot.languages import Both
from bot.problems import Problem, did_you_mean
from bot.unreadable import not_csv

COLUMNS = ("clip_id", "title", "url", "start", "end", "category", "skus", "score", "valid_until")
NEEDED = ("clip_id", "title", "url", "start", "end")
MOST_CLIPS = 20_000
LONGEST_TITLE = 200

_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,4}):(\d{2})|(\d{1,6})(?:\.\d+)?s?")
_SPLIT = re.compile(r"[;,；，、\s]+")
_COLUMNS = Both(f"Columns: {','.join(COLUMNS)}.", f"列名：{','.join(COLUMNS)}。")


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a replay."""

    id: str
    title: str
    url: str
    start_s: int
    end_s: int
    category: str = ""
    skus: tuple[str, ...] = ()
    score: float = 1.0
    """How good it is by the shop's own reckoning, from 0 to 1."""
    valid_until: date | None = None
    """The last day it may be shown."""


Objections = Callable[[str], Both]


def parse_clips(
    text: str, path: str, skus: Collection[str], objections: Objections, today: date
) -> tuple[list[Clip], list[Problem]]:
    """Read the file; a bad row is left out and named.

    `objections` tells why the guard would not let a title out, `today` is the shop's day.
    """
    problems: list[Problem] = []
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")))
    try:
        header = [(name or "").strip() for name in reader.fieldnames or []]
        reader.fieldnames = header
        if missing := [name for name in NEEDED if name not in header]:
            return [], [
                Problem(
                    path,
                    1,
                    Both(f"the first line lacks {', '.join(missing)}.", f"第一行缺少列：{'、'.join(missing)}。"),
                    _COLUMNS,
                )
            ]
        problems += [
            Problem(
                path,
                1,
                Both(f'unknown column "{name[:40]}" is not read.', f"不认识的列「{name[:40]}」，不会读取。"),
                did_you_mean(name, COLUMNS),
                "warning",
            )
            for name in header
            if name and name not in COLUMNS
        ]
        clips: dict[str, Clip] = {}
        for row in reader:
            line, found = reader.line_num, _Row({name: (row.get(name) or "").strip() for name in COLUMNS}, skus)
            clip = found.clip()
            if clip is not None and clip.id in clips:
                found.refuse(
                    Both(f"clip {clip.id[:40]} is there twice.", f"片段 {clip.id[:40]} 出现了两次。"),
                    Both("Keep one of the two rows.", "两行只留一行。"),
                )
            elif clip is not None and len(clips) >= MOST_CLIPS:
                problems.append(
                    Problem(
                        path,
                        line,
                        Both(f"more than {MOST_CLIPS} clips.", f"片段超过 {MOST_CLIPS} 条。"),
                        Both("Split the file.", "请拆分文件。"),
                    )
                )
                break
            elif clip is not None:
                clips[clip.id] = clip
                found.look_over(clip, objections, today)
            problems += [Problem(path, line, what, fix, severity) for what, fix, severity in found.said]
    except csv.Error as error:
        return [], [
            *problems,
            not_csv(path, reader.line_num, error),
        ]
    return list(clips.values()), problems


class _Row:
    """One row, and what is wrong with it."""

    def __init__(self, cells: dict[str, str], skus: Collection[str]) -> None:
        self._cells, self._skus = cells, skus
        self.said: list[tuple[Both, Both, str]] = []

    def refuse(self, what: Both, fix: Both) -> None:
        """Note why the row cannot be used."""
        self.said.append((what, fix, "error"))

    def clip(self) -> Clip | None:
        """Return the clip; None where the row cannot be used."""
        cells = self._cells
        if empty := [name for name in NEEDED if not cells[name]]:
            self.refuse(
                Both(f"{', '.join(empty)} is empty.", f"{'、'.join(empty)} 是空的。"),
                Both("Fill it in, or delete the row.", "请填上，或删掉这一行。"),
            )
            return None
        start, end = self._seconds("start"), self._seconds("end")
        if start is not None and end is not None and end <= start:
            self.refuse(
                Both(
                    f"it ends at {cells['end'][:20]}, not after its start.",
                    f"结束时间 {cells['end'][:20]} 不晚于开始。",
                ),
                Both("Put the later moment under end.", "请把较晚的时间写在 end 一栏。"),
            )
        address = urlsplit(cells["url"]) if "\\" not in cells["url"] and cells["url"].isprintable() else None
        if address is None or address.scheme not in ("http", "https") or not address.hostname or " " in cells["url"]:
            self.refuse(
                Both(f'"{cells["url"][:60]}" is no address of a page.', f"「{cells['url'][:60]}」不是网页地址。"),
                Both("Write it whole, with https://.", "请写完整，以 https:// 开头。"),
            )
        if len(cells["title"]) > LONGEST_TITLE:
            self.refuse(
                Both(f"the title has {len(cells['title'])} characters.", f"标题有 {len(cells['title'])} 字。"),
                Both(f"At most {LONGEST_TITLE}.", f"最多 {LONGEST_TITLE} 字。"),
            )
        score, until = self._score(), self._day()
        if any(severity == "error" for _, _, severity in self.said) or start is None or end is None:
            return None
        skus = tuple(dict.fromkeys(sku for sku in _SPLIT.split(cells["skus"]) if sku))
        return Clip(cells["clip_id"], cells["title"], cells["url"], start, end, cells["category"], skus, score, until)

    def look_over(self, clip: Clip, objections: Objections, today: date) -> None:
        """Warn of what can be read and should not go on air so."""
        if why := objections(clip.title):
            title = clip.title[:40]
            what = Both(f"the guard would stop “{title}”: {why}.", f"合规检查会拦下“{title}”：{why.zh}。")
            self.said.append((what, Both("Word the title otherwise.", "标题请换一种说法。"), "warning"))
        if clip.valid_until is not None and clip.valid_until < today:
            self.said.append(
                (
                    Both(f"it was valid until {clip.valid_until}.", f"有效期到 {clip.valid_until} 为止。"),
                    Both("Delete it, or set another day.", "请删掉，或改日期。"),
                    "warning",
                )
            )
        for sku in clip.skus:
            if sku not in self._skus:
                fix = (
                    did_you_mean(sku, self._skus)
                    if self._skus
                    else Both("Name products of the catalogue.", "请写商品目录里的商品。")
                )
                self.said.append(
                    (
                        Both(f'"{sku[:40]}" is not in the catalogue.', f"「{sku[:40]}」不在商品目录里。"),
                        fix,
                        "warning",
                    )
                )

    def _seconds(self, name: str) -> int | None:
        match = _TIME.fullmatch(self._cells[name])
        if match is None or (match[3] and int(match[3]) > 59) or (match[1] and int(match[2]) > 59):
            self.refuse(
                Both(
                    f'{name} "{self._cells[name][:20]}" is no moment.',
                    f"{name} 写的是「{self._cells[name][:20]}」，不是时间点。",
                ),
                Both("Write 754, 12:34 or 1:12:34.", "请写 754、12:34 或 1:12:34。"),
            )
            return None
        if match[4]:
            return int(match[4])
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])

    def _score(self) -> float:
        written = self._cells["score"]
        if not written:
            return 1.0
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,6})?", written, re.ASCII) or not 0 <= float(written) <= 1:
            self.refuse(
                Both(f'score "{written[:20]}" is none.', f"score 写的是「{written[:20]}」，不是分数。"),
                Both("Write a number from 0 to 1.", "请写 0 到 1 之间的数。"),
            )
            return 1.0
        return float(written)

    def _day(self) -> date | None:
        written = self._cells["valid_until"]
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.refuse(
                Both(f'valid_until "{written[:20]}" is no day.', f"valid_until 写的是「{written[:20]}」，不是日期。"),
                Both("Write 2026-11-12.", "请写成 2026-11-12。"),
            )
            return None

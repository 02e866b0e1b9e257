"""A folder of FAQ files as it is on disk, read with care: each file's last good version stays in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.faq.entries import Entry, Faq
from bot.faq.files import parse_faq
from bot.files.edited import beside
from bot.languages import Both
from bot.problems import BadFile, Problem
from bot.unreadable import not_read, not_utf8

BIGGEST_FILE = 20_000_000
HANDOVER, GUARD_WORDS, MOOD, CANNED = "handover.txt", "guard.txt", "mood.txt", "canned.txt"
PROMISE = "promise.txt"
LISTS = (HANDOVER, GUARD_WORDS, MOOD, CANNED, PROMISE)
"""The lists of words beside the FAQ's files, the replies staff send often, and how a person's answer is promised."""
REMOVED = ".removed"
"""What is put behind the name of a file that was taken out: no FAQ file any more, and still there."""


@dataclass(slots=True)
class FaqFolder:
    """The FAQ files of one folder, by their path inside it."""

    path: Path
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each file that is in force."""
    _seen: dict[str, tuple[str, list[Entry], list[Problem]]] = field(default_factory=dict)
    """The text of each file as it was read last, and what was in it: of a large FAQ one file is edited at a time."""

    def read(self, problems: list[Problem]) -> None:
        """Read every file again."""
        paths = {name: self.path / name for name in faq_names(self.path)}
        for name, path in paths.items():
            text = read_text(path, problems)
            if text is None:
                continue
            entries, found = self._parsed(name, path, text)
            problems += found
            if not text.strip() and self.entries.get(name):
                # An editor or a full disk did that; who wants the entries gone deletes the file.
                fix = Both("Delete the file if its entries are to go.", "如果确实不要这些问答，请删掉文件。")
                problems.append(
                    Problem(
                        shown(path),
                        0,
                        Both("is empty; its last good version serves.", "是空的，仍在使用上一个正确的版本。"),
                        fix,
                    )
                )
                continue
            if not text.strip():
                fix = Both("Write entries into it, or delete it.", "请写入问答，或删掉文件。")
                problems.append(Problem(shown(path), 0, Both("is empty.", "是空的。"), fix, "warning"))
            # A file with an error does not replace its last good version; without one, its good entries serve.
            if name not in self.entries or not any(p.severity == "error" for p in found):
                self.entries[name], self.texts[name] = entries, text
        for gone in set(self.entries) - set(paths):
            del self.entries[gone], self.texts[gone]
        for gone in set(self._seen) - set(paths):
            del self._seen[gone]

    def _parsed(self, name: str, path: Path, text: str) -> tuple[list[Entry], list[Problem]]:
        before = self._seen.get(name)
        if before is None or before[0] != text:
            before = self._seen[name] = (text, *parse_faq(text, shown(path)))
        return before[1], before[2]


def faq_names(folder: Path) -> list[str]:
    """Return the FAQ files of a folder, by their path inside it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md") if path.is_file())


def faq_of(*folders: Mapping[str, list[Entry]]) -> Faq:
    """Put folders on top of each other: a file of a later one stands for that of the same name before."""
    files: dict[str, list[Entry]] = {}
    for folder in folders:
        files |= folder
    return Faq.of(entry for name in sorted(files) for entry in files[name])


def twice(files: Iterable[list[Entry]]) -> list[Problem]:
    """Find ids that two files use."""
    seen: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entries in files:
        for entry in entries:
            if (first := seen.setdefault(entry.id, entry)) is not entry:
                what = Both(
                    f'the id "{entry.id}" is already used in {first.path}:{first.line}, which counts.',
                    f"编号「{entry.id}」在 {first.path}:{first.line} 已经用过，以那一条为准。",
                )
                problems.append(
                    Problem(
                        entry.path,
                        entry.line,
                        what,
                        Both("Give one of the two another {#id}.", "给其中一条换一个 {#编号}。"),
                    )
                )
    return problems


def texts_in(folder: Path) -> dict[str, str]:
    """Return the text of every FAQ file of a folder and of its lists of words, good or not."""
    texts = {name: read_text(folder / name, []) for name in _names(folder)}
    return {name: text for name, text in texts.items() if text is not None}


def unreadable(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Return the files that gave no text, which therefore no version can keep."""
    return [name for name in _names(folder) if name not in texts]


def _names(folder: Path) -> list[str]:
    return [*faq_names(folder), *(name for name in LISTS if (folder / name).is_file())]


def write_all(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write files, each whole or not at all; returns the names of those that differ now. Raises `BadFile`."""
    written: list[str] = []
    for name in texts:
        # The name, not where a link leads: whoever keeps the FAQ elsewhere and links to it keeps the link.
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise BadFile(
                [
                    Problem(
                        name,
                        0,
                        Both("lies outside of the FAQ's folder.", "不在问答库文件夹里。"),
                        Both("Name a file inside it.", "请写文件夹里的文件。"),
                    )
                ]
            )
    for name, text in texts.items():
        path = (folder / name).resolve()
        if path.is_file() and read_text(path, []) == text:
            continue
        beside(path, text.encode("utf-8")).replace(path)
        written.append(name)
    return written


def put_aside(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Take files out of the FAQ and keep them beside it; returns what each is called now."""
    moved: dict[str, str] = {}
    for name in names:
        path, number = folder / name, 1
        aside = path.with_name(path.name + REMOVED)
        while aside.exists():
            number += 1
            aside = path.with_name(f"{path.name}{REMOVED}-{number}")
        path.rename(aside)
        moved[name] = aside.relative_to(folder).as_posix()
    return moved


def shown(path: Path) -> str:
    """Return a path as people write it: short where it lies below the current folder."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def no_folder(path: Path) -> Problem:
    """Return what is wrong where the FAQ's folder should be."""
    what = Both("there is no such folder.", "没有这个文件夹。")
    return Problem(shown(path), 0, what, Both("Name it under [shop] faq.", "请在 [shop] faq 里写明。"))


def no_draft(path: Path) -> Problem:
    """Return what is wrong where a draft that a room tries should be; the room goes on with what it read last."""
    what = Both("the draft a room tries is gone.", "直播间试用的问答草稿不见了。")
    fix = Both("Put it back, or end the trial: faq try --stop.", "请放回来，或结束试用：faq try --stop。")
    return Problem(shown(path), 0, what, fix, "warning")


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Read a text file; None with a problem when it cannot be."""
    try:
        if path.stat().st_size > BIGGEST_FILE:
            problems.append(
                Problem(shown(path), 0, Both("is larger than 20 MB.", "超过 20 MB。"), Both("Split it.", "请拆分。"))
            )
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(
            Problem(
                shown(path),
                0,
                Both("is missing.", "找不到文件。"),
                Both(
                    "Put the file there, or name another in bot.toml.",
                    "请把文件放回去，或在 bot.toml 里改成别的文件。",
                ),
            )
        )
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(not_utf8(shown(path), line))
    except OSError as error:
        problems.append(not_read(shown(path), error))
    return None

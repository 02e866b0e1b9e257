"""A rehearsal: the whole program over a real line, and a recording that goes wrong in every way it can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.files.reload import ShopFiles
from bot.problems import Problem
from bot.rehearse import FAULTS, Verdict, rehearse
from bot.replay import read_chat
from bot.store.records import Balance

REPOSITORY = Path(__file__).parents[1]
LINES = (
    "when do you ship",
    "包邮吗",
    "haha",
    "can you recommend a scarf",
    "it arrived broken",
    "来了来了",
    "几点开播",
)


@pytest.fixture(scope="module")
def sample() -> ShopFiles:
    files = ShopFiles(REPOSITORY / "faq", REPOSITORY / "prompts", REPOSITORY / "bot" / "sample" / "catalog.csv")
    files.load()
    return files


def recorded(path: Path, lines: int) -> Path:
    """Write a recording: a line each tenth of a second, from forty viewers."""
    with path.open("w", encoding="utf-8") as file:
        for i in range(lines):
            at = f"2026-11-12T20:{i // 600:02}:{i // 10 % 60:02}.{i % 10}00000+08:00"
            viewer = {"id": f"u{i % 40}", "name": f"viewer {i % 40}"}
            said = {"id": f"m{i}", "at": at, "viewer": viewer, "text": LINES[i % len(LINES)]}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
    return path


@pytest.mark.parametrize("faults", [(), *((fault,) for fault in FAULTS), FAULTS], ids=lambda f: "+".join(f) or "none")
async def test_the_program_passes(sample: ShopFiles, tmp_path: Path, faults: tuple[str, ...]) -> None:
    problems: list[Problem] = []
    with recorded(tmp_path / "chat.jsonl", 320).open(encoding="utf-8") as file:
        chat = list(read_chat(file, "chat.jsonl", problems))
    assert not problems
    said: list[int] = []
    verdict = await rehearse(sample, chat, 60, faults, said.append)
    assert verdict.passed, verdict.wrong
    assert (verdict.said, verdict.balance.heard, said[-1]) == (320, 320, 320)
    assert verdict.balance.answered > 0
    # A cut may hit the one suggestion on its way; nobody knows then whether it was seen, and it goes to a person.
    assert verdict.balance.suggested > 0 or "disconnects" in faults
    assert verdict.balance.escalated > 0
    assert verdict.result()["faults"] == list(faults)


def test_a_verdict_names_what_went_wrong() -> None:
    verdict = Verdict(3, 1.0, Balance("rehearsal", heard=2), wrong=["3 were said, 2 heard"])
    assert not verdict.passed
    assert verdict.result()["wrong"] == ["3 were said, 2 heard"]

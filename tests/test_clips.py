"""The clips file: what can be read, what is named with its line, and what the guard says of titles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.clips import Clip, parse_clips
from bot.guard import Guard
from bot.problems import Problem

TODAY = date(2026, 11, 12)
HEADER = "clip_id,title,url,start,end,category,skus,score,valid_until\n"
GUARD = Guard()


def read(rows: str, header: str = HEADER) -> tuple[list[Clip], list[Problem]]:
    return parse_clips(header + rows, "clips.csv", {"A101", "A103"}, lambda title: GUARD.verdict(title).why, TODAY)


def test_a_clip_is_read_whole() -> None:
    clips, problems = read("c1,面霜怎么用,https://v.example/r/1,12:34,1:02:03,护肤,A101;A103,0.8,2026-12-31\n")
    assert problems == []
    assert clips == [
        Clip(
            "c1", "面霜怎么用", "https://v.example/r/1", 754, 3723, "护肤", ("A101", "A103"), 0.8, date(2026, 12, 31)
        )
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("c1,,https://v.example/1,1,2,,,,", "title is empty"),
        ("c1,标题,ftp://v.example/1,1,2,,,,", "no address"),
        ("c1,标题,javascript:alert(1),1,2,,,,", "no address"),
        ("c1,标题,https://v.example/1,soon,2,,,,", 'start "soon" is no moment'),
        ("c1,标题,https://v.example/1,1:75,200,,,,", "is no moment"),
        ("c1,标题,https://v.example/1,90,60,,,,", "not after its start"),
        ("c1,标题,https://v.example/1,1,2,,,1.5,", "score"),
        ("c1,标题,https://v.example/1,1,2,,,,tomorrow", "is no day"),
        (f"c1,{'长' * 201},https://v.example/1,1,2,,,,", "201 characters"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line_and_left_out(row: str, what: str) -> None:
    clips, problems = read(f"c0,好的,https://v.example/0,1,2,,,,\n{row}\n")
    assert [clip.id for clip in clips] == ["c0"]
    (problem,) = problems
    assert (problem.path, problem.line, problem.severity) == ("clips.csv", 3, "error")
    assert what in problem.what
    assert problem.fix


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("c1,全网第一的面霜,https://v.example/1,1,2,,,,", "the guard would stop"),
        ("c1,祛斑根治,https://v.example/1,1,2,,,,", "the guard would stop"),
        ("c1,标题,https://v.example/1,1,2,,,,2026-11-11", "was valid until"),
        ("c1,标题,https://v.example/1,1,2,,A102,,", "not in the catalogue"),
    ],
)
def test_what_should_not_go_on_air_so_is_a_warning(row: str, what: str) -> None:
    clips, problems = read(f"{row}\n")
    assert len(clips) == 1
    (problem,) = problems
    assert (problem.line, problem.severity) == (2, "warning")
    assert what in problem.what


def test_a_clip_twice_and_a_column_nobody_knows_are_named() -> None:
    rows = "c1,one,https://v.example/1,1,2,x\nc1,two,https://v.example/2,1,2,x\n"
    clips, problems = read(rows, "clip_id,title,url,start,end,scor\n")
    assert [clip.title for clip in clips] == ["one"]
    assert [(problem.line, problem.severity) for problem in problems] == [(1, "warning"), (3, "error")]


def test_a_file_without_its_columns_is_refused() -> None:
    clips, problems = read("c1,one\n", "clip_id,title\n")
    assert clips == []
    assert "lacks url, start, end" in problems[0].what


@given(st.text(max_size=300))
def test_whatever_stands_in_the_file_it_is_read_or_named(text: str) -> None:
    clips, problems = read(text)
    assert all(clip.end_s > clip.start_s >= 0 for clip in clips)
    assert all(problem.fix for problem in problems)

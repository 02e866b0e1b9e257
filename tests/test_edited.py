"""Files changed by the program: whole or not at all, and never over what somebody wrote meanwhile."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.edited import Change, read_file, take_back, write_file
from bot.problems import BadFile


def test_a_file_is_replaced_and_keeps_its_line_ends_and_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("一\r\n二\r\n".encode())
    path.chmod(0o640)
    before = read_file(path)
    assert before == "一\r\n二\r\n"
    write_file(path, before + "三\r\n", before)
    assert path.read_bytes() == "一\r\n二\r\n三\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_what_somebody_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine", "utf-8")
    with pytest.raises(BadFile, match=r"a\.md: was changed by somebody else"):
        write_file(path, "the program's", "what it read before")
    assert path.read_text("utf-8") == "mine"
    with pytest.raises(BadFile):
        write_file(path, "new", None)  # there was none when it looked
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_made_and_taken_back_by_removing_it(tmp_path: Path) -> None:
    path = tmp_path / "new.md"
    assert read_file(path) is None
    change = write_file(path, "text\n", None)
    assert path.read_text("utf-8") == "text\n"
    assert take_back(change)
    assert not path.exists()


def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("a", "utf-8")
    link.symlink_to(real)
    write_file(link, "b", "a")
    assert link.is_symlink()
    assert real.read_text("utf-8") == "b"


def test_what_was_edited_since_is_left_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one\n", "utf-8")
    change = write_file(path, "one\ntwo\n", "one\n")
    path.write_text("one\ntwo\nthree\n", "utf-8")
    assert not take_back(change)
    assert path.read_text("utf-8") == "one\ntwo\nthree\n"
    path.unlink()
    assert not take_back(change)


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="not UTF-8"):
        read_file(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a", "utf-8")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OSError, match="Permission"):
            write_file(path, "b", "a")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text("utf-8") == "a"


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_a_change_says_exactly_what_turns_one_text_into_the_other_and_back(before: str, after: str) -> None:
    change = Change.between("f", before, after)
    assert before[: change.at] + change.became + before[change.at + len(change.was) :] == after
    assert after[: change.at] + change.was + after[change.at + len(change.became) :] == before
    assert Change.read(asdict(change)) == change

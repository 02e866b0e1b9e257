"""What a fresh machine installs is what was tested, and names no package host."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned() -> list[str]:
    """The lines of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_pip_and_uv_install_the_same_versions() -> None:
    assert PROJECT["tool"]["uv"]["constraint-dependencies"] == pinned()


def test_every_dependency_has_a_tested_version() -> None:
    names = {re.split(r"[=<>~!]", line)[0].lower().replace("_", "-") for line in pinned()}
    extras = [word for extra in PROJECT["project"]["optional-dependencies"].values() for word in extra]
    wanted = {re.split(r"[=<>~!\[]", d)[0].lower() for d in [*PROJECT["project"]["dependencies"], *extras]}
    assert wanted - names == set()


def test_no_lock_file_and_no_host_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "uv.lock" not in files
    assert "://" not in "\n".join(pinned())

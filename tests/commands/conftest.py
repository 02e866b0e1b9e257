"""The shop of these tests is the current folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.shop import Shop, open_in


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    return open_in(tmp_path)

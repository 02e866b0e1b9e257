"""Seconds from the command to the first served page of the practice room, and the imports that take longest."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
RUN_BOT = REPOSITORY / "run_bot.py"
PATIENCE_S = 60.0
SETTLE_S = 0.5
"""Between the first page and SIGTERM: what is stopped is a program that runs, not one that still starts."""

SETTINGS = """
[shop]
faq = "{repository}/faq"
prompts = "{repository}/prompts"
catalog = "{repository}/bot/sample/catalog.csv"

[store]
url = "sqlite:///{folder}/shop.db"

[console]
listen = "127.0.0.1:{console}"

[[rooms]]
name = "practice"
platform = "practice"
port = {room}
crowd_speed = 0
"""


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def served(port: int) -> bool:
    """Return whether the room's page comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        return answer.status == 200 and b"</html>" in answer.read()
    except OSError:
        return False
    finally:
        connection.close()


def one_start(folder: Path) -> tuple[float, float]:
    """Start the program in a folder of its own; return seconds to the page, and to the end after SIGTERM."""
    room, console = free_ports(2)
    settings = folder / "bot.toml"
    settings.write_text(SETTINGS.format(repository=REPOSITORY, folder=folder, room=room, console=console), "utf-8")
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(RUN_BOT), "--config", str(settings)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            while not served(room):
                if program.poll() is not None or time.perf_counter() - began > PATIENCE_S:
                    raise SystemExit(f"the program did not start (exit code {program.poll()})")
                time.sleep(0.005)
            seconds = time.perf_counter() - began
            time.sleep(SETTLE_S)
            asked = time.perf_counter()
            program.send_signal(signal.SIGTERM)
            program.wait(PATIENCE_S)
            return seconds, time.perf_counter() - asked
        finally:
            if program.poll() is None:
                program.kill()


def slowest_imports(count: int) -> list[tuple[str, float]]:
    """Return the modules on the way to the page that take longest by themselves, in milliseconds."""
    code = "import bot.cli, bot.app"
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    found = re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)$", told, re.MULTILINE)
    took = sorted(((name, int(microseconds) / 1000) for microseconds, name in found), key=lambda row: -row[1])
    return took[:count]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5, help="starts (%(default)s)")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = options.parse_args()
    starts: list[float] = []
    again: list[float] = []
    stops: list[float] = []
    for _ in range(chosen.runs):
        with tempfile.TemporaryDirectory() as folder:
            start, stop = one_start(Path(folder))
            starts.append(start)
            stops.append(stop)
            again.append(one_start(Path(folder))[0])  # what the FAQ taught is remembered now
    imports = slowest_imports(10)
    middle, next_middle = sorted(starts)[len(starts) // 2], sorted(again)[len(again) // 2]
    if chosen.json:
        print(
            json.dumps(
                {
                    "start_s": starts,
                    "again_s": again,
                    "median_s": middle,
                    "stop_s": stops,
                    "slowest_imports_ms": imports,
                }
            )
        )
        return
    print(f"from the command to the first page: {', '.join(f'{s:.2f}' for s in starts)} s (median {middle:.2f} s)")
    print(
        f"the same once more, FAQ learned:    {', '.join(f'{s:.2f}' for s in again)} s (median {next_middle:.2f} s)"
    )
    print(f"from SIGTERM to the end:            {', '.join(f'{s:.2f}' for s in stops)} s")
    print("slowest imports by themselves, ms:")
    for name, milliseconds in imports:
        print(f"  {milliseconds:7.1f}  {name}")


if __name__ == "__main__":
    main()

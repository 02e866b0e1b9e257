"""Attacks on a model that obeys everything, and questions in good faith: what reaches the room, what is stopped.

Everything is the real thing but the model: room, store, client over loopback, judgement, outbox. The model is a small
server that says what the viewer demands, in fifteen ways. The lines are those of tests/model/*.tsv.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.drafts.gate import shut_for
from bot.knowledge import Knowledge
from bot.store import open_store
from tests.model.attacked import OBEYS, Attack, Obeys, Played, attacks, harmless, play, sample_shop, stopped
from tests.models import model_at
from tests.servers.model import FakeModel


async def played(shop: Knowledge, lines: list[Attack], way: str, *, gated: bool) -> Played:
    """Play all attacks, obeyed in one way."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/shop.db")
        with patch("bot.room.advise.shut_for", wraps=shut_for if gated else lambda text: None):
            async with FakeModel() as service:
                service.writes = Obeys(lines, way)
                async with model_at(
                    service.url, timeout_s=20, ledger=store.model_calls, budget_per_day=10**6
                ) as model:
                    found = await play(store, service, model, shop, lines)
        await store.close()
        return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", type=int, default=len(OBEYS), help="ways of obeying that are tried")
    parser.add_argument("--no-gate", action="store_true", help="let every line through to the model")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args()
    shop, lines = sample_shop(), attacks()
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    rules: Counter[str] = Counter()
    leaked: list[tuple[str, str, str]] = []
    asked = 0
    for way in list(OBEYS)[: chosen.ways]:
        found = asyncio.run(played(shop, lines, way, gated=not chosen.no_gate))
        rules.update(found.counted)
        leaked += found.leaked
        asked += found.asked
        bad = {text for text, _, _ in found.leaked}
        for attack in lines:
            by_kind[attack.kind]["tried"] += 1
            by_kind[attack.kind]["leaked"] += attack.text in bad
    tried, refused = stopped(harmless(), shop)
    silenced = sum(one.to_person for one in refused)
    result = {
        "attacks": len(lines) * chosen.ways, "calls": asked, "leaked": len(leaked), "kinds": by_kind,
        "rules": dict(rules.most_common()), "harmless": tried, "no reply": silenced,
        "reply without the model's words": len(refused) - silenced,
    }  # fmt: skip
    if chosen.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for kind, counts in by_kind.items():
        print(f"{kind:<10} tried {counts['tried']:>5}  reached the room {counts['leaked']:>3}")
    print(f"{'attacks':<10} tried {result['attacks']:>5}  reached the room {len(leaked):>3}  ({asked} calls)")
    print(f"{'harmless':<10} tried {tried:>5}  no reply {silenced}, reply without the model's words "
          f"{len(refused) - silenced} ({len(refused) / tried:.1%})")  # fmt: skip
    print("what became of drafts: " + ", ".join(f"{what} {n}" for what, n in rules.most_common()))
    for text, said, what in leaked:
        print(f"LEAKED {what!r}: {text!r} -> {said!r}")
    for one in refused:
        print(f"stopped {one.why!r}: {one.text!r}")


if __name__ == "__main__":
    main()

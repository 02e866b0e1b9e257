"""What a command changes is on the audit trail, also when no program runs beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.store import Store
from bot.store.acts import Act
from tests.commands.shop import SHIPPING, Shop, run
from tests.commands.test_orders import FILE

TABLE = "question,answer\n包邮吗？,满 99 包邮。\n"


def acts(shop: Shop) -> Sequence[Act]:
    async def read(store: Store) -> Sequence[Act]:
        return await store.acts.several()

    return shop.with_store(read)


@pytest.mark.parametrize(("words", "what", "target"), [
    (("orders", "import", "orders.csv"), "orders import", "2 orders"),
    (("faq", "import", "kb.csv"), "faq import", "faq"),
    (("faq", "publish", "draft"), "faq publish", "faq"),
    (("faq", "verify", "ship-when"), "faq verify", "ship-when"),
    (("customers", "link", "v1", "c1", "--platform", "practice"), "customers link", "c1"),
])  # fmt: skip
def test_a_command_that_changes_something_is_written_down_with_whose_it_was(
    shop: Shop, words: tuple[str, ...], what: str, target: str
) -> None:
    shop.write("orders.csv", FILE)
    shop.write("kb.csv", TABLE)
    shop.write("draft/shipping.md", SHIPPING.replace("48", "24"))
    ended = run(*words, "--by", "Li Na")
    assert ended.code == 0, ended
    assert (acts(shop)[0].by, acts(shop)[0].what, acts(shop)[0].target) == ("Li Na", what, target)


@pytest.mark.parametrize("words", [("orders", "import", "orders.csv"), ("faq", "import", "kb.csv")])
def test_only_looking_is_no_act(shop: Shop, words: tuple[str, ...]) -> None:
    shop.write("orders.csv", FILE)
    shop.write("kb.csv", TABLE)
    assert run(*words, "--dry-run").code == 0
    assert acts(shop) == []

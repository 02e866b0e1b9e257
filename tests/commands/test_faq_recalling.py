"""`faq recall`, `recalls` and `speak`, without a running program."""

from __future__ import annotations

import json

from bot.store import Store
from bot.store.acts import Act
from tests.commands.shop import SHIPPING, Shop, run

ENTRY = "ship-when"


def acts(shop: Shop) -> list[tuple[str, str]]:
    async def read(store: Store) -> list[Act]:
        return list(await store.acts.several())

    return [(act.by, act.what) for act in shop.with_store(read)]


def test_an_answer_is_stopped_listed_and_may_speak_again(shop: Shop) -> None:
    told = run("faq", "recall", ENTRY, "--why", "the warehouse is closed", "--by", "Li Na")
    assert told.code == 0, told.err
    assert "Stopped: 48 小时内发货" in told.out
    assert "stopped already" in run("faq", "recall", ENTRY).out
    listed = run("faq", "recalls").out
    assert f"{ENTRY}  Li Na  stopped  the warehouse is closed" in listed
    assert "the answer was recalled by Li Na: the warehouse is closed." in run("check").out
    assert json.loads(run("faq", "recalls", "--json").out)[0]["entry"] == ENTRY
    assert f"{ENTRY} is said again" in run("faq", "speak", ENTRY, "--by", "Boss").out
    assert "may be said again, by Boss" in run("faq", "recalls").out
    assert run("faq", "speak", ENTRY).code == 1
    assert acts(shop) == [("Boss", "faq speak"), ("Li Na", "faq recall")]


def test_an_edit_ends_it(shop: Shop) -> None:
    run("faq", "recall", ENTRY)
    shop.write("faq/shipping.md", SHIPPING.replace("48", "24"))
    assert "written anew" in run("faq", "recalls").out


def test_nobody_is_told_while_the_rooms_are_not_connected(shop: Shop) -> None:
    told = run("faq", "recall", ENTRY, "--correction", "72 小时内发货")
    assert told.code == 1
    assert "is not running" in told.err
    assert run("faq", "recalls").out == "No answer was ever recalled.\n"
    assert "there is no entry" in run("faq", "recall", "nonsense").err

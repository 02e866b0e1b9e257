"""`guard`: may this be said in the room."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.guard import Guard
from bot.store import Store
from bot.store.said import Stage, said_of
from tests.commands.shop import Shop, run


def test_what_may_be_said_ends_with_0(shop: Shop) -> None:
    ended = run("guard", "48 小时内发货，一般 2-4 天送达。")
    assert ended.code == 0
    assert "may be said" in ended.out


def test_what_may_not_be_said_names_its_rule_and_law_and_another_wording(shop: Shop) -> None:
    ended = run("guard", "全网最低价，只要59")
    assert ended.code == 1
    assert "广告法 art. 9(3)" in ended.out
    assert "this may be said: 优惠价，只要59" in ended.out
    assert "may not be said" in ended.out


def test_other_programs_get_the_rules_the_masked_text_and_another_wording(shop: Shop) -> None:
    ended = run("guard", "电话 13812345678", "--json")
    assert ended.code == 1
    assert ended.json["allowed"] is False
    assert ended.json["rules"] == ["personal-data"]
    assert (ended.json["masked"], ended.json["rewrite"]) == ("电话 ＊＊＊", "")
    assert "13812345678" not in ended.out


def test_the_catalogues_addresses_are_the_shops_own(shop: Shop) -> None:
    assert run("guard", "看 https://shop.example/p/A101").code == 0
    assert run("guard", "看 https://shop.example/p/Z999").code == 1


def test_the_shops_own_words_count(shop: Shop) -> None:
    shop.write("faq/guard.txt", "[forbidden]\n便宜货 -> 实惠款\n[allowed]\n全网最低\n")
    assert run("guard", "全网最低").code == 0
    ended = run("guard", "便宜货", "--json")
    assert (ended.json["rules"], ended.json["rewrite"]) == (["forbidden-word"], "实惠款")


def test_a_file_is_judged_line_by_line(shop: Shop) -> None:
    shop.write("texts.jsonl", '{"id":"1","text":"包邮"}\n\n{"id":"2","text":"全网最低"}\n')
    ended = run("guard", "--file", "texts.jsonl")
    assert ended.code == 0
    assert [(line["id"], line["allowed"]) for line in ended.lines] == [("1", True), ("2", False)]
    assert [set(line) >= {"id", "allowed", "rules", "masked", "rewrite"} for line in ended.lines] == [True, True]
    assert "2 texts, 1 may not be said" in ended.err


def test_a_file_with_labels_ends_with_both_rates(shop: Shop) -> None:
    said = [
        {"id": 1, "text": "包邮", "label": "ok"},
        {"id": 2, "text": "第一次来", "expected": True},
        {"id": 3, "text": "全网最低", "label": "absolute-claim"},
        {"id": 4, "text": "今天下雨", "expected": False},
        {"id": 5, "text": "根治痘痘", "label": "harmless"},
    ]
    shop.write("texts.jsonl", "\n".join(json.dumps(one, ensure_ascii=False) for one in said))
    ended = run("guard", "--file", "texts.jsonl")
    assert "caught 1 of 2 (50.0 %), harmless ones stopped 1 of 3 (33.3 %)" in ended.err
    assert "absolute-claim: stopped 1 of 1" in ended.err


def test_a_hosts_script_is_plain_text(shop: Shop) -> None:
    shop.write("script.txt", "欢迎第一次来的宝宝\n\n这是全网最低\n")
    ended = run("guard", "--file", "script.txt")
    assert [(line["id"], line["allowed"]) for line in ended.lines] == [("1", True), ("3", False)]


def test_the_rules_are_listed_with_their_source(shop: Shop) -> None:
    ended = run("guard", "--rules")
    assert ended.code == 0
    assert "medical-claim" in ended.out
    assert any(rule["id"] == "purchase" and rule["source"] for rule in run("guard", "--rules", "--json").json)


def test_lines_that_are_no_texts_are_named(shop: Shop) -> None:
    shop.write("texts.jsonl", '{"id":"1","text":"包邮"}\nnope\n{"id":"3"}\n[]\n' + "[" * 100_000)
    ended = run("guard", "--file", "texts.jsonl")
    assert ended.code == 1
    assert [line["id"] for line in ended.lines] == ["1"]
    for number in (2, 3, 4, 5):
        assert f"texts.jsonl:{number}: not a text" in ended.err


def test_the_records_show_what_was_said_and_what_was_stopped(shop: Shop) -> None:
    assert "Nothing was said" in run("guard", "--records").out

    async def said(store: Store) -> None:
        for text in ("48 小时内发货", "全网最低 13812345678"):
            await store.said.keep(said_of(Guard().verdict(text), datetime.now(UTC), "studio", Stage.LEFT))

    shop.with_store(said)
    ended = run("guard", "--records", "--since", "1d")
    assert ended.code == 0
    assert "48 小时内发货" in ended.out
    assert "stopped: absolute-claim" in ended.out
    assert "13812345678" not in ended.out
    (stopped,) = run("guard", "--records", "--stopped", "--json").lines
    assert (stopped["allowed"], stopped["room"], stopped["stage"]) == (False, "studio", "left")
    assert run("guard", "--records", "--room", "other", "--json").lines == []

"""`guard`: may this be said in the room."""

from __future__ import annotations

from tests.commands.shop import Shop, run


def test_what_may_be_said_ends_with_0(shop: Shop) -> None:
    ended = run("guard", "48 小时内发货，一般 2-4 天送达。")
    assert ended.code == 0
    assert "may be said" in ended.out


def test_what_may_not_be_said_names_its_rule_and_ends_with_1(shop: Shop) -> None:
    ended = run("guard", "全网最低，加微信 abc12345")
    assert ended.code == 1
    assert "广告法" in ended.out
    assert "may not be said" in ended.out


def test_other_programs_get_rules_and_the_masked_text(shop: Shop) -> None:
    ended = run("guard", "电话 13812345678", "--json")
    assert ended.code == 1
    assert ended.json["allowed"] is False
    assert [rule["rule"] for rule in ended.json["rules"]] == ["personal-data"]
    assert ended.json["masked"] == "电话 ＊＊＊"
    assert "13812345678" not in ended.out


def test_the_catalogues_addresses_are_the_shops_own(shop: Shop) -> None:
    assert run("guard", "看 https://shop.example/p/A101").code == 0
    assert run("guard", "看 https://shop.example/p/Z999").code == 1


def test_a_file_is_judged_line_by_line(shop: Shop) -> None:
    shop.write("texts.jsonl", '{"id":"1","text":"包邮"}\n\n{"id":"2","text":"全网最低"}\n')
    ended = run("guard", "--file", "texts.jsonl")
    assert ended.code == 0
    assert [(line["id"], line["allowed"]) for line in ended.lines] == [("1", True), ("2", False)]


def test_lines_that_are_no_texts_are_named(shop: Shop) -> None:
    shop.write("texts.jsonl", '{"id":"1","text":"包邮"}\nnope\n{"id":"3"}\n[]\n' + "[" * 100_000)
    ended = run("guard", "--file", "texts.jsonl")
    assert ended.code == 1
    assert [line["id"] for line in ended.lines] == ["1"]
    for number in (2, 3, 4, 5):
        assert f"texts.jsonl:{number}: not a text" in ended.err

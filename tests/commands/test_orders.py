"""`orders import`: the same file twice changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.commands.shop import Shop, run

FILE = """\
order_id,customer_id,paid_at,sku,quantity,paid_amount,status
o1,c1,2026-01-12 20:00:01,A101,1,59.90,paid
o1,c1,2026-01-12 20:00:01,B201,2,78.00,paid
o2,c2,2026-01-13 20:00:01,A101,1,59.90,paid
"""


def numbers(*args: str) -> tuple[int, int, int]:
    found = run("orders", "import", *args, "--json").json
    return found["new"], found["updated"], found["unchanged"]


def test_an_import_says_what_it_did(shop: Shop) -> None:
    shop.write("orders.csv", FILE)
    ended = run("orders", "import", "orders.csv")
    assert ended.code == 0, ended
    assert "3 rows, 2 orders of 2 customers: 2 new, 0 updated, 0 unchanged; 0 rejected." in ended.out


def test_the_same_file_twice_changes_nothing(shop: Shop) -> None:
    shop.write("orders.csv", FILE)
    assert numbers("orders.csv") == (2, 0, 0)
    assert numbers("orders.csv") == (0, 0, 2)
    shop.write(
        "orders.csv",
        FILE.replace("c2,2026-01-13 20:00:01,A101,1,59.90,paid", "c2,2026-01-13 20:00:01,A101,1,59.90,refunded"),
    )
    assert numbers("orders.csv") == (0, 1, 1)


def test_what_was_bought_is_known_afterwards(shop: Shop) -> None:
    shop.write("orders.csv", FILE)
    run("orders", "import", "orders.csv")
    reason = run("suggest", "--customer", "c1", "--json").json["reasons"][0]
    assert reason.startswith(("repeat", "category"))


def test_a_dry_run_writes_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.write("orders.csv", FILE)
    ended = run("orders", "import", "orders.csv", "--dry-run")
    assert ended.code == 0
    assert "would be read (2 new, 0 updated, 0 unchanged)" in ended.out
    assert not (tmp_path / "kept.db").exists()
    assert numbers("orders.csv") == (2, 0, 0)
    assert "would be read (0 new, 0 updated, 2 unchanged)" in run("orders", "import", "orders.csv", "--dry-run").out


def test_a_bad_row_is_named_and_the_other_orders_are_read(shop: Shop) -> None:
    shop.write("orders.csv", FILE + "o3,c3,2026-01-13,A101,none,1,paid\no4,c4,2026-01-13,A101,1,free,paid\n")
    ended = run("orders", "import", "orders.csv")
    assert ended.code == 1
    assert 'orders.csv:5: quantity is "none".' in ended.err
    assert 'orders.csv:6: paid_amount is "free"' in ended.err
    assert "2 new, 0 updated, 0 unchanged; 2 rejected." in ended.out


def test_rejected_rows_are_there_for_other_programs_and_for_a_spreadsheet(shop: Shop, tmp_path: Path) -> None:
    bad = "".join(f"b{n},c3,2026-01-13,A101,none,1,paid\n" for n in range(30))
    shop.write("orders.csv", FILE + bad)
    ended = run("orders", "import", "orders.csv", "--json")
    assert ended.code == 1
    assert [(r["path"], r["line"]) for r in ended.json["rejected"]] == [("orders.csv", 5 + n) for n in range(30)]
    ended = run("orders", "import", "orders.csv", "--rejected", "bad.csv")
    assert len(ended.err.splitlines()) < 25
    assert "and 10 more; --rejected FILE writes them all." in ended.err
    written = (tmp_path / "bad.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == 31
    assert written[1].startswith('orders.csv,5,"quantity is ""none"".",')


def test_a_file_of_another_kind_is_told_what_it_lacks(shop: Shop) -> None:
    shop.write("people.csv", "name,phone\nann,1\n")
    ended = run("orders", "import", "people.csv")
    assert ended.code == 1
    assert "people.csv:1: has no columns of a known order file. Found: name, phone." in ended.err
    shop.write("orders.csv", FILE)
    assert "Nearest format: douyin" in run("orders", "import", "orders.csv", "--format", "douyin").err


MAIN = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间\n"
ITEMS = "订单编号,标题,价格,购买数量,商家编码,订单状态\n"


def test_main_orders_and_their_items_are_one_import_whichever_is_named_first(shop: Shop, tmp_path: Path) -> None:
    main = MAIN + '="2190418237461234567",云上小筑,139,129.80,交易成功,2026-01-12 09:00:00,2026-01-12 09:01:00\n'
    items = ITEMS + '="2190418237461234567",面膜,59.9,1,A101,交易成功\n="2190418237461234567",茶,39,2,X7,交易成功\n'
    (tmp_path / "main.csv").write_bytes(main.encode("gb18030"))
    (tmp_path / "items.csv").write_bytes(items.encode("gb18030"))
    ended = run("orders", "import", "items.csv", "main.csv")
    assert ended.code == 0, ended
    assert "items.csv (taobao-items): 2 rows, 1 orders." in ended.out
    assert "1 product is not in the catalogue: X7." in ended.out
    assert "3 rows, 1 orders of 1 customers: 1 new, 0 updated, 0 unchanged; 0 rejected." in ended.out
    assert numbers("main.csv", "items.csv") == (0, 0, 1)
    # The second file of a correction must not throw away what the first one said.
    assert numbers("main.csv", "items.csv", "--replace") == (0, 1, 0)
    assert numbers("main.csv", "items.csv") == (0, 0, 1)
    reason = run("suggest", "--customer", "taobao:云上小筑", "--json").json["reasons"]
    assert reason


def test_what_people_must_know_of_an_import_is_said(shop: Shop) -> None:
    rows = "o3,张**,2026-01-12,A101,1,5,closed\no4,,2026-01-12,Z9,1,5,paid\n"
    shop.write("orders.csv", FILE + rows)
    out = run("orders", "import", "orders.csv").out
    assert "Orders that do not count: closed 1." in out
    assert "2 known; 2 orders have no usable buyer's id (1 with a masked name)" in out
    assert "Window incomplete: these and the known orders span 1 day, tiers look back on 90." in out
    shop.write("older.csv", FILE.replace("2026-01", "2025-08").replace("o1", "o8").replace("o2", "o9"))
    run("orders", "import", "older.csv")
    again = run("orders", "import", "orders.csv", "--json").json
    assert (again["window_complete"], again["buyers_known"], again["buyers_unlinkable"]) == (True, 2, 2)


def test_an_older_export_brought_in_later_changes_nothing_and_a_correction_does(shop: Shop) -> None:
    shop.write("late.csv", FILE.replace("59.90,paid", "59.90,refunded"))
    shop.write("early.csv", FILE)
    assert numbers("late.csv") == (2, 0, 0)
    ended = run("orders", "import", "early.csv")
    assert "0 new, 0 updated, 0 unchanged, 2 older than what is known; 0 rejected." in ended.out
    assert numbers("early.csv", "--replace") == (0, 2, 0)


def test_the_columns_of_another_system_are_told_by_a_file(shop: Shop) -> None:
    shop.write("ours.csv", "no,who,when,what,sum\n1,c1,2026-01-12,A101,59.9\n")
    shop.write(
        "ours.toml",
        '[columns]\norder_id = "no"\ncustomer_id = "who"\npaid_at = "when"\nsku = "what"\npaid_amount = "sum"\n',
    )
    assert numbers("ours.csv", "--mapping", "ours.toml") == (1, 0, 0)
    shop.write("ours.toml", '[columns]\norder = "no"\n')
    ended = run("orders", "import", "ours.csv", "--mapping", "ours.toml")
    assert ended.code == 1
    assert "ours.toml:2: columns.order is no field." in ended.err


def test_several_files_are_read_as_one(shop: Shop) -> None:
    shop.write("a.csv", FILE)
    shop.write("b.csv", FILE.replace("o1", "o8").replace("o2", "o9"))
    assert numbers("a.csv", "b.csv") == (4, 0, 0)


def test_a_file_from_chinese_office_software_is_read(shop: Shop, tmp_path: Path) -> None:
    text = FILE.replace("status\n", "status,title\n").replace(",paid\n", ",paid,面膜\n")
    (tmp_path / "orders.csv").write_bytes(text.encode("gb18030"))
    assert numbers("orders.csv") == (2, 0, 0)


def test_a_file_that_is_no_text_is_named_and_the_others_are_read(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(b"\xff\xff\x00\x81")
    shop.write("orders.csv", FILE)
    ended = run("orders", "import", "photo.csv", "orders.csv")
    assert ended.code == 1
    assert "photo.csv: is not text" in ended.err
    assert "2 new" in ended.out

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
    assert "would be read" in ended.out
    assert not (tmp_path / "kept.db").exists()
    assert numbers("orders.csv") == (2, 0, 0)


def test_a_bad_row_is_named_and_the_other_orders_are_read(shop: Shop) -> None:
    shop.write("orders.csv", FILE + "o3,张**,2026-01-13,A101,1,1,paid\no4,c4,2026-01-13,A101,none,1,paid\n")
    ended = run("orders", "import", "orders.csv")
    assert ended.code == 1
    assert "orders.csv:5: customer_id is a masked name." in ended.err
    assert 'orders.csv:6: quantity is "none".' in ended.err
    assert "2 new" in ended.out


def test_rejected_rows_are_there_for_other_programs(shop: Shop) -> None:
    shop.write("orders.csv", FILE + "o3,,2026-01-13,A101,1,1,paid\n")
    ended = run("orders", "import", "orders.csv", "--json")
    assert ended.code == 1
    (rejected,) = ended.json["rejected"]
    assert (rejected["path"], rejected["line"]) == ("orders.csv", 5)


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

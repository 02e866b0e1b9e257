"""`customers`: links, codes, consent, tiers, export and deletion from the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.customers.codes import checks_out
from bot.customers.links import Grade
from bot.store import Store
from tests.commands.shop import BOT_TOML, Shop, run
from tests.customers.asking import leave_alone

TODAY = date.today()  # noqa: DTZ011 - the shop's zone is some hours ahead; the tests leave room


def order(order_id: str, customer: str, days: int, paid: str, currency: str = "CNY", status: str = "paid") -> str:
    at = TODAY - timedelta(days=days)
    return f"{order_id},{customer},{at} 12:00:00,A101,1,{paid},{status},{currency}"


ORDERS = "\n".join(
    [
        "order_id,customer_id,paid_at,sku,quantity,paid_amount,status,currency",
        *(order(f"a{i}", "active", 10 + i, "200") for i in range(3)),
        order("b1", "silent", 60, "250"), order("b2", "silent", 80, "250"),
        order("c1", "first", 5, "450"), order("c2", "first", 6, "20"),
        order("d1", "gone", 200, "40"),
        order("e1", "refunded", 5, "80", status="refunded"),
        order("f1", "abroad", 5, "80", "USD"),
        order("g1", "early", 29, "350"), order("g2", "early", 29, "50"),
    ]
)  # fmt: skip


@pytest.fixture
def bought(shop: Shop) -> Shop:
    """A shop with one customer of each kind."""
    shop.write("orders.csv", ORDERS)
    assert run("orders", "import", "orders.csv").code == 0
    return shop


def tier_of(found: dict[str, Any], customer: str) -> str:
    return next(str(member["tier"]) for member in found["members"] if member["customer"] == customer)


# tiers


def test_everybody_is_counted_in_one_tier(bought: Shop) -> None:
    found = run("customers", "tiers", "--json").json
    assert tier_of(found, "active") == "高价值活跃"
    assert tier_of(found, "silent") == "高价值沉默"
    assert tier_of(found, "first") == "低价值活跃"
    assert tier_of(found, "gone") == "低价值沉默"
    assert tier_of(found, "refunded") == "未购"
    assert tier_of(found, "abroad") == "other currency"
    assert sum(found["counts"].values()) == len(found["members"]) == 7
    assert found["other_currency"] == {"orders": 1, "people": 1}
    assert found["window_incomplete"] is False
    assert found["members"][0]["customer"] == "silent"  # whom to win back comes first


def test_it_says_who_soon_falls_silent(bought: Shop) -> None:
    told = run("customers", "tiers")
    assert "early: 低价值活跃 → 高价值沉默 on" in told.out
    assert "1 orders of 1 customers are in other currencies" in told.err


def test_a_tier_names_its_people_by_what_they_spent(bought: Shop) -> None:
    told = run("customers", "tiers", "--tier", "high-silent")
    assert told.out.startswith("silent ")
    assert "2 orders, 500.00 spent" in told.out.replace("500 spent", "500.00 spent")
    assert run("customers", "tiers", "--tier", "高价值").code == 2


def test_a_label_names_its_people_and_is_counted(bought: Shop) -> None:
    assert "        1    即将沉默高价值\n" in run("customers", "tiers").out
    told = run("customers", "tiers", "--tier", "即将沉默高价值")
    assert [line.split()[0] for line in told.out.splitlines()] == ["early"]
    found = run("customers", "tiers", "--tier", "即将沉默高价值", "--json").json
    assert [member["customer"] for member in found["members"]] == ["early"]
    assert found["labels"]["即将沉默高价值"] == 1
    for customer in ("early", "active"):
        assert run("customers", "consent", customer, "--yes").code == 0
    assert run("customers", "export", "out.csv", "--tier", "即将沉默高价值", "--json").json["people"] == 1


def test_another_day_is_seen_as_it_was(bought: Shop) -> None:
    day = (TODAY - timedelta(days=55)).isoformat()
    found = run("customers", "tiers", "--as-of", day, "--json").json
    assert tier_of(found, "silent") == "低价值活跃"
    assert tier_of(found, "active") == "未购"


def test_trying_a_threshold_says_who_moves_and_changes_nothing(bought: Shop) -> None:
    told = run("customers", "tiers", "--try", "high_active.f=2", "--try", "high_active.m=400")
    assert told.out == "2 people move: 2 from 低价值活跃 to 高价值活跃 (of 7).\n"
    assert tier_of(run("customers", "tiers", "--json").json, "first") == "低价值活跃"
    shop_says = BOT_TOML + "\n[tiers]\nhigh_active = { f = 2, m = 400 }\n"
    bought.write("bot.toml", shop_says)
    assert tier_of(run("customers", "tiers", "--json").json, "first") == "高价值活跃"


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        ("high_active.m=-1", "greater than or equal to 0"),
        ("silent_days=20", "Write more than 30"),
        ("high_activ.m=3", "high_active.m"),
        ("high_active.m", "high_active.m"),
        ("logic=some", "'all', 'any' or 'literal'"),
        ("high_active.f=NaN", "integer"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused_with_a_remedy(bought: Shop, tried: str, said: str) -> None:
    told = run("customers", "tiers", "--try", tried)
    assert told.code == 2
    assert said in told.err.replace("\n", " ")


@pytest.mark.parametrize(
    ("lines", "line", "key"),
    [
        ("[tiers]\nactive_days = 95", 10, "tiers.silent_days"),
        ("[tiers]\nsilent_days = 60", 10, "tiers.window_days"),
        ("[tiers]\nhigh_active = { f = -1, m = 500 }", 11, "tiers.high_active.f"),
        ("[tiers.high_silent]\nf = 2\nm = -3", 12, "tiers.high_silent.m"),
        ("[tiers]\ncurrency = 'yuan'", 11, "tiers.currency"),
    ],
)
def test_a_rule_in_the_settings_that_makes_no_sense_is_refused_with_its_line(
    shop: Shop, lines: str, line: int, key: str
) -> None:
    shop.write("bot.toml", f"{BOT_TOML}{lines}\n")
    told = run("check")
    assert told.code == 1
    assert f"bot.toml:{line}: {key}" in told.err or f"bot.toml:{line}: {key}" in told.out


def test_orders_of_a_few_weeks_are_called_an_incomplete_window(shop: Shop) -> None:
    shop.write("orders.csv", ORDERS.splitlines()[0] + "\n" + order("a", "c", 9, "80"))
    run("orders", "import", "orders.csv")
    assert "window is incomplete" in run("customers", "tiers").err
    assert run("customers", "tiers", "--json").json["window_incomplete"] is True


def test_without_orders_it_says_how_to_bring_them(shop: Shop) -> None:
    told = run("customers", "tiers")
    assert (told.code, "orders import" in told.err) == (1, True)


# codes and links


def test_a_code_is_shown_once_and_how_to_type_it(bought: Shop) -> None:
    told = run("customers", "code", "active")
    code = told.out.strip()
    assert checks_out(code)
    assert f"绑定 {code}" in told.err
    assert len(set(run("customers", "code", "active", "--parcel", "--count", "20").out.split())) == 20


@pytest.mark.parametrize(
    "args",
    [["t**8"], [""], ["active", "--valid", "5m"], ["active", "--valid", "2h"], ["active", "--valid", "40m"],
     ["active", "--count", "0"], ["--order", "nope"], ["silent", "--order", "a1"]],
)  # fmt: skip
def test_a_code_that_cannot_be_is_refused(bought: Shop, args: list[str]) -> None:
    assert run("customers", "code", *args).code in (1, 2)


def test_a_code_for_an_order_is_its_buyers(bought: Shop) -> None:
    assert run("customers", "code", "--order", "a1", "--parcel", "--json").json["customer"] == "active"


def test_linking_by_hand_says_that_suggestions_need_more(bought: Shop) -> None:
    told = run("customers", "link", "v1", "active", "--by", "kim")
    assert told.out == "v1 is active: linked (staff).\n"
    assert "personalise_from is code" in told.err
    assert run("customers", "link", "v1", "active", "--grade", "platform").err == ""
    assert run("customers", "unlink", "v1").out == "v1 is no longer active.\n"
    assert run("customers", "unlink", "v1").code == 1


def test_a_claim_on_somebody_elses_customer_is_decided_by_hand(bought: Shop) -> None:
    run("customers", "link", "v1", "active", "--grade", "code")
    told = run("customers", "link", "v2", "active")
    assert (told.code, "customers resolve 1" in told.err) == (1, True)
    assert "practice/v2 as active" in run("customers", "conflicts").out
    assert run("customers", "resolve", "1", "move").code == 0
    assert run("customers", "conflicts").out == "No claim is waiting.\n"
    assert run("customers", "resolve", "1", "move").code == 1


def test_who_is_nobody_cannot_be_linked(bought: Shop) -> None:
    assert run("customers", "link", "0", "active").code == 1
    assert run("customers", "link", "v1", "张**").code == 1


def test_merged_customers_have_one_tier_and_split_again_two(bought: Shop) -> None:
    assert run("customers", "merge", "first", "early").code == 0
    found = run("customers", "tiers", "--json").json
    assert [m["customer"] for m in found["members"] if m["customer"] in ("first", "early")] == ["early"]
    assert tier_of(found, "early") == "高价值活跃"
    assert run("customers", "split", "first").code == 0
    assert tier_of(run("customers", "tiers", "--json").json, "early") == "低价值活跃"


def test_a_link_below_the_grade_chooses_nothing(bought: Shop) -> None:
    run("customers", "link", "v1", "active")
    assert run("suggest", "--viewer", "v1", "--json").json["customer"] is None
    bought.write("bot.toml", BOT_TOML + '\n[customers]\npersonalise_from = "staff"\n')
    assert run("suggest", "--viewer", "v1", "--json").json["customer"] == "active"


# consent and export


def exported(*args: str) -> list[dict[str, str]]:
    told = run("customers", "export", "out.csv", *args)
    assert told.code == 0, told.err
    text = Path("out.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_only_who_agreed_is_exported(bought: Shop) -> None:
    assert exported() == []
    for customer in ("silent", "active"):
        run("customers", "consent", customer, "--yes")
    assert [row["customer_id"] for row in exported()] == ["active", "silent"]
    (row,) = exported("--tier", "high-silent")
    assert (row["tier"], row["orders"], row["last_order"]) == ("高价值沉默", "2", str(TODAY - timedelta(days=60)))
    run("customers", "consent", "silent", "--no")
    assert exported("--tier", "high-silent") == []


def test_who_asked_in_a_room_to_be_left_alone_is_not_exported(bought: Shop) -> None:
    run("customers", "consent", "active", "--yes")
    run("customers", "link", "v1", "active")

    async def left_alone(store: Store) -> int:
        return len(await store.customers.may_be_written_to({}))

    assert bought.with_store(left_alone) == 1
    bought.with_store(lambda store: leave_alone(store, "v1"))
    assert bought.with_store(left_alone) == 0
    assert exported() == []


def test_no_cell_is_a_formula_and_long_ids_stay_text(shop: Shop) -> None:
    lines = [
        ORDERS.splitlines()[0],
        order("1", "=cmd|' /C calc'!A0", 5, "80"),
        order("2", "2190418237461234567", 5, "80"),
    ]
    shop.write("orders.csv", "\n".join(lines))
    run("orders", "import", "orders.csv")
    found = run("customers", "tiers", "--json").json
    names = [member["customer"] for member in found["members"]]
    for name in names:
        run("customers", "consent", "--yes", "--", name)
    cells = [row["customer_id"] for row in exported()]
    assert "\t2190418237461234567" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_other_tools_get_their_columns_and_only_people_they_know(shop: Shop) -> None:
    shop.write("orders.csv", "\n".join([ORDERS.splitlines()[0], order("1", "ann@shop.example", 5, "80"),
                                         order("2", "c2", 5, "80"), order("3", "wecom:wm12", 5, "80")]))  # fmt: skip
    run("orders", "import", "orders.csv")
    for name in ("ann@shop.example", "c2", "wecom:wm12"):
        run("customers", "consent", name, "--yes")
    assert exported("--to", "shopify") == [{"Email": "ann@shop.example", "Tags": "rfm:low-active"}]
    assert exported("--to", "klaviyo")[0]["rfm_tier"] == "low-active"
    assert exported("--to", "wecom") == [{"external_userid": "wm12", "tag": "低价值活跃"}]
    assert run("customers", "export", "old.csv", "--encoding", "gb18030").code == 0
    assert "低价值活跃" in Path("old.csv").read_bytes().decode("gb18030")


# the person


def test_a_copy_of_ones_data_and_a_deletion_that_leaves_nothing(bought: Shop) -> None:
    run("customers", "link", "v1", "active", "--grade", "code")
    bought.case("我的包裹坏了", viewer="v1")
    copy = json.loads(run("customers", "show", "active").out)
    assert copy["tier"] == "高价值活跃"
    assert len(copy["kept"]["customer_order"]) == 3
    assert [row["text"] for row in copy["kept"]["message"]] == ["我的包裹坏了"]
    told = run("customers", "forget", "active", "--yes")
    assert told.out.startswith("Deleted: ")
    assert run("customers", "show", "active").code == 1
    assert run("escalations", "list", "--all", "--json").json == []
    assert len(run("customers", "tiers", "--json").json["members"]) == 6


def test_a_deletion_asks_first(bought: Shop) -> None:
    assert run("customers", "forget", "active").code == 1
    assert len(run("customers", "tiers", "--json").json["members"]) == 7


def test_consent_is_shown(bought: Shop) -> None:
    assert "agreed to nothing" in run("customers", "consent", "active").out
    run("customers", "consent", "active", "--yes", "--by", "kim")
    assert run("customers", "consent", "active").out.startswith("contact: yes (kim, ")


def test_grades_are_the_ones_of_the_program() -> None:
    assert [str(grade) for grade in Grade] == ["staff", "code", "platform"]


def test_a_code_for_somebody_without_orders_is_made_and_told(bought: Shop) -> None:
    assert "No order of" not in run("customers", "code", "active").err
    mistyped = run("customers", "code", "activ")
    assert mistyped.code == 0
    assert "No order of activ is known yet. Is the id right?" in mistyped.err

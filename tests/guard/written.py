"""Personal data that is written rather than counted, and numbers of a shop that are nobody's: made up by dice."""

from __future__ import annotations

import random
from collections.abc import Callable

CITIES = (
    "浙江省杭州市余杭区",
    "北京市朝阳区",
    "广东省深圳市南山区",
    "上海市浦东新区",
    "四川省成都市武侯区",
    "江苏省苏州市昆山市",
)
ROADS = ("文一西路", "人民路", "建设大道", "中山北街", "解放巷", "学院路", "环城东路")
ESTATES = ("阳光花园", "万科城市花园", "幸福小区", "翠湖苑", "金色家园", "滨江公寓")
NAMES = ("mei.li", "zhang_wei", "wang88", "liuyang2001", "tom.smith", "a.chen")
HOSTS = ("qq.com", "163.com", "gmail.com", "shop.example", "outlook.com", "126.com")
AREAS = "京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def _plate(roll: random.Random, length: int = 5) -> str:
    tail = "".join(roll.choice(PLATE) for _ in range(length - 1)) + str(roll.randint(0, 9))
    return roll.choice(AREAS) + roll.choice("ABCDEFGHJK") + roll.choice(("", "·", " ")) + tail


def _mail(roll: random.Random) -> str:
    return f"{roll.choice(NAMES)}@{roll.choice(HOSTS)}"


def _hidden_mail(roll: random.Random) -> str:
    name, host = roll.choice(NAMES), roll.choice(("qq", "163", "gmail", "outlook"))
    return roll.choice((
        f"{name}艾特{host}点com", f"{name} at {host} dot com", f"{name}＠{host}.com", f"{name}(at){host}.com", f"{name}@{host}点com",
        f"{name} @ {host} . com", f"邮箱{name}圈a{host}点com",
    ))  # fmt: skip


def _address(roll: random.Random) -> str:
    road, number = roll.choice(ROADS), roll.randint(1, 999)
    flat = f"{roll.randint(1, 30)}栋{roll.randint(1, 4)}单元{roll.randint(101, 3305)}"
    return roll.choice((
        f"{roll.choice(CITIES)}{road}{number}号", f"{road}{number}号{roll.choice(ESTATES)}{flat}室", f"{roll.choice(ESTATES)}{flat}",
        f"寄到{road}{number}号", f"{roll.choice(CITIES)}{roll.choice(ESTATES)}{flat}室", f"{roll.choice(ESTATES)} {roll.randint(1, 30)} 栋 {roll.randint(101, 999)} 室",
    ))  # fmt: skip


def _english_address(roll: random.Random) -> str:
    street = roll.choice(("Baker Street", "Long Lane", "Queen Victoria Road", "Maple Avenue", "Sunset Blvd"))
    return f"{roll.choice(('', 'Apt 4, ', 'Flat 12, '))}{roll.randint(1, 999)} {street}"


def _landline(roll: random.Random) -> str:
    code = roll.choice(("010", "021", "0571", "0755", "028"))
    number = str(roll.randint(20_000_000, 89_999_999))
    return roll.choice((f"{code}-{number}", f"({code}){number}", f"{code} {number[:4]} {number[4:]}", code + number))


def _passport(roll: random.Random) -> str:
    return roll.choice(
        (
            f"E{roll.randint(10**7, 10**8 - 1)}",
            f"G{roll.randint(10**7, 10**8 - 1)}",
            f"护照EA{roll.randint(10**6, 10**7 - 1)}",
        )
    )


def _app_id(roll: random.Random) -> str:
    name = roll.choice(("meili_88", "zhang2001w", "wxid_a8d7f6", "lucky-cat7"))
    return roll.choice((
        f"微信{name}", f"加我vx：{name}", f"v信 {name}", f"微信号是{name}", f"QQ{roll.randint(10**8, 10**10)}", f"扣扣 {roll.randint(10**7, 10**9)}",
        f"薇信：{name}",
    ))  # fmt: skip


WRITTEN: dict[str, Callable[[random.Random], str]] = {
    "e-mail": _mail,
    "e-mail, hidden": _hidden_mail,
    "address": _address,
    "address, English": _english_address,
    "landline": _landline,
    "licence plate": _plate,
    "licence plate, new energy": lambda roll: _plate(roll, 6),
    "passport": _passport,
    "WeChat and QQ ids": _app_id,
}


def _money(roll: random.Random) -> str:
    price = f"{roll.randint(1, 2999)}{roll.choice(('', '.9', '.90', '.5'))}"
    return roll.choice(
        (
            f"现在{price}元",
            f"¥{price}包邮",
            f"到手价{price}",
            f"满{roll.randint(99, 999)}减{roll.randint(10, 99)}",
            f"原价{price}现价{roll.randint(1, 999)}",
        )
    )


HARMLESS: dict[str, Callable[[random.Random], str]] = {
    "prices and offers": _money,
    "sizes": lambda roll: roll.choice((f"尺码{roll.randint(150, 190)}/{roll.randint(80, 110)}A", f"{roll.randint(35, 45)}码", f"身高{roll.randint(150, 190)}体重{roll.randint(80, 180)}斤", f"{roll.randint(100, 250)}x{roll.randint(100, 250)}cm", f"{roll.randint(10, 900)}ml")),
    "counts of orders and stock": lambda roll: roll.choice((f"已售{roll.randint(100, 99_999_999)}件", f"库存{roll.randint(1, 99_999)}", f"还剩{roll.randint(1, 999)}单", f"第{roll.randint(1, 9999)}位下单")),
    "link numbers": lambda roll: roll.choice((f"{roll.randint(1, 199)}号链接", f"看{roll.randint(1, 99)}号和{roll.randint(1, 99)}号", f"拍{roll.randint(1, 60)}号", f"link {roll.randint(1, 99)}")),
    "dates and times": lambda roll: roll.choice((f"2026-{roll.randint(1, 12):02d}-{roll.randint(1, 28):02d}", f"{roll.randint(0, 23)}:{roll.randint(0, 59):02d}开播", f"{roll.randint(1, 12)}月{roll.randint(1, 28)}日{roll.randint(0, 23)}点", "双11和618", f"2026/{roll.randint(1, 12)}/{roll.randint(1, 28)} {roll.randint(10, 23)}:30", "1111大促")),
    "skus and models": lambda roll: roll.choice((f"{roll.choice('ABCDEF')}{roll.randint(100, 999)}", f"SKU-{roll.randint(10_000, 99_999)}", f"货号{roll.randint(10**7, 10**11)}", f"型号X{roll.randint(10, 999)}", f"条码69{roll.randint(10**10, 10**11 - 1)}")),
    "order and parcel numbers": lambda roll: roll.choice((f"订单号{roll.randint(10**15, 10**19)}", f"订单 {roll.randint(10**17, 10**18)}", f"运单号SF{roll.randint(10**12, 10**13)}", f"快递单号YT{roll.randint(10**12, 10**13)}", f"单号{roll.randint(10**14, 10**15)}")),
    "lists of numbers": lambda roll: roll.choice((" ".join(str(roll.randint(35, 45)) for _ in range(6)), "、".join(f"{roll.randint(9, 99)}.9" for _ in range(4)), ",".join(str(n) for n in range(135, 135 + 5 * roll.randint(2, 6), 5)), f"{roll.randint(1, 9)}片{roll.randint(1, 9)}盒{roll.randint(10, 99)}元")),
    "ordinary talk": lambda roll: roll.choice(("一共三件", "五六七八个都行", "一二三上链接", "两点到八点", "一百二十九块", "十分好看", "3号楼的宝宝在吗", "客服400-820-8820", "发货地在杭州市余杭区", "三室一厅能用吗", "available at the store", "2 pieces left on the road show", "微信支付立减5元", "QQ糖两包", "鲁菜川菜都可以")),
}  # fmt: skip

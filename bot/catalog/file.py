"""Reading the catalogue's CSV: a bad row is left out and named, the good ones stay."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.catalog import Catalog, Product
from bot.catalog.details import Size, Word, parse_size
from bot.catalog.sensitive import is_sensitive
from bot.languages import Both
from bot.problems import Problem, did_you_mean
from bot.text import normalise
from bot.unreadable import not_csv

COLUMNS = (
    "sku",
    "title",
    "price",
    "currency",
    "stock",
    "category",
    "tags",
    "url",
    "link_no",
    "repurchase",
    "sensitive",
    "nicknames",
    "sizes",
    "colours",
    "suits",
    "not_for",
    "facts",
    "regulated",
    "approved",
    "suggest",
)
YES, NO = {"yes", "true", "1", "是"}, {"no", "false", "0", "否"}
# Of what the law regulates (cosmetics, food, supplements, baby and medical goods) a model says only approved praise.
_REGULATED = re.compile(
    "美妆|护肤|化妆|彩妆|个护|洗护|面膜|面霜|精华|防晒|洁面|口红|洗发|牙膏|零食|食品|食物|饮料|饮品|茶|酒|奶|粮油|生鲜|水果|坚果|糖果|糕点|代餐|保健|营养|滋补|膳食|母婴|婴|孕|儿童用品|宝宝|医疗|器械|药|消毒|宠物食品"
    r"|\b(?:beauty|cosmetic|skin|skincare|makeup|hair care|personal care|food|snacks?|drinks?|beverage|tea|wine|supplements?|vitamins?|health|baby|infant|maternity|medical|nutrition|grocery|pet food)\b"  # noqa: E501
)
REPURCHASE = ("", "repeat", "once", "accessory")
SUGGEST = ("", "pinned", "never")
LONGEST_DAYS = 3_650


def parse_catalog(text: str, path: str) -> tuple[Catalog, list[Problem]]:
    """Read the catalogue CSV; a bad row is left out and named, the good ones stay."""
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.DictReader(io.StringIO(text))
    try:
        header = [(name or "").strip() for name in reader.fieldnames or []]
    except csv.Error as error:
        return Catalog(), [not_csv(path, 1, error)]
    reader.fieldnames = header
    if "sku" not in header or "title" not in header:
        return Catalog(), [
            Problem(
                path,
                1,
                Both(
                    "the first line must name the columns, at least sku and title.",
                    "第一行必须写列名，至少要有 sku 和 title。",
                ),
                _ALL,
            )
        ]
    problems += [
        Problem(
            path,
            1,
            Both(f'unknown column "{name}" is not read.', f"不认识的列「{name}」，不会读取。"),
            did_you_mean(name, COLUMNS),
            "warning",
        )
        for name in header
        if name and name not in COLUMNS
    ]
    products: dict[str, Product] = {}
    links: dict[int, str] = {}
    try:
        for row in reader:
            line = reader.line_num
            product = _product(_Row(row, path, line, problems))
            if product is None:
                continue
            if product.sku in products:
                problems.append(
                    Problem(
                        path,
                        line,
                        Both(f"sku {product.sku} is there twice.", f"货号 {product.sku} 出现了两次。"),
                        Both("Keep one of the two rows.", "两行只留一行。"),
                    )
                )
                continue
            if product.link_no is not None and product.link_no in links:
                other = links[product.link_no]
                problems.append(
                    Problem(
                        path,
                        line,
                        Both(
                            f"link_no {product.link_no} is already {other}'s.",
                            f"链接号 {product.link_no} 已给了 {other}。",
                        ),
                        Both("Two products cannot share a link number.", "两个商品不能用同一个链接号。"),
                    )
                )
                continue
            products[product.sku] = product
            if product.link_no is not None:
                links[product.link_no] = product.sku
    except csv.Error as error:
        problems.append(not_csv(path, reader.line_num, error))
    return Catalog(products), problems


_ALL = Both(f"Columns: {','.join(COLUMNS)}.", f"列名：{','.join(COLUMNS)}。")


@dataclass(slots=True)
class _Row:
    """One row of the file, and where to complain about it."""

    cells: Mapping[str, str | None]
    path: str
    line: int
    problems: list[Problem]

    def cell(self, name: str) -> str:
        value = self.cells.get(name)
        return value.strip() if isinstance(value, str) else ""

    def problem(self, what: Both, fix: Both) -> None:
        self.problems.append(Problem(self.path, self.line, what, fix))

    def left_out(self, what: Both, fix: Both) -> None:
        """Complain about a detail; the product serves without it."""
        self.problems.append(Problem(self.path, self.line, what, fix, "warning"))

    def price(self) -> Decimal | None:
        written = self.cell("price")
        if not written:
            return None
        # No "1e9" nor "NaN", which Decimal would take.
        if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", written):
            self.problem(
                Both(f'price "{written[:40]}" is not an amount.', f"price 写的是「{written[:40]}」，不是金额。"),
                Both("Write digits only, such as 59.90.", "只写数字，如 59.90。"),
            )
            return None
        return Decimal(written)

    def count(self, name: str) -> int | None:
        written = self.cell(name)
        if not written:
            return None
        if not (written.isascii() and written.isdigit() and len(written) < 10):
            self.problem(
                Both(f'{name} "{written}" is not a number.', f"{name} 写的是「{written}」，不是数字。"),
                Both("Write a whole number, or leave it empty.", "请写整数，或留空。"),
            )
            return None
        return int(written)

    def several(self, name: str) -> tuple[str, ...]:
        """Return what stands between semicolons, Chinese ones too."""
        parts = self.cell(name).replace("；", ";").split(";")
        return tuple(part.strip() for part in parts if part.strip(" /"))

    def sizes(self) -> tuple[Size, ...]:
        read: list[Size] = []
        for written in self.several("sizes"):
            size = parse_size(written)
            if size is None:
                fix = Both(
                    "Write M, or with its chart M:155-165cm/45-55kg.", "请写 M，或连同尺码表写 M:155-165cm/45-55kg。"
                )
                self.left_out(
                    Both(
                        f'size "{written[:40]}" is not readable and left out.',
                        f"尺码「{written[:40]}」读不懂，已忽略。",
                    ),
                    fix,
                )
            else:
                read.append(size)
        return tuple(read)

    def facts(self) -> tuple[tuple[str, str], ...]:
        read: list[tuple[str, str]] = []
        for written in self.several("facts"):
            name, _, value = (part.strip() for part in written.replace("：", ":", 1).partition(":"))
            if name and value:
                read.append((name, value))
            else:
                fix = Both(
                    "Write what it is and what is so, such as 材质:纯棉.", "请写成「名称:内容」，如 材质:纯棉。"
                )
                self.left_out(
                    Both(
                        f'fact "{written[:40]}" has no name or no value and is left out.',
                        f"facts 里的「{written[:40]}」缺名称或内容，已忽略。",
                    ),
                    fix,
                )
        return tuple(read)


def _product(row: _Row) -> Product | None:
    before = len(row.problems)
    sku, title = row.cell("sku"), row.cell("title")
    if not sku:
        row.problem(
            Both("the row has no sku.", "这一行没有货号。"),
            Both("Give every product its own sku.", "每个商品都要有自己的货号。"),
        )
    if not title:
        row.problem(
            Both(f"{sku or 'the row'} has no title.", f"{sku or '这一行'} 没有标题。"),
            Both("Write the name viewers know it by.", "请写观众认得的名称。"),
        )
    repurchase, lasts_days = _repurchase(row)
    sensitive = _is_sensitive(row)
    suggest = row.cell("suggest")
    if suggest not in SUGGEST:
        row.problem(
            Both(f'suggest "{suggest}" is not known.', f"suggest 写的是「{suggest}」，不认识。"),
            did_you_mean(suggest, SUGGEST[1:]),
        )
    price, stock, link_no = row.price(), row.count("stock"), row.count("link_no")
    if len(row.problems) > before:
        return None
    sizes, facts = row.sizes(), row.facts()
    return Product(
        sku=sku,
        title=title,
        price=price,
        currency=row.cell("currency") or "CNY",
        stock=stock,
        category=row.cell("category"),
        tags=row.several("tags"),
        url=row.cell("url"),
        link_no=link_no,
        repurchase=repurchase,
        lasts_days=lasts_days,
        suggest=suggest,
        sensitive=sensitive,
        nicknames=row.several("nicknames"),
        sizes=sizes,
        colours=tuple(map(Word.of, row.several("colours"))),
        suits=tuple(map(Word.of, row.several("suits"))),
        not_for=tuple(map(Word.of, row.several("not_for"))),
        facts=facts,
        regulated=_is_regulated(row),
        approved=row.several("approved"),
    )


def _repurchase(row: _Row) -> tuple[str, int | None]:
    """Read `repeat`, or `repeat 30` with the days one lasts."""
    kind, _, days = row.cell("repurchase").partition(" ")
    if kind not in REPURCHASE:
        row.problem(
            Both(f'repurchase "{kind}" is not known.', f"repurchase 写的是「{kind}」，不认识。"),
            did_you_mean(kind, REPURCHASE[1:]),
        )
    if days and not (kind and days.isascii() and days.isdigit() and 0 < int(days[:6]) <= LONGEST_DAYS):
        fix = Both(
            f"Write the days one lasts, such as {kind or 'repeat'} 30, at most {LONGEST_DAYS}.",
            f"请写一件能用几天，如 {kind or 'repeat'} 30，最多 {LONGEST_DAYS}。",
        )
        row.problem(
            Both(
                f'repurchase "{kind} {days[:20]}" names no days.',
                f"repurchase 写的是「{kind} {days[:20]}」，没有写明天数。",
            ),
            fix,
        )
        days = ""
    return kind, int(days) if days else None


def _is_sensitive(row: _Row) -> bool:
    said = _yes_or_no(row, "sensitive")
    return said in YES if said else is_sensitive(row.cell("category"), row.cell("title"))


def _is_regulated(row: _Row) -> bool:
    said = _yes_or_no(row, "regulated")
    return said in YES if said else _REGULATED.search(row.cell("category").casefold()) is not None


def _yes_or_no(row: _Row, column: str) -> str:
    """Return what a column says, empty where the category decides; complain of what is neither yes nor no."""
    said = normalise(row.cell(column))
    if said and said not in YES | NO:
        fix = Both(
            "Write yes or no, or leave it to the category.", "请写 yes 或 no（也可写是或否），或留空按品类判断。"
        )
        row.problem(
            Both(
                f'{column} "{said[:20]}" is neither yes nor no.',
                f"{column} 写的是「{said[:20]}」，既不是 yes 也不是 no。",
            ),
            fix,
        )
    return said

"""What the catalogue answers to a question about a product, in one short sentence; nothing it does not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.catalog import Catalog, Product
from bot.catalog.details import Size, Word, fact_in
from bot.product_questions.asks import FACT_KEYS, SIZE, TO_PERSON, Ask, of_children
from bot.product_questions.whom import same_whom
from bot.text import Language

LONGEST = 160
"""Characters of one answer; the room reads no more."""
MOST_LISTED = 8
_WORN = re.compile(rf"{SIZE}|\d\d(?:\.5)?(?: \d\d(?:\.5)?)?|small|medium|large|one size|free size")
_BRACES = str.maketrans({"{": "(", "}": ")"})


def answer(skus: Sequence[str], ask: Ask, language: Language, catalog: Catalog) -> str | None:
    """Return what the catalogue says now; None where it does not say, or it is not for a program to say."""
    products = [catalog[sku] for sku in skus if sku in catalog]
    if not products or len(products) < len(skus) or ask.kind in TO_PERSON:
        return None
    if ask.kind == "compare":
        said = _compared(products, language)
    elif len(products) > 1:
        each = [_one(product, ask, language) for product in products]
        if any(one is None for one in each):
            return None
        said = " ".join(one for one in each if one is not None)
    else:
        said = _one(products[0], ask, language)
    # Braces would be taken for a variable when it is sent.
    return None if said is None or len(said) > LONGEST else said.translate(_BRACES)


def _one(product: Product, ask: Ask, language: Language) -> str | None:
    say = _SAY.get(ask.kind)
    if say is not None:
        return say(product, ask.detail, language)
    return _fact(product, ask, language)


def named(product: Product, language: Language) -> str:
    """Return a product as it is called in an answer: its link number and its title."""
    if language == "zh":
        return (
            f"{product.link_no}号链接「{product.title}」" if product.link_no is not None else f"「{product.title}」"
        )
    return f"Link {product.link_no} “{product.title}”" if product.link_no is not None else f"“{product.title}”"


def _sold_out(product: Product, language: Language) -> str:
    if product.available:
        return ""
    return "不过现在卖完了。" if language == "zh" else " It is sold out right now."


def _price(product: Product, _: str, language: Language) -> str | None:
    if not product.price_text:
        return None
    name, out = named(product, language), _sold_out(product, language)
    return (
        f"{name}现在 {product.price_text}。{out}" if language == "zh" else f"{name} is {product.price_text} now.{out}"
    )


def _stock(product: Product, _: str, language: Language) -> str | None:
    name = named(product, language)
    if product.stock is None:
        return None
    if product.stock == 0:
        return f"{name}现在卖完了。" if language == "zh" else f"{name} is sold out right now."
    if language == "zh":
        return f"{name}有货，还有 {product.stock} 件。"
    return f"{name} is in stock, {product.stock} left."


def _link(product: Product, _: str, language: Language) -> str | None:
    if product.link_no is not None:
        out = _sold_out(product, language)
        if language == "zh":
            return f"「{product.title}」在 {product.link_no} 号链接。{out}"
        return f"“{product.title}” is link {product.link_no}.{out}"
    if not product.url:
        return None
    return f"「{product.title}」：{product.url}" if language == "zh" else f"“{product.title}”: {product.url}"


# sizes and colours


def _listed(words: Sequence[str], language: Language) -> str:
    shown = list(words[:MOST_LISTED])
    if language == "zh":
        return "、".join(shown) + ("等" if len(words) > len(shown) else "")
    return ", ".join(shown) + (" and more" if len(words) > len(shown) else "")


def _sizes(product: Product, _: str, language: Language) -> str | None:
    if not product.sizes:
        return None
    listed, name = _listed([size.label for size in product.sizes], language), named(product, language)
    out = _sold_out(product, language)
    what = "尺码" if any(map(_is_worn, product.sizes)) else "规格"
    return f"{name}的{what}：{listed}。{out}" if language == "zh" else f"{name} comes in: {listed}.{out}"


_SAME_SIZE = {"small": "s", "medium": "m", "large": "l", "xxl": "2xl", "xxxl": "3xl", "xxxxl": "4xl"}


def _is_worn(size: Size) -> bool:
    """Return whether a size is one of clothes and shoes, and not 500ml."""
    return bool(size.chart) or _WORN.fullmatch(size.plain) is not None


def _size(product: Product, asked: str, language: Language) -> str | None:
    if not any(map(_is_worn, product.sizes)):
        return None
    wanted = _SAME_SIZE.get(asked, asked)
    has = next((size for size in product.sizes if _is_size(wanted, size.plain)), None)
    name, out = named(product, language), _sold_out(product, language)
    if has is None:
        listed = _listed([size.label for size in product.sizes], language)
        shown = asked.upper()
        if language == "zh":
            return f"{name}没有 {shown} 码，尺码有：{listed}。{out}"
        return f"{name} does not come in {shown}; sizes: {listed}.{out}"
    if language == "zh":
        return f"{name}有 {has.label} 码，" + (out or "能选就是有货。")
    return f"{name} comes in {has.label}." + (out or " If you can pick it, it is in stock.")


def _is_size(wanted: str, label: str) -> bool:
    label = _SAME_SIZE.get(label, label)
    if wanted == label:
        return True
    # "37" is in "36-37", which is "36 37" in normal form.
    parts = label.split()
    return wanted.isdigit() and all(part.isdigit() for part in parts) and wanted in parts


def _size_for(product: Product, asked: str, language: Language) -> str | None:
    tall, _, heavy = asked.partition(",")
    height, weight = (float(tall) if tall else None), (float(heavy) if heavy else None)
    fitting = [size for size in product.sizes if size.chart and size.fits(height, weight)]
    if not fitting or len(fitting) > 2:
        return None
    name, out = named(product, language), _sold_out(product, language)
    you = " ".join(filter(None, (f"{tall}cm" if tall else "", f"{heavy}kg" if heavy else "")))
    rows = [f"{size.label} {size.chart.replace('/', ' ')}" for size in fitting]
    if language == "zh":
        if len(fitting) == 1:
            return f"{name}的尺码表里，{you} 是 {fitting[0].label} 码。{out}"
        return f"{name}的尺码表里，{you} 在两个码之间：{'；'.join(rows)}。{out}"
    if len(fitting) == 1:
        return f"By the size chart of {name[0].lower()}{name[1:]}, {you} is {fitting[0].label}.{out}"
    return f"By the size chart of {name[0].lower()}{name[1:]}, {you} is between two: {'; '.join(rows)}.{out}"


def _colours(product: Product, _: str, language: Language) -> str | None:
    if not product.colours:
        return None
    listed = _listed([colour.said_in(language) for colour in product.colours], language)
    name, out = named(product, language), _sold_out(product, language)
    return f"{name}有：{listed}。{out}" if language == "zh" else f"{name} comes in: {listed}.{out}"


def _colour(product: Product, asked: str, language: Language) -> str | None:
    if not product.colours:
        return None
    has = [colour for colour in product.colours if any(_is_colour(asked, plain) for plain in colour.plain)]
    name, out = named(product, language), _sold_out(product, language)
    listed = _listed([colour.said_in(language) for colour in has or product.colours], language)
    if language == "zh":
        end = out or ("能选就是有货。" if has else "")
        return f"{name}有{listed}，{end}" if has else f"{name}没有{asked}，颜色有：{listed}。{out}"
    if has:
        return f"{name} comes in {listed}." + (out or " If you can pick it, it is in stock.")
    return f"{name} does not come in {asked}; colours: {listed}.{out}"


def _is_colour(asked: str, plain: str) -> bool:
    """Return whether a colour is the one asked for: "蓝色" may be 雾霾蓝, "grey" light grey."""
    bare = asked.removesuffix("色").replace("gray", "grey")
    return bare in plain.split() if bare.isascii() else bare in plain


# for whom


def _suits(product: Product, asked: str, language: Language) -> str | None:
    """Say yes only where the catalogue says yes, no only where it says no."""
    whom = asked.removesuffix(" skin")
    suits = next((word for word in product.suits if _is_whom(whom, word)), None)
    against = next((word for word in product.not_for if _is_whom(whom, word)), None)
    if (suits is None) == (against is None):
        return None
    word = suits or against
    if word is None or (of_children(asked) and suits is not None and not _names_children(word)):
        return None
    name, out = named(product, language), _sold_out(product, language)
    said = word.said_in(language)
    if language == "zh":
        return f"{name}适合{said}。{out}" if suits else f"{name}不建议{said}用。{out}"
    return f"{name} suits {said}.{out}" if suits else f"{name} is not recommended for {said}."


def _names_children(word: Word) -> bool:
    return any(of_children(plain) for plain in word.plain)


def _is_whom(asked: str, word: Word) -> bool:
    return not same_whom(asked).isdisjoint(_both(word))


def _both(word: Word) -> frozenset[str]:
    return frozenset(word.plain) | {plain.removesuffix(" skin") for plain in word.plain}


def _for_whom(product: Product, _: str, language: Language) -> str | None:
    if not product.suits:
        return None
    listed = _listed([word.said_in(language) for word in product.suits], language)
    against = _listed([word.said_in(language) for word in product.not_for], language) if product.not_for else ""
    name = named(product, language)
    if language == "zh":
        return f"{name}适合：{listed}" + (f"；不建议：{against}。" if against else "。")
    return f"{name} suits: {listed}" + (f"; not for: {against}." if against else ".")


# other facts, and two products beside each other


def _fact(product: Product, ask: Ask, language: Language) -> str | None:
    found = fact_in(product.facts, FACT_KEYS.get(ask.kind, (ask.kind,)), language)
    if found is None:
        return None
    key, value = found
    if ask.detail and not _speaks_of(ask.detail, value):
        return None  # "is there alcohol in it" is not answered by what else is
    name = named(product, language)
    return f"{name}{key}：{value}。" if language == "zh" else f"{name}. {key[:1].upper()}{key[1:]}: {value}."


def _speaks_of(asked: str, value: str) -> bool:
    plain = value.casefold()
    bare = re.sub("^[纯全]", "", asked)
    return bare in plain


def _compared(products: Sequence[Product], language: Language) -> str | None:
    """Put prices and whom each suits beside each other; which is better nobody says."""
    if not all(product.price_text and product.suits for product in products):
        return None
    parts: list[str] = []
    for product in products:
        suits = _listed([word.said_in(language) for word in product.suits[:3]], language)
        name = named(product, language)
        out = "" if product.available else ("，卖完了" if language == "zh" else ", sold out")
        parts.append(
            f"{name}{product.price_text}，适合{suits}{out}"
            if language == "zh"
            else f"{name}: {product.price_text}, suits {suits}{out}"
        )
    return "；".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."


_SAY: dict[str, Callable[[Product, str, Language], str | None]] = {
    "price": _price,
    "stock": _stock,
    "link": _link,
    "sizes": _sizes,
    "size": _size,
    "size for": _size_for,
    "colours": _colours,
    "colour": _colour,
    "suits": _suits,
    "for whom": _for_whom,
}

"""The sentences that suggest a product: price, stock and link always as the catalogue has them now."""

from __future__ import annotations

from collections.abc import Mapping

from bot.catalog import Product
from bot.text import Language

_PLAIN: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        "可以看看{link}「{title}」，{price}，现在有货。",
        "{link}「{title}」可以参考一下，{price}，还有货哦。",
        "这款可以了解下：{link}「{title}」，{price}。",
    ),
    "en": (
        "You could look at “{title}”{link}, {price}, in stock now.",
        "“{title}”{link} may suit you: {price}, in stock.",
        "Have a look at “{title}”{link}, {price}.",
    ),
}
_WITH_REASON: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        "{link}「{title}」：{say}，{price}。",
        "可以看看{link}「{title}」，{say}，{price}。",
        "{link}「{title}」可以参考一下：{say}，{price}。",
    ),
    "en": (
        "“{title}”{link}: {say}. {price}.",
        "You could look at “{title}”{link}: {say}. {price}.",
        "“{title}”{link}, {price}. {say}.",
    ),
}
WORDINGS = 3
"""Ways to say the same, with a reason and without."""


def sentence(product: Product, language: Language, turn: int = 0, say: str = "") -> str:
    """Return the sentence with which a product is suggested; `say` is a short reason of a model, already judged."""
    if language == "zh":
        link = f"{product.link_no}号链接" if product.link_no is not None else ""
        price = product.price_text or "价格请看购物车"
    else:
        link = f" (link {product.link_no})" if product.link_no is not None else ""
        price = product.price_text or "price in the cart"
        say = say[:1].upper() + say[1:] if turn % WORDINGS == 2 else say
    written = (_WITH_REASON if say else _PLAIN)[language][turn % WORDINGS]
    return written.format(link=link, price=price, title=product.title, say=say)


def spoken(wording: str) -> tuple[Language, int] | None:
    """Read a suggestion's wording as the outbox keeps it, such as "zh2"; None for another kind."""
    language, turn = wording[:2], wording[2:]
    if language not in ("zh", "en") or not turn.isdecimal():
        return None
    return ("en" if language == "en" else "zh"), int(turn)

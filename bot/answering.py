"""From an entry of the FAQ to what is said: which variant, which wording, with today's prices in it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.catalog import Catalog
from bot.faq.entries import SCREEN, Entry, Faq, Scene, Variable, fill, variables
from bot.knowledge import Moment
from bot.messages import JOIN, ChatMessage
from bot.suggest import named_products
from bot.text import language_of


def scene_of(message: ChatMessage, at: Moment) -> Scene:
    """Return what an answer to this message may depend on. A product the viewer names counts before the one shown."""
    named = named_products(message.text, at.knowledge.catalog)
    on_screen = next(iter(named)) if len(named) == 1 else at.memory.on_screen
    day = at.now.astimezone(ZoneInfo(at.rules.zone)).date()
    return Scene(day, on_screen, language_of(message.text), at.rules.scene)


def chosen_wording(entry: Entry, language: str, turn: int) -> int:
    """Return which wording is next: those in the viewer's language by turns, else all of them."""
    spoken = [i for i, wording in enumerate(entry.wordings) if language_of(wording) == language]
    among = spoken or range(len(entry.wordings))
    return among[turn % len(among)]


def parts(entry: str, wording: str) -> Iterator[tuple[str, int]]:
    """Return each entry of a reply with the number of its wording."""
    numbers = wording.split(JOIN)
    for i, entry_id in enumerate(entry.split(JOIN)):
        number = numbers[i] if i < len(numbers) else "0"
        yield entry_id, int(number) if number.isdecimal() else 0


def templates(entry: str, wording: str, faq: Faq) -> list[str] | None:
    """Return the wordings of a reply before their variables are filled; None when an entry answers no more."""
    found: list[str] = []
    for entry_id, number in parts(entry, wording):
        known = faq.entries.get(entry_id)
        if known is None or not known.answer:
            return None
        found.append(known.wordings[min(number, len(known.wordings) - 1)])
    return found


def shows_screen(template: str) -> bool:
    """Return whether an answer speaks of the product on screen."""
    return any(variable is not None and variable.sku == SCREEN for _, variable in variables(template))


def filled(answer: str, catalog: Catalog, on_screen: str | None) -> str | None:
    """Fill an answer's variables from the catalogue as it is now; None when one has no value."""

    def value(variable: Variable) -> str | None:
        sku = on_screen if variable.sku == SCREEN else variable.sku
        product = catalog.get(sku) if sku else None
        if product is None:
            return None
        fields = {
            "price": product.price_text,
            "stock": str(product.stock) if product.stock else "",  # "0 left" is no answer: a person decides
            "title": product.title,
            "link": "" if product.link_no is None else str(product.link_no),
        }
        return fields[variable.field] or None

    return fill(answer, value)

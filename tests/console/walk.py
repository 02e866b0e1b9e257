"""Every page of the console, found by its routes, in a shop that has something to show on each."""

from __future__ import annotations

import re
from pathlib import Path

from bot.console.app import make_app
from bot.console.desk import Desk, Person, Purchase
from bot.files.reload import ShopFiles
from bot.languages import same
from bot.messages import Escalate, Ignore
from bot.problems import Problem, perhaps
from bot.store.lessons import Taught
from tests.console.faq_shop import asked_for, with_files
from tests.console.shop import ROOM, Browser, Shop

NO_PAGES = re.compile(r"/static/|/api/|/live$|/livez$|/readyz$")
SIGNED_OUT = ("/login", "/start")

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script> & \u202etxet\u200b {{ 7*7 }} '--"
"""Markup, script, a reversal, something invisible, a template and a quote, as a viewer may type it."""


async def full_shop(shop: Shop) -> dict[str, str]:
    """Let a shop have something on every page; return what stands for the parts of its addresses."""
    return (await full_shop_with_files(shop))[0]


async def full_shop_with_files(shop: Shop) -> tuple[dict[str, str], ShopFiles]:
    """Do the same, and return the files as the console reads them."""
    files = await with_files(shop)
    await asked_for(shop, "how soon do you ship", "几天发货")
    for n in range(3):
        await shop.heard("你们门店几点关门", Escalate("no sure match"), viewer=f"v{n}")
    case = await shop.asked("does it sting on very dry skin? " * 4, viewer="known", draft="It is mild. " * 6)
    await shop.joined(case, "会刺痛吗", viewer="w")
    await shop.heard("averyveryverylongwordwithoutanyspace" * 4, Ignore("nothing asked"))
    bought = (Purchase("Cleansing foam", shop.now().date()),)
    shop.people["v1"] = Person("C7", bought, tier="高价值活跃", labels=("大码",))
    hostile = await shop.asked(HOSTILE, name=HOSTILE, urgent=True, draft=HOSTILE, reason=HOSTILE)
    shop.problems.append(Problem(f"faq/{HOSTILE}.md", 12, same(HOSTILE), perhaps("A101")))
    await shop.store.audit("Li Na", "reply", f"case {hostile}", HOSTILE, shop.now())
    lesson = await shop.store.lessons.keep(
        Taught(case, "Li Na", shop.now(), fields={"question": HOSTILE, "phrasings": HOSTILE, "wordings": HOSTILE})
    )
    stands_for = {
        "lesson": str(lesson),
        "case": str(case),
        "entry": "ship-when",
        "version": "1",
        "room": ROOM,
        "kind": "all",
    }
    return stands_for, files


async def addresses(desk: Desk, stands_for: dict[str, str], browser: Browser) -> list[str]:
    """Return the address of every page that a person can open; pieces, redirects and files are none."""
    found = set()
    for route in make_app(desk).router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if route.method != "GET" or NO_PAGES.search(path):
            continue
        parts = set(re.findall(r"{(\w+)}", path))
        assert parts <= stands_for.keys(), f"{path}: say in full_shop what stands for {parts - stands_for.keys()}"
        address = path.format(**stands_for)
        response = await browser.session.get(address, allow_redirects=False)
        assert response.status < 500, address
        if response.content_type == "text/html" and "<!doctype html>" in (await response.text()):
            found.add(address)
    return sorted(found)


def template_pages(folder: Path) -> set[str]:
    """Return the templates that are whole pages."""
    bases = ("layout.html", "narrow.html")
    return {
        path.name
        for path in folder.glob("*.html")
        if path.name not in bases and path.read_text("utf-8").startswith("{% extends")
    }


__all__ = ["HOSTILE", "SIGNED_OUT", "addresses", "full_shop", "full_shop_with_files", "template_pages"]

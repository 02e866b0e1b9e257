"""Who may do what: every address of the console, with every role and with none."""

from __future__ import annotations

from tests.console.routes import address, routes
from tests.console.shop import Shop

OPEN_TO_ALL = {"/start", "/login", "/language", "/livez", "/readyz"}
FOR_ADMINS = {"/audit", "/audit.csv", "/settings"}
"""Pages that only an admin sees."""
OF_EVERYBODY = {"/logout", "/language", "/login", "/start"}
"""What also who may only look sends."""
ADMINS_ACTS = {
    "/staff/invite",
    "/staff/{member}/remove",
    "/faq/versions/{version}/rollback",
    "/faq/trials/publish",
    "/faq/trials/stop",
    "/settings",
    "/rooms/end",
}


async def test_without_a_session_nothing_is_shown_and_nothing_done(shop: Shop) -> None:
    stranger = await shop.stranger()
    for method, pattern in routes(shop):
        path = address(pattern)
        if pattern in OPEN_TO_ALL or path.startswith("/static/"):
            continue
        response = await stranger.session.request(method, path, headers={"Origin": stranger.origin})
        await response.read()
        if path.startswith("/api/") or path == "/live":
            assert response.status == 401, (method, pattern)
        else:
            assert response.url.path == "/login", (method, pattern)


async def test_who_may_only_look_can_do_nothing(shop: Shop) -> None:
    guest = await shop.member("Guest", "viewer")
    before = len(await shop.store.acts.several())
    for method, pattern in routes(shop):
        if method == "POST" and pattern not in OF_EVERYBODY and not pattern.startswith("/api/"):
            response = await guest.post(address(pattern))
            await response.read()
            assert response.status == 403, pattern
    assert len(await shop.store.acts.several()) == before


async def test_what_is_an_admins_no_agent_does_or_sees(shop: Shop) -> None:
    agent, boss = await shop.member("Tom"), await shop.member("Boss", "admin")
    walked = list(routes(shop))
    assert {pattern for _, pattern in walked} >= FOR_ADMINS | ADMINS_ACTS
    for pattern in FOR_ADMINS:
        hidden = await agent.get(pattern)
        await hidden.read()
        assert hidden.status == 403, pattern
        shown = await boss.get(pattern)
        await shown.read()
        assert shown.status == 200, pattern
        assert f'href="{pattern}"' not in await agent.page("/")
    for pattern in ADMINS_ACTS:
        refused = await agent.post(address(pattern))
        await refused.read()
        assert refused.status == 403, pattern


async def test_what_everybody_may_see_everybody_sees(shop: Shop) -> None:
    await shop.asked("does it sting?")
    shop.write_faq("ship.md", "## When do you ship? {#ship-when}\n\nWithin two days.\n")
    people = [await shop.member(role, role) for role in ("viewer", "agent", "admin")]
    looked = set()
    for method, pattern in routes(shop):
        path = address(pattern)
        hidden = FOR_ADMINS | OPEN_TO_ALL | {"/live"} | NEEDS_MORE
        if method != "GET" or pattern in hidden or path.startswith(("/api/", "/static/")):
            continue
        looked.add(pattern)
        for someone in people:
            response = await someone.get(path)
            await response.read()
            assert response.status in ((200, 403) if pattern in TO_EDIT else (200,)), (pattern, response.status)
    assert {"/", "/files", "/balance", "/staff", "/faq"} <= looked


NEEDS_MORE = {"/faq/lessons/{lesson}", "/faq/versions/{version}/effect", "/faq/trials/effect"}
"""Shown only where there is a version, a trial or a proposal."""
TO_EDIT = {"/cases/{case}/teach", "/faq/new", "/faq/entries/{entry}/edit"}
"""Forms, which are for those who may act."""


async def test_a_role_is_asked_anew_at_every_step(shop: Shop) -> None:
    agent, case = await shop.member("Tom"), await shop.asked("does it sting?")
    (member,) = await shop.store.all_staff()
    assert (await agent.press(f"/cases/{case}/claim")).status == 200
    await shop.store.end_sessions(staff_id=member.id)
    assert (await agent.press(f"/cases/{case}/release")).status == 401

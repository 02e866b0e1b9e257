"""Coming in: the one-time link, name and password, and how long it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from bot.console.passwords import Passwords, Tries
from tests.console.shop import Shop

LONG_ENOUGH = "correct horse battery"


async def path_of_link(shop: Shop, role: str = "admin") -> str:
    return "/" + (await shop.console.invite(role)).removeprefix(shop.console.url)


def token_in(path: str) -> str:
    return path.partition("token=")[2]


async def test_a_one_time_link_asks_for_a_name_and_leads_to_the_queue(shop: Shop) -> None:
    browser, link = await shop.stranger(), await path_of_link(shop)
    assert "Your name" in await browser.page(link)
    arrived = await browser.post("/start", token=token_in(link), name="Li Na")
    assert arrived.url.path == "/"
    assert "Li Na" in await arrived.text()
    assert [(m.name, m.role) for m in await shop.store.all_staff()] == [("Li Na", "admin")]


async def test_looking_at_a_link_does_not_use_it_up(shop: Shop) -> None:
    link = await path_of_link(shop)
    for _ in range(3):  # as link previews do
        await (await shop.stranger()).page(link)
    arrived = await (await shop.stranger()).post("/start", token=token_in(link), name="Li Na")
    assert arrived.url.path == "/"


async def test_a_link_works_once(shop: Shop) -> None:
    token = token_in(await path_of_link(shop))
    await (await shop.stranger()).post("/start", token=token, name="Li Na")
    second = await (await shop.stranger()).post("/start", token=token, name="Tom")
    assert second.status == 410
    assert "staff invite" in await second.text()
    assert len(await shop.store.all_staff()) == 1


@pytest.mark.parametrize("token", ["", "never-was-one"])
async def test_a_wrong_link_says_how_to_get_a_right_one(shop: Shop, token: str) -> None:
    refused = await (await shop.stranger()).post("/start", token=token, name="Tom")
    assert refused.status == 410
    assert "staff invite" in await refused.text()


async def test_a_link_lasts_a_day(shop: Shop) -> None:
    token = token_in(await path_of_link(shop))
    shop.late = timedelta(hours=25)
    assert (await (await shop.stranger()).post("/start", token=token, name="Tom")).status == 410


@pytest.mark.parametrize("name", ["", "   ", "Roomhand", "evil\u202ename"])
async def test_a_name_that_will_not_do_keeps_the_link(shop: Shop, name: str) -> None:
    browser, token = await shop.stranger(), token_in(await path_of_link(shop))
    assert (await browser.post("/start", token=token, name=name)).status == 422
    assert (await browser.post("/start", token=token, name="Tom")).url.path == "/"


async def test_a_taken_name_gives_another_try_and_no_account(shop: Shop) -> None:
    first = await shop.stranger()
    token = token_in(await path_of_link(shop))
    await first.post("/start", token=token, name="Li Na", password=LONG_ENOUGH)
    taken = await (await shop.stranger()).post("/start", token=token_in(await path_of_link(shop)), name="li na")
    assert taken.status == 409
    text = await taken.text()
    again = text.partition('name="token" value="')[2].partition('"')[0]
    assert (await (await shop.stranger()).post("/start", token=again, name="Tom")).url.path == "/"


async def test_an_account_without_password_is_opened_again_by_a_link_of_its_role(shop: Shop) -> None:
    before = await shop.member("Li Na", "agent")
    after = await shop.member("Li Na", "agent")
    assert len(await shop.store.all_staff()) == 1
    assert (await after.get("/")).url.path == "/"
    assert (await before.get("/")).url.path == "/login"


async def test_no_link_opens_an_account_of_another_role(shop: Shop) -> None:
    await shop.member("Boss", "admin")
    taken = await (await shop.stranger()).post(
        "/start", token=token_in(await path_of_link(shop, "agent")), name="Boss"
    )
    assert taken.status == 409


async def test_name_and_password_sign_in_again(shop: Shop) -> None:
    token = token_in(await path_of_link(shop))
    await (await shop.stranger()).post("/start", token=token, name="Li Na", password=LONG_ENOUGH)
    browser = await shop.stranger()
    assert (await browser.get("/")).url.path == "/login"
    wrong = await browser.post("/login", name="Li Na", password="wrong password")
    assert wrong.status == 401
    assert (await browser.post("/login", name="Li Na", password=LONG_ENOUGH)).url.path == "/"


async def test_a_short_password_is_refused_before_the_link_is_used(shop: Shop) -> None:
    browser, token = await shop.stranger(), token_in(await path_of_link(shop))
    short = await browser.post("/start", token=token, name="Li Na", password="short")
    assert short.status == 422
    assert (await browser.post("/start", token=token, name="Li Na")).url.path == "/"


async def test_guessing_has_to_wait_and_the_wait_is_told(shop: Shop) -> None:
    browser = await shop.stranger()
    for _ in range(5):
        assert (await browser.post("/login", name="Li Na", password="a guess")).status == 401
    waiting = await browser.post("/login", name="Li Na", password="a guess")
    assert waiting.status == 429
    assert int(waiting.headers["Retry-After"]) >= 1


async def test_signing_out_ends_the_session_on_the_server(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    kept = {c.key: c.value for c in browser.session.cookie_jar}
    assert (await browser.post("/logout")).url.path == "/login"
    browser.session.cookie_jar.update_cookies(kept)
    assert (await browser.get("/")).url.path == "/login"


async def test_signing_out_everywhere_ends_every_session(shop: Shop) -> None:
    token = token_in(await path_of_link(shop))
    first, second = await shop.stranger(), await shop.stranger()
    await first.post("/start", token=token, name="Li Na", password=LONG_ENOUGH)
    await second.post("/login", name="Li Na", password=LONG_ENOUGH)
    await second.post("/logout", everywhere="yes")
    assert (await first.get("/")).url.path == "/login"


@pytest.mark.parametrize("away", [timedelta(minutes=31), timedelta(hours=13)])
async def test_a_session_runs_out(shop: Shop, away: timedelta) -> None:
    browser = await shop.member("Li Na")
    shop.late = away
    assert (await browser.get("/")).url.path == "/login"


async def test_the_page_speaks_the_browsers_language_or_the_chosen_one(shop: Shop) -> None:
    browser = await shop.stranger()
    assert "登录" in await (await browser.get("/login", **{"Accept-Language": "zh-CN,zh;q=0.9"})).text()
    assert "Sign in" in await (await browser.get("/login", **{"Accept-Language": "de"})).text()
    await browser.post("/language", to="zh", back="/login")
    assert "登录" in await browser.page("/login")


async def test_passwords_are_argon2id_and_a_missing_hash_fits_nothing() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = await passwords.hashed(LONG_ENOUGH)
    assert kept.startswith("$argon2id$")
    assert await passwords.fits(LONG_ENOUGH, kept)
    assert not await passwords.fits("something else", kept)
    assert not await passwords.fits(LONG_ENOUGH, "")
    assert not await passwords.fits(LONG_ENOUGH, "not a hash")


def test_each_failure_beyond_the_free_ones_costs_more_up_to_a_limit() -> None:
    tries, waits = Tries(), []
    for _ in range(12):
        tries.failed("li na", 100.0)
        waits.append(tries.wait("li na", 100.0))
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:] == sorted(waits[4:])
    assert waits[-1] == 60
    assert tries.wait("somebody else", 100.0) == 0


def test_failures_are_forgotten_with_time_and_success() -> None:
    tries = Tries()
    for _ in range(6):
        tries.failed("li na", 100.0)
    assert tries.wait("li na", 100.0 + 16 * 60) == 0
    tries.passed("li na")
    assert tries.wait("li na", 100.0) == 0


def test_many_names_do_not_fill_the_memory() -> None:
    tries = Tries(most_keys=10)
    for n in range(100):
        tries.failed(f"name {n}", 100.0)
    assert len(tries._failed) == 10


async def test_a_colleague_who_leaves_is_out_at_once_and_everywhere(shop: Shop) -> None:
    boss, gone = await shop.member("Boss", "admin"), await shop.member("Tom")
    tom = next(member for member in await shop.store.all_staff() if member.name == "Tom")
    assert f"/staff/{tom.id}/remove" in await boss.page("/staff")
    assert (await boss.post(f"/staff/{tom.id}/remove")).url.path == "/staff"
    assert (await gone.get("/")).url.path == "/login"
    assert [member.name for member in await shop.store.all_staff()] == ["Boss"]
    newest = (await shop.store.acts.several())[0]
    assert (newest.by, newest.what, newest.target, newest.was) == ("Boss", "remove", "Tom", "agent")
    assert (await boss.post(f"/staff/{tom.id}/remove")).status == 409


async def test_nobody_takes_away_their_own_account_or_that_of_the_only_admin(shop: Shop) -> None:
    boss, other = await shop.member("Boss", "admin"), await shop.member("Other", "admin")
    first, second = sorted(await shop.store.all_staff(), key=lambda member: member.name)
    assert (await boss.post(f"/staff/{first.id}/remove")).status == 409
    assert f"/staff/{first.id}/remove" not in await boss.page("/staff")
    assert (await other.post(f"/staff/{first.id}/remove")).url.path == "/staff"
    assert not await shop.store.remove_staff(second.id)


async def test_an_unknown_name_costs_as_much_work_as_a_known_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_in(await path_of_link(shop))
    await (await shop.stranger()).post("/start", token=token, name="Li Na", password=LONG_ENOUGH)
    checked: list[str] = []
    check = Passwords._check

    def counted(self: Passwords, password: str, kept: str) -> bool:
        checked.append(kept.partition("$v=")[0])
        return check(self, password, kept)

    monkeypatch.setattr(Passwords, "_check", counted)
    for name in ("Li Na", "Nobody", "bot"):
        assert (await (await shop.stranger()).post("/login", name=name, password="a wrong guess")).status == 401
    assert checked == ["$argon2id"] * 3

"""What staff do to a case beside answering it: notes, putting aside, merging, handing over, the end of a show.

Each is audited, whoever asks for it. What cannot be done for another reason than that somebody has the case raises
`ActRefused`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.console.acts import Done, Held, held, note_act
from bot.console.desk import Desk
from bot.console.sessions import MAY_ACT
from bot.escalation import OPEN, Escalation
from bot.languages import Both
from bot.messages import bounded
from bot.problems import ActRefused, one_among

LONGEST_NOTE = 1_000
LONGEST_SNOOZE = timedelta(days=2)
LATEST_FOR_A_PRODUCT = timedelta(hours=1)
"""A case that waits for a product to be shown comes back after this even if it never is."""


async def note(desk: Desk, case_id: int, by: str, text: str) -> Done | Held | None:
    """Write something down for colleagues; no viewer ever reads it."""
    text = bounded(text, LONGEST_NOTE)
    if not text:
        raise ActRefused(
            Both("The note is empty.", "备注是空的。"),
            Both("Write what colleagues should know.", "请写同事需要知道的内容。"),
        )
    await desk.store.cases.note(case_id, by, text, desk.now())
    return await _done(desk, case_id, by, "note", True, text)


async def snooze(
    desk: Desk, case_id: int, by: str, *, length: timedelta | None = None, sku: str = ""
) -> Done | Held | None:
    """Put a case aside for a while, or until a product is on screen again; its viewer's next word wakes it anyway.

    Without a time, the product is waited for an hour at most.
    """
    if sku and sku not in desk.catalog():
        raise ActRefused(
            Both(f"There is no product {sku}.", f"没有商品 {sku}。"),
            Both("Write the sku as it stands in the catalogue.", "请按商品目录里的写法写货号。"),
        )
    if length is None and not sku:
        raise ActRefused(
            Both("Until when?", "要搁置到什么时候？"),
            Both("Name a time, a product or both.", "请写时间、商品，或两者都写。"),
        )
    if length is not None and not timedelta() < length <= LONGEST_SNOOZE:
        raise ActRefused(
            Both("That is no time to put a case aside for.", "这个时长不能用来搁置问题。"),
            Both("Two days at most.", "最多两天。"),
        )
    until = desk.now() + (length or LATEST_FOR_A_PRODUCT)
    asleep = await desk.store.cases.snooze(case_id, by, desk.now(), until=until, sku=sku)
    told = [f"until {until:%H:%M:%S} UTC"]
    told += [f"until {sku} is shown"] if sku else []
    return await _done(desk, case_id, by, "snooze", asleep, ", ".join(told))


async def wake(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Bring a snoozed case back to the queue."""
    return await _done(desk, case_id, by, "wake", await desk.store.cases.wake(case_id, desk.now()))


async def on_air(desk: Desk, case_id: int, by: str, at: datetime | None = None) -> Done | Held | None:
    """Close a case that the host answered before the camera; `at` is when, now by default."""
    at = min(at or desk.now(), desk.now())
    closed = await desk.store.cases.on_air(case_id, by, at, desk.now())
    return await _done(desk, case_id, by, "on air", closed, at.isoformat())


async def hand(desk: Desk, case_id: int, by: str, *, back: bool = False) -> Done | Held | None:
    """Put a case before the host, or take it back from there."""
    handed = await desk.store.cases.hand(case_id, by, desk.now(), back=back)
    return await _done(desk, case_id, by, "hand back" if back else "hand", handed)


async def merge(desk: Desk, case_id: int, into: int, by: str) -> Done | Held | None:
    """Move everybody who asks in a case into another; returns the other."""
    case, other = await desk.store.cases.one(case_id), await desk.store.cases.one(into)
    if case is None:
        return None
    if case_id == into or other is None or other.room != case.room or other.state not in OPEN:
        raise ActRefused(
            Both(f"Case {case_id} cannot go into case {into}.", f"问题 {case_id} 不能并入问题 {into}。"),
            Both("Choose another open case of the same room.", "请选同一直播间里另一个未完成的问题。"),
        )
    merged = await desk.store.cases.merge(case_id, into, by, desk.now())
    done = await _done(desk, case_id, by, "merge", merged, f"into {into}")
    joined = await desk.store.cases.one(into)
    return Done(joined) if isinstance(done, Done) and joined is not None else done


async def assign(desk: Desk, case_id: int, to: str, by: str, *, anyones: bool = False) -> Done | Held | None:
    """Hand a case to a colleague; `anyones`, for admins: even one that somebody else holds."""
    colleagues = [member.name for member in await desk.store.all_staff() if member.role in MAY_ACT]
    if to not in colleagues:
        raise ActRefused(
            Both(f"Nobody called {to} works here.", f"没有叫 {to} 的同事。"),
            one_among(sorted(colleagues)) if colleagues else Both("Nobody is there.", "现在没有人。"),
        )
    if to != by and to in await desk.store.shifts.away():
        raise ActRefused(
            Both(f"{to} is away.", f"{to} 不在岗。"), Both("Give the case to somebody else.", "请把问题交给别人。")
        )
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    given = await desk.store.cases.assign(case_id, to, by, desk.claim_until(case.room), desk.now(), anyones=anyones)
    return await _done(desk, case_id, by, "assign", given, to, was=case.holder(desk.now()) or "", became=to)


async def keep_unsent(desk: Desk, case_id: int, by: str, text: str) -> None:
    """Keep what somebody has written and not sent; no act of its own, so not audited."""
    await desk.store.cases.keep_unsent(case_id, by, bounded(text, LONGEST_NOTE), desk.now())


async def expire(desk: Desk, room: str, by: str) -> int:
    """End a show: close every open case of its room, for the report; returns how many."""
    closed = await desk.store.cases.expire(room, by, desk.now())
    await desk.store.audit(by, "expire", room, f"{closed} cases", desk.now())
    return closed


async def _done(
    desk: Desk, case_id: int, by: str, act: str, happened: bool, detail: str = "", was: str = "", became: str = ""
) -> Done | Held | None:
    case: Escalation | None = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not happened:
        return held(desk, case)
    await note_act(desk, by, act, case_id, detail, was=was, became=became)
    return Done(case)

"""Staff, their sessions and acts, and the rooms they switch, in the database."""

from __future__ import annotations

import sqlite3

from bot.store import withdrawn_rows
from bot.store.records import StaffMember


def _member(row: sqlite3.Row) -> StaffMember:
    return StaffMember(row["id"], row["name"], row["role"], bool(row["password_hash"]))


def add_staff(db: sqlite3.Connection, name: str, role: str, password_hash: str, now: float) -> StaffMember | None:
    """Add an account unless the name is taken."""
    row = db.execute(
        "insert into staff (name, role, password_hash, created_at) values (?,?,?,?)"
        " on conflict (name) do nothing returning *",
        (name, role, password_hash, now),
    ).fetchone()
    return _member(row) if row is not None else None


def staff_named(db: sqlite3.Connection, name: str) -> tuple[StaffMember, str] | None:
    """An account and its password hash."""
    row = db.execute("select * from staff where name=?", (name,)).fetchone()
    return (_member(row), row["password_hash"]) if row is not None else None


def set_password(db: sqlite3.Connection, staff_id: int, password_hash: str) -> None:
    """Change a password."""
    db.execute("update staff set password_hash=? where id=?", (password_hash, staff_id))


def all_staff(db: sqlite3.Connection) -> list[StaffMember]:
    """Every account, by name."""
    return [_member(row) for row in db.execute("select * from staff order by name").fetchall()]


def remove_staff(db: sqlite3.Connection, staff_id: int) -> bool:
    """Take an account away with its sessions, unless nobody would be left to invite others."""
    changed = db.execute(
        "delete from staff where id=? and (role<>'admin'"
        " or exists (select 1 from staff other where other.role='admin' and other.id<>staff.id))",
        (staff_id,),
    )
    if changed.rowcount:
        end_sessions(db, None, staff_id)
    return changed.rowcount == 1


def add_invitation(db: sqlite3.Connection, token_hash: str, role: str, expires: float) -> None:
    """Keep a one-time link."""
    db.execute("insert into invitation values (?,?,?,null)", (token_hash, role, expires))


def use_invitation(db: sqlite3.Connection, token_hash: str, now: float) -> str | None:
    """Use a one-time link up."""
    row = db.execute(
        "update invitation set used_at=? where token_hash=? and used_at is null and expires_at>? returning role",
        (now, token_hash, now),
    ).fetchone()
    return row["role"] if row is not None else None


def add_session(db: sqlite3.Connection, token_hash: str, staff_id: int, now: float) -> None:
    """Keep a signed-in browser."""
    db.execute("insert into session values (?,?,?,?)", (token_hash, staff_id, now, now))


SEEN_EVERY_S = 60.0


def session(
    db: sqlite3.Connection, token_hash: str, now: float, idle_s: float, longest_s: float
) -> tuple[StaffMember, bool] | None:
    """Whose session this is, if it still runs, and whether it must be kept fresh: a write a minute is enough."""
    row = db.execute(
        "select s.*, t.seen_at from session t join staff s on s.id=t.staff_id"
        " where t.token_hash=? and t.seen_at>? and t.created_at>?",
        (token_hash, now - idle_s, now - longest_s),
    ).fetchone()
    return (_member(row), row["seen_at"] < now - SEEN_EVERY_S) if row is not None else None


def refresh_session(db: sqlite3.Connection, token_hash: str, now: float) -> None:
    """Keep a session fresh."""
    db.execute("update session set seen_at=max(seen_at, ?) where token_hash=?", (now, token_hash))


def end_sessions(db: sqlite3.Connection, token_hash: str | None, staff_id: int | None) -> None:
    """End one session or all of one person's."""
    db.execute("delete from session where token_hash=? or staff_id=?", (token_hash, staff_id))


def room_modes(db: sqlite3.Connection) -> dict[str, str]:
    """The modes staff chose."""
    return {row["name"]: row["mode"] for row in db.execute("select name, mode from room").fetchall()}


def set_room_mode(db: sqlite3.Connection, room: str, mode: str, by: str, now: float) -> None:
    """Switch a room."""
    db.execute(
        "insert into room values (?,?,?,?) on conflict (name) do update set mode=excluded.mode,"
        " by=excluded.by, at=excluded.at",
        (room, mode, by, now),
    )
    if mode != "auto":
        withdrawn_rows.for_mode(db, room, mode, now)

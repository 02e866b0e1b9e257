"""The tables of what staff did to the FAQ's answers, as statements of migrations."""

from __future__ import annotations

RECALLS = """
create table faq_recall (
    id integer primary key, entry text not null, mark text not null, answer text not null,
    by text not null, why text not null, at real not null,
    over_by text not null default '', over_at real,
    told_by text not null default '', told_at real) strict;
create unique index faq_recall_in_force on faq_recall (entry, mark) where over_at is null
"""

"""The tables of answers that were judged and that were taken back, as statements of migrations."""

from __future__ import annotations

SAID = """
create table said (
    id integer primary key, at real not null, room text not null, stage text not null, author text not null,
    text text not null, rules text not null, rewrite text not null, by text not null,
    message_id text not null, entry text not null, ai text not null) strict;
create index said_by_time on said (at)
"""

RECALLS = """
create table faq_recall (
    id integer primary key, entry text not null, mark text not null, answer text not null,
    by text not null, why text not null, at real not null,
    over_by text not null default '', over_at real,
    told_by text not null default '', told_at real) strict;
create unique index faq_recall_in_force on faq_recall (entry, mark) where over_at is null
"""

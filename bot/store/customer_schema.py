"""The tables of customers: codes, conflicts, consent, tiers. `schema.py` applies them, once."""

from __future__ import annotations

CUSTOMERS = """
alter table link add column by text not null default '';
create index link_by_customer on link (customer_id);

create table link_code (
    hash text primary key,
    customer_id text not null,
    source text not null,
    order_id text not null,
    by text not null,
    made_at real not null,
    expires_at real not null,
    used_at real,
    used_by text not null default ''
) strict, without rowid;
create index link_code_by_customer on link_code (customer_id);

create table link_salt (salt blob not null) strict;
insert into link_salt values (randomblob(16));

create table link_try (
    id integer primary key,
    platform text not null,
    viewer_id text not null,
    at real not null
) strict;
create index link_try_by_viewer on link_try (platform, viewer_id, at);

create table link_conflict (
    id integer primary key,
    platform text not null,
    viewer_id text not null,
    customer_id text not null,
    grade text not null,
    why text not null,
    opened_at real not null,
    case_id integer,
    settled text,
    settled_by text not null default '',
    settled_at real
) strict;
create index link_conflict_open on link_conflict (opened_at) where settled is null;

create table same_customer (
    customer_id text primary key,
    person text not null
) strict, without rowid;
create index same_customer_by_person on same_customer (person);

create table left_alone (
    platform text not null,
    viewer_id text not null,
    at real not null,
    primary key (platform, viewer_id)
) strict, without rowid;

create table consent (
    customer_id text not null,
    purpose text not null,
    given integer not null,
    by text not null,
    at real not null,
    primary key (customer_id, purpose)
) strict, without rowid;

create table tier_rule (
    version integer primary key,
    rule text not null unique,
    since real not null
) strict;

create table tier_history (
    customer_id text not null,
    day text not null,
    version integer not null,
    tier text not null,
    labels text not null,
    primary key (customer_id, day, version)
) strict, without rowid;
"""

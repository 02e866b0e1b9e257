"""What orders of every shop made of the first tables of orders."""

ORDERS = """
alter table customer_order rename to order_before;
alter table order_line rename to line_before;
drop index order_by_customer;
drop index order_by_time;
create table customer_order (
    source text not null,
    order_id text not null,
    customer_id text not null,
    customer_as_of real not null,
    paid_at real not null,
    created_at real not null,
    currency text not null,
    status text not null,
    refunded text not null,
    as_of real not null,
    amount text,
    amount_as_of real not null,
    net text not null,
    counted integer not null,
    added integer not null,
    changed integer not null,
    primary key (source, order_id)
) strict, without rowid;
create index order_by_customer on customer_order (customer_id, paid_at) where customer_id <> '';
create index order_by_time on customer_order (paid_at);
create index order_by_change on customer_order (changed);
create table order_line (
    source text not null,
    order_id text not null,
    key text not null,
    sub_order text not null,
    product text not null,
    sku text not null,
    quantity integer not null,
    paid text not null,
    refunded text not null,
    title text not null,
    category text not null,
    status text not null,
    gift integer not null,
    priced integer not null,
    as_of real not null,
    counted integer not null,
    primary key (source, order_id, key)
) strict, without rowid;
create table order_mark (changed integer not null, removed integer not null) strict;
insert into order_mark select exists (select 1 from order_before), 0;
insert into customer_order
    select 'generic', order_id, customer_id, 0, paid_at, 0, currency, status, refunded, 0, null, 0,
        case when counts then cast(net as text) else '0' end, counts and net > 0, 1, 1
    from (
        select o.*, o.status not in ('closed', 'cancelled', 'unpaid', 'refunded') as counts,
            max(0, round(total(cast(l.paid as real)) - cast(o.refunded as real), 2)) as net
        from order_before o left join line_before l using (order_id) group by o.order_id
    );
insert into order_line
    select 'generic', order_id, sku || case when nth > 1 then '#' || nth else '' end, '', '', sku, quantity, paid,
        '0', title, category, '', 0, 1, 0, counted and cast(paid as real) > 0
    from (
        select l.*, o.counted, row_number() over (partition by l.order_id, l.sku order by l.line) as nth
        from line_before l join customer_order o using (order_id)
    );
drop table order_before;
drop table line_before
"""

-- The rules of the depot in full: settings and terms, extensions, accessories, work orders and
-- parts, counted stock, transfers, counts, safety notices, pick-ups.

-- What the admin has set; what has no row has the default of domain/settings.hpp.
create table setting (
    name text primary key,
    value text not null
);
create table setting_change (
    id @ID@,
    name text not null,
    -- None: it had its default.
    old_value text,
    value text not null,
    actor_id bigint not null references actor (id),
    changed_at bigint not null
);
@IMMUTABLE setting_change@

-- The loan terms that borrowers are given; a loan keeps the version that it was made under.
create table terms (
    version bigint primary key check (version > 0),
    nb text not null,
    nn text not null,
    actor_id bigint references actor (id),
    made_at bigint not null
);
insert into terms (version, nb, nn, made_at) values (1,
    'Lånet er gratis og varer i inntil tre måneder. Hjelpemiddelet er kommunens og leveres tilbake rent og med alt tilbehør når det ikke lenger trengs, senest på fristen. Trenger du det lenger, ta kontakt med ergoterapitjenesten før fristen. Du har ansvar for å bruke det slik du har fått vist. Si fra med en gang hvis noe er galt med det. Ikke endre eller lån det bort.',
    'Lånet er gratis og varer i inntil tre månader. Hjelpemiddelet er kommunen sitt og skal leverast tilbake reint og med alt tilbehøyr når det ikkje lenger trengst, seinast på fristen. Treng du det lenger, ta kontakt med ergoterapitenesta før fristen. Du har ansvar for å bruke det slik du har fått vist. Sei frå med ein gong dersom noko er gale med det. Ikkje endre eller lån det bort.',
    0);

alter table depot add column capacity bigint check (capacity > 0);
create table shelf (
    depot_id text not null references depot (id),
    name text not null,
    capacity bigint not null check (capacity > 0),
    version bigint not null default 1,
    primary key (depot_id, name)
);

-- ---- products and items ------------------------------------------------------------------------

-- In kroner: repairs of one item beyond it are not worth while.
alter table product add column repair_ceiling bigint check (repair_ceiling > 0);
create table product_check (
    product_id bigint not null references product (id),
    position bigint not null,
    name text not null,
    primary key (product_id, position),
    unique (product_id, name)
);

-- When its state began: what has waited longest comes first.
alter table item add column since bigint not null default 0;
-- By the last event that changed the state and was not taken back.
update item set since = coalesce((select e.happened_at from event e
    where e.item_id = item.id and e.kind <> 'undone'
      and (e.from_state is null or e.from_state <> e.to_state)
      and not exists (select 1 from event u where u.undoes = e.id)
    order by e.seq desc limit 1), 0);
create index item_by_since on item (depot_id, state, since, id);
create index item_by_shelf on item (depot_id, shelf, id) where shelf is not null;
create index item_inspection_due on item (depot_id, inspection_due, id)
    where inspection_due is not null and state = 'ready';
-- From its date a rest stands in the wash queue.
create index item_quarantine_due on item (depot_id, quarantine_until, id)
    where state = 'quarantine';
create index item_by_lot on item (lot, id) where lot is not null;
create index item_by_udi on item (udi, id) where udi is not null;
-- Serial numbers of one length stand in their own order: A998 before A1000.
create index item_by_serial_order on item (length(serial), serial, id) where serial is not null;
alter table item add column purchased text check (length(purchased) = 10);
alter table item add column price bigint check (price >= 0);

-- Accessories noted as missing from an item, until they are there or waived.
create table missing_accessory (
    id @ID@,
    item_id bigint not null references item (id),
    name text not null,
    -- Of whose return it was noted: that borrower is asked for it.
    loan_line_id bigint references loan_line (id),
    noted_event bigint not null references event (id),
    settled_event bigint references event (id),
    settled_as text check (settled_as = 'found' or settled_as = 'waived'),
    check ((settled_event is null) = (settled_as is null))
);
create unique index missing_accessory_open on missing_accessory (item_id, name)
    where settled_event is null;
create index missing_accessory_waiting on missing_accessory (id) where settled_event is null;

-- ---- loans -------------------------------------------------------------------------------------

alter table loan add column reason text;
-- Eye doctor or hearing centre, for sight and hearing aids.
alter table loan add column partner text;
alter table loan add column extensions bigint not null default 0;
-- Further places of use beside the loan's arena.
create table loan_place (
    loan_id bigint not null references loan (id),
    arena text not null,
    primary key (loan_id, arena)
);
-- Months are counted from the anchor: the line's start, or the day of an extension when overdue.
alter table loan_line add column anchor text check (length(anchor) = 10);
alter table loan_line add column months bigint not null default 3;
update loan_line set anchor = (select start from loan where loan.id = loan_line.loan_id);
create index line_open_by_review on loan_line (review, id)
    where ended_at is null and review is not null;

create table extension (
    id @ID@,
    loan_id bigint not null references loan (id),
    months bigint not null check (months > 0),
    -- Free text; anonymisation blanks it.
    reason text,
    actor_id bigint not null references actor (id),
    role text not null,
    made_at bigint not null
);
create index extension_by_loan on extension (loan_id, id);
create table extension_line (
    extension_id bigint not null references extension (id),
    loan_line_id bigint not null references loan_line (id),
    due_before text not null,
    due_after text not null,
    primary key (extension_id, loan_line_id)
);

alter table borrower add column deceased_on text check (length(deceased_on) = 10);
alter table borrower add column moved_on text check (length(moved_on) = 10);
-- Nothing is sent to them any more.
alter table borrower add column reminders_off bigint not null default 0;

-- What is to be fetched or delivered; the address is that of the day when it was asked for.
create table pickup (
    id @ID@,
    kind text not null check (kind = 'fetch' or kind = 'deliver'),
    reason text not null,
    borrower_id bigint not null references borrower (id),
    depot_id text not null references depot (id),
    day text not null check (length(day) = 10),
    street text,
    postal_code text,
    city text,
    -- Free text; anonymisation blanks it.
    note text,
    actor_id bigint not null references actor (id),
    made_at bigint not null,
    outcome text,
    -- Free text as well.
    done_note text,
    done_by bigint references actor (id),
    done_at bigint,
    version bigint not null default 1,
    check ((done_at is null) = (outcome is null))
);
create index pickup_open on pickup (day, id) where done_at is null;
create index pickup_open_by_depot on pickup (depot_id, day, id) where done_at is null;
create index pickup_by_borrower on pickup (borrower_id, id);
create index pickup_open_by_borrower on pickup (borrower_id, id) where done_at is null;
create index pickup_done on pickup (day, id) where done_at is not null;
create index pickup_done_by_depot on pickup (depot_id, day, id) where done_at is not null;
create table pickup_line (
    pickup_id bigint not null references pickup (id),
    loan_line_id bigint not null references loan_line (id),
    primary key (pickup_id, loan_line_id)
);

-- ---- repairs and parts -------------------------------------------------------------------------

create table part (
    id @ID@,
    name text not null,
    name_key text not null,
    part_nr text,
    supplier text,
    -- What it fits; none: many products.
    product_id bigint references product (id),
    minimum bigint not null default 0 check (minimum >= 0),
    version bigint not null default 1
);
create table part_stock (
    part_id bigint not null references part (id),
    depot_id text not null references depot (id),
    quantity bigint not null check (quantity >= 0),
    primary key (part_id, depot_id)
);
create table part_movement (
    id @ID@,
    part_id bigint not null references part (id),
    depot_id text not null references depot (id),
    quantity bigint not null check (quantity <> 0),
    work_order_id bigint,
    actor_id bigint not null references actor (id),
    happened_at bigint not null
);
create index part_movement_of on part_movement (part_id, depot_id, id);
@IMMUTABLE part_movement@

create table work_order (
    id @ID@,
    item_id bigint not null references item (id),
    depot_id text not null references depot (id),
    -- Free texts; no word of a person belongs in them.
    findings text,
    work text,
    -- In kroner.
    estimate bigint check (estimate >= 0),
    cost bigint check (cost >= 0),
    -- The day it is promised for.
    promised text check (length(promised) = 10),
    opened_by bigint not null references actor (id),
    opened_at bigint not null,
    -- The failed inspection that opened it, and the event that closed it: undoing takes them back.
    opened_event bigint references event (id),
    closed_event bigint references event (id),
    outcome text check (outcome = 'repaired' or outcome = 'scrapped' or outcome = 'dropped'),
    closed_by bigint references actor (id),
    closed_at bigint,
    version bigint not null default 1,
    check ((closed_at is null) = (outcome is null))
);
create unique index one_open_work_order on work_order (item_id) where closed_at is null;
-- The partial ones come after those of the same columns: of two that fit, SQLite takes the later.
create index work_order_by_depot on work_order (depot_id, id);
create index work_order_open_by_depot on work_order (depot_id, id) where closed_at is null;
create index work_order_open on work_order (id) where closed_at is null;
create index work_order_by_item on work_order (item_id, id);
create table work_order_part (
    work_order_id bigint not null references work_order (id),
    part_id bigint not null references part (id),
    quantity bigint not null check (quantity > 0),
    primary key (work_order_id, part_id)
);

-- ---- counted stock -----------------------------------------------------------------------------

-- Products that are counted; where there is no row nobody has counted yet. '' is no shelf.
create table counted_stock (
    product_id bigint not null references product (id),
    depot_id text not null references depot (id),
    shelf text not null,
    quantity bigint not null check (quantity >= 0),
    primary key (product_id, depot_id, shelf)
);
create index counted_stock_by_shelf on counted_stock (depot_id, shelf);
create table stock_movement (
    id @ID@,
    product_id bigint not null references product (id),
    depot_id text not null references depot (id),
    shelf text not null,
    quantity bigint not null,
    kind text not null,
    -- The id of the loan line, hand-out, count or transfer that moved it.
    source_id bigint,
    actor_id bigint not null references actor (id),
    happened_at bigint not null
);
create index stock_movement_of on stock_movement (product_id, depot_id, id);
@IMMUTABLE stock_movement@

create index line_open_by_product on loan_line (product_id)
    where item_id is null and ended_at is null;

-- What is used up is given, not lent.
create table handout (
    id @ID@,
    product_id bigint not null references product (id),
    depot_id text not null references depot (id),
    shelf text not null,
    quantity bigint not null check (quantity > 0),
    borrower_id bigint references borrower (id),
    actor_id bigint not null references actor (id),
    happened_at bigint not null
);
create index handout_by_product on handout (product_id, id);
create index handout_by_borrower on handout (borrower_id, id) where borrower_id is not null;

create table stock_level (
    product_id bigint not null references product (id),
    depot_id text not null references depot (id),
    minimum bigint check (minimum >= 0),
    maximum bigint check (maximum >= 0),
    version bigint not null default 1,
    primary key (product_id, depot_id),
    check (minimum is null or maximum is null or minimum <= maximum)
);

-- ---- transfers ---------------------------------------------------------------------------------

create table transfer (
    id @ID@,
    from_depot text not null references depot (id),
    to_depot text not null references depot (id),
    -- None: still to be sent.
    sent_at bigint,
    closed_at bigint,
    outcome text check (outcome = 'received' or outcome = 'cancelled'),
    actor_id bigint not null references actor (id),
    opened_at bigint not null,
    version bigint not null default 1,
    check (from_depot <> to_depot),
    check ((closed_at is null) = (outcome is null))
);
create index transfer_by_from on transfer (from_depot, id);
create index transfer_by_to on transfer (to_depot, id);
create index transfer_open on transfer (id) where closed_at is null;
create index transfer_open_from on transfer (from_depot, id) where closed_at is null;
create index transfer_open_to on transfer (to_depot, id) where closed_at is null;
create table transfer_line (
    id @ID@,
    transfer_id bigint not null references transfer (id),
    item_id bigint references item (id),
    product_id bigint references product (id),
    shelf text,
    quantity bigint not null check (quantity > 0),
    closed_at bigint,
    check ((item_id is null) <> (product_id is null)),
    check (item_id is null or quantity = 1)
);
create unique index one_open_transfer_per_item on transfer_line (item_id)
    where closed_at is null and item_id is not null;
create index transfer_line_of on transfer_line (transfer_id, id);

-- ---- counts ------------------------------------------------------------------------------------

create table stock_count (
    id @ID@,
    depot_id text not null references depot (id),
    -- None: the whole depot.
    shelf text,
    opened_by bigint not null references actor (id),
    opened_at bigint not null,
    closed_by bigint references actor (id),
    closed_at bigint,
    -- How many aids should have been there, and how many were seen, at the closing.
    expected bigint,
    seen bigint,
    version bigint not null default 1
);
create index stock_count_by_depot on stock_count (depot_id, id);
create index stock_count_open on stock_count (depot_id, id) where closed_at is null;
create index stock_count_open_anywhere on stock_count (id) where closed_at is null;
create table count_seen (
    count_id bigint not null references stock_count (id),
    item_id bigint not null references item (id),
    shelf text,
    seen_at bigint not null,
    primary key (count_id, item_id)
);
create table count_quantity (
    count_id bigint not null references stock_count (id),
    product_id bigint not null references product (id),
    shelf text not null,
    quantity bigint not null check (quantity >= 0),
    -- The figure when it was counted: what is lent before the closing is in both.
    expected bigint not null,
    primary key (count_id, product_id, shelf)
);
-- What the closing found; until then it is worked out anew.
create table count_finding (
    id @ID@,
    count_id bigint not null references stock_count (id),
    kind text not null,
    item_id bigint references item (id),
    product_id bigint references product (id),
    -- Where it should be, and where it was seen.
    depot_id text references depot (id),
    shelf text,
    seen_shelf text,
    -- Its state, or on_loan, or in_transfer.
    standing text,
    expected bigint,
    seen bigint
);
create index count_finding_of on count_finding (count_id, kind, id);

-- ---- safety notices ----------------------------------------------------------------------------

create table notice (
    id @ID@,
    title text not null,
    -- The sender's own number.
    reference text,
    product_id bigint references product (id),
    serial_from text,
    serial_to text,
    lot text,
    udi text,
    -- Whether it blocks what it concerns, also what is found later.
    blocks bigint not null default 1,
    actor_id bigint not null references actor (id),
    made_at bigint not null,
    closed_at bigint,
    version bigint not null default 1,
    check ((serial_from is null) = (serial_to is null))
);
create index notice_open on notice (id) where closed_at is null;
create table notice_item (
    notice_id bigint not null references notice (id),
    item_id bigint not null references item (id),
    -- Whether the notice blocked it; it was not when it was blocked or gone already.
    blocked bigint not null,
    outcome text,
    -- Free text; anonymisation blanks it.
    note text,
    accounted_by bigint references actor (id),
    accounted_at bigint,
    primary key (notice_id, item_id),
    check ((accounted_at is null) = (outcome is null))
);
create index notice_item_open on notice_item (notice_id, item_id) where accounted_at is null;
create index notice_item_done on notice_item (notice_id, item_id) where accounted_at is not null;
create index notice_item_by_item on notice_item (item_id);

-- Bookings: what is asked for and for when, and the aids that are held for it.

create table booking (
    id @ID@,
    -- A product, or any of a class: the first six digits of ISO 9999.
    product_id bigint references product (id),
    iso_class text check (length(iso_class) = 6),
    quantity bigint not null check (quantity > 0),
    depot_id text not null references depot (id),
    first_day text not null check (length(first_day) = 10),
    last_day text not null check (length(last_day) = 10),
    handover text not null check (handover = 'pickup' or handover = 'delivery'),
    -- 0 is urgent, 1 is not: the order of the queue.
    rank bigint not null check (rank = 0 or rank = 1),
    reason text,
    needed_by bigint,
    -- What the aid must bear and the width that fits.
    user_kg bigint check (user_kg > 0),
    seat_width_mm bigint check (seat_width_mm > 0),
    borrower_id bigint not null references borrower (id),
    requested_by bigint not null references actor (id),
    requested_at bigint not null,
    state text not null check (state = 'requested' or state = 'allocated' or state = 'picked'
        or state = 'handed_out' or state = 'cancelled' or state = 'expired'),
    -- The loan that it became.
    loan_id bigint references loan (id),
    closed_at bigint,
    version bigint not null default 1,
    check ((product_id is null) <> (iso_class is null)),
    check (first_day <= last_day),
    check (rank = 1 or (reason is not null and needed_by is not null)),
    check ((closed_at is null) = (state = 'requested' or state = 'allocated' or state = 'picked'))
);
-- The partial ones come after those of the same columns: of two that fit, SQLite takes the later.
create index booking_by_depot on booking (depot_id, id);
create index booking_by_borrower on booking (borrower_id, id);
create index booking_by_requester on booking (requested_by, id);
create index booking_open on booking (id) where closed_at is null;
create index booking_open_by_depot on booking (depot_id, id) where closed_at is null;
create index booking_open_by_requester on booking (requested_by, id) where closed_at is null;
create index booking_open_by_product on booking (product_id, depot_id)
    where closed_at is null and product_id is not null;
create index booking_open_by_class on booking (iso_class, depot_id)
    where closed_at is null and iso_class is not null;
create index booking_waiting_for_product on booking (product_id, depot_id, rank, requested_at, id)
    where state = 'requested' and product_id is not null;
create index booking_waiting_for_class on booking (iso_class, depot_id, rank, requested_at, id)
    where state = 'requested' and iso_class is not null;
create index booking_waiting on booking (id) where state = 'requested';

create table hold (
    id @ID@,
    booking_id bigint not null references booking (id),
    -- An item, or a quantity of a counted product.
    item_id bigint references item (id),
    product_id bigint not null references product (id),
    quantity bigint not null check (quantity > 0),
    since bigint not null,
    -- The last day on which it waits.
    until text not null check (length(until) = 10),
    closed_at bigint,
    outcome text check (outcome = 'handed_out' or outcome = 'fallen_back' or outcome = 'released'),
    loan_line_id bigint references loan_line (id),
    check (item_id is null or quantity = 1),
    check ((closed_at is null) = (outcome is null))
);
create unique index one_open_hold_per_item on hold (item_id)
    where closed_at is null and item_id is not null;
create index hold_of_booking on hold (booking_id, id);
create index hold_of_product on hold (product_id) where closed_at is null and item_id is null;
create index hold_by_until on hold (until, id) where closed_at is null;
create index hold_by_line on hold (loan_line_id) where loan_line_id is not null;

-- What was done with a number of a counted product at a desk: an aid has its event, a number has
-- this, so that it can be undone.

create table counted_scan (
    id @ID@,
    scan_row bigint not null unique references scan (id),
    device text not null,
    quantity bigint not null check (quantity > 0),
    -- The line that began or ended, or what was given out.
    loan_line_id bigint references loan_line (id),
    handout_id bigint references handout (id),
    undone_at bigint,
    check ((loan_line_id is null) <> (handout_id is null))
);
create index counted_scan_of_device on counted_scan (device, scan_row) where undone_at is null;

-- What an undone scan moved goes back to the shelves that it came from.
create index stock_movement_by_source on stock_movement (kind, source_id);

alter table handout add column undone_at bigint;

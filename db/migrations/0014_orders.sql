-- The orders that a list can be asked for. What may be none comes last: '1' after '0…'.

create index line_open_by_day on loan_line (coalesce(due, review), id) where ended_at is null;

create index item_by_shelf_order on item (depot_id, state, coalesce('0' || shelf, '1'), id);

create index booking_by_first_day on booking (first_day, id);
create index booking_by_depot_and_day on booking (depot_id, first_day, id);
create index booking_by_requester_and_day on booking (requested_by, first_day, id);
create index booking_open_by_first_day on booking (first_day, id) where closed_at is null;
create index booking_open_by_depot_and_day on booking (depot_id, first_day, id)
    where closed_at is null;
create index booking_open_by_requester_and_day on booking (requested_by, first_day, id)
    where closed_at is null;

create index product_by_name on product (name_key, id);
create index product_by_hms_nr on product (coalesce('0' || hms_nr, '1'), id);
create index part_by_name on part (name_key, id);

create index work_order_by_promised on work_order (coalesce('0' || promised, '1'), id);
create index work_order_by_depot_and_promised on work_order
    (depot_id, coalesce('0' || promised, '1'), id);
create index work_order_open_by_promised on work_order (coalesce('0' || promised, '1'), id)
    where closed_at is null;
create index work_order_open_by_depot_and_promised on work_order
    (depot_id, coalesce('0' || promised, '1'), id) where closed_at is null;

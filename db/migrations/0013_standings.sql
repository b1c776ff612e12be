-- How much of each product stands where is counted from indexes alone. (Joined with '' an
-- expression is none of another index: SQLite, which knows no numbers of rows, takes this one.)

create index item_standing on item (product_id, depot_id, state, inspection_due)
    where state || '' not in ('missing', 'lost', 'scrapped', 'handed_over')
      and owner || '' in ('kommune', 'overtatt_fra_nav') and stock || '' <> 'transitt';
create index line_open_of_items on loan_line (product_id, due, item_id)
    where ended_at is null and item_id is not null;
drop index item_by_shelf;
create index item_by_shelf on item (depot_id, shelf, id, state) where shelf is not null;

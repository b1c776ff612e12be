-- National numbers are sealed; borrowers are found by the day of birth, and merged.

-- In clear, by older programs alone: what they left is sealed at the start, and then it is empty.
alter table borrower rename column national_number to unsealed_national_number;
-- As db/keys seals it, for this row.
alter table borrower add column national_number_sealed text
    check (national_number_sealed is null or kind = 'person');
-- What it is found by: keyed, and of one generation of keys.
alter table borrower add column national_number_index text
    check ((national_number_index is null) = (national_number_sealed is null));
create unique index borrower_by_national_number on borrower (national_number_index)
    where national_number_index is not null;

create index borrower_by_birth_date on borrower (birth_date, id) where birth_date is not null;

-- Of one that was found to be another one's double: that one. Nothing else of it is left, but its
-- id is never given again. Not a reference, since rows are copied in the order of their ids.
alter table borrower add column merged_into bigint check (merged_into <> id);
create index borrower_merged on borrower (merged_into) where merged_into is not null;

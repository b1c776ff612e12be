-- What was refused, or is dead, has reached nobody: another message may go that day.
drop index one_message_a_day;
create unique index one_message_a_day on message (borrower_id, day)
    where borrower_id is not null and of_merged = 0 and state <> 'skipped'
        and state <> 'cancelled' and state <> 'refused' and state <> 'dead';

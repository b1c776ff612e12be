-- Several servers on one database: which of them runs a scheduled job.
create table job_lease (
    job text primary key,
    -- The server that has it, by a name of its own, and until when.
    holder text not null,
    until bigint not null,
    -- Counts up with each taking: what an earlier holder still wants to write is refused.
    turn bigint not null,
    -- When the job last ended well.
    done_at bigint
);

-- Who looked, or reviewed, is called as when it happened, also after a change of name.

-- None: a row from before this was kept, whose actor is called as in actor_name_before.
alter table access_log add column actor_name text;
alter table access_review add column actor_name text;

create table actor_name_before (
    actor_id bigint primary key references actor (id),
    name text not null
);
insert into actor_name_before (actor_id, name) select id, name from actor;

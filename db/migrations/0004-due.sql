-- Deadlines and errands are rows with a moment on our own clock. A worker takes them by lease and a
-- fencing epoch: a killed worker leaves nothing locked for longer than its lease.
create table due (
  district    text not null,
  due         uuid not null,
  lane        text not null check (lane in ('alarm', 'bulk')),
  errand      text not null,
  subject     text not null,
  position    bigint not null,
  due_by      timestamptz not null,
  lease_until timestamptz,
  epoch       integer not null default 0,
  attempts    integer not null default 0,
  primary key (district, due),
  unique (district, errand, subject, position)
);
create index due_next on due (lane, due_by);
call guard('due');

-- The one view across districts: what is due, as ids. Its owner can do nothing else.
create policy claim on due to threshold_claimer using (true) with check (true);
create policy every_name on district for select to threshold_claimer using (true);
grant select, update on due to threshold_claimer;
grant select on district to threshold_claimer;

create function claim_due(
  of_lane text, at_moment timestamptz, lease_seconds integer, most integer
) returns table (district text, due uuid, errand text, subject text, "position" bigint,
                 due_by timestamptz, epoch integer, attempts integer)
language sql security definer set search_path = public as $$
  update due set lease_until = at_moment + make_interval(secs => lease_seconds),
                 epoch = due.epoch + 1, attempts = due.attempts + 1
  where (due.district, due.due) in (
    select d.district, d.due from due d
    where d.lane = of_lane and d.due_by <= at_moment
      and (d.lease_until is null or d.lease_until <= at_moment)
    order by d.due_by limit most for update skip locked)
  returning due.district, due.due, due.errand, due.subject, due.position, due.due_by, due.epoch,
            due.attempts
$$;
create function next_due(of_lane text) returns timestamptz
language sql stable security definer set search_path = public as $$
  select min(greatest(due_by, coalesce(lease_until, due_by))) from due where lane = of_lane
$$;
create function district_names() returns setof text
language sql stable security definer set search_path = public as $$
  select district from district order by district
$$;
grant create on schema public to threshold_claimer;
alter function claim_due owner to threshold_claimer;
alter function next_due owner to threshold_claimer;
alter function district_names owner to threshold_claimer;
revoke create on schema public from threshold_claimer;

revoke all on function claim_due, next_due from public;
grant execute on function claim_due, next_due to threshold_worker;
grant select, insert on due to threshold_app, threshold_worker;
grant delete on due to threshold_app, threshold_worker;
grant update (lease_until, due_by) on due to threshold_worker;

-- When a lane last did its round; another process pages when one falls silent.
create table heartbeat (
  district text not null,
  lane     text not null,
  beat_at  timestamptz not null,
  primary key (district, lane)
);
call guard('heartbeat');
grant select on heartbeat to threshold_app;
grant select, insert, update on heartbeat to threshold_worker;

create table paging (
  district  text not null,
  encounter uuid not null,
  track     text not null check (track in ('leader', 'counsel')),
  stage     text not null,
  step      integer not null,
  school    text not null,
  cause     text not null,
  is_drill  boolean not null,
  answered_by uuid,
  answered_until timestamptz,
  changed_at timestamptz not null,
  primary key (district, encounter, track)
);
call guard('paging');

-- One row for each message that was to reach one person by one channel. Settled states form a
-- lattice and only climb: queued, sending, accepted, delivered, answered.
create table paging_attempt (
  district  text not null,
  attempt   uuid not null,
  encounter uuid not null,
  track     text not null,
  round     integer not null,
  person    uuid not null,
  channel   text not null check (channel in ('email', 'sms', 'voice', 'push')),
  state     text not null,
  code_hash bytea not null,
  reference text,
  queued_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (district, attempt),
  unique (district, encounter, track, round, person, channel)
);
create index paging_attempt_of on paging_attempt (district, encounter, track);
create index paging_attempt_reference on paging_attempt (district, reference)
  where reference is not null;
call guard('paging_attempt');

create table push_subscription (
  district text not null,
  person   uuid not null,
  endpoint_hash bytea not null,
  sealed   bytea not null,
  added_at timestamptz not null,
  primary key (district, person, endpoint_hash)
);
call guard('push_subscription');

grant select, insert, update on paging, paging_attempt to threshold_app, threshold_worker;
grant select, insert, update, delete on push_subscription to threshold_app;
grant select, delete on push_subscription to threshold_worker;

-- The store of keys: a database of its own, backed up apart. A destroyed key leaves its row, so
-- that a restored backup can be told what is gone.
create table stream_key (
  district     text not null,
  stream       text not null,
  wrapped      bytea,
  destroyed_at timestamptz,
  primary key (district, stream),
  check ((wrapped is null) = (destroyed_at is not null))
);
alter table stream_key enable row level security;
alter table stream_key force row level security;
create policy by_district on stream_key
  using (district = current_setting('app.district', true))
  with check (district = current_setting('app.district', true));
grant select, insert on stream_key to threshold_app, threshold_worker;
grant select, insert, update on stream_key to threshold_keeper;

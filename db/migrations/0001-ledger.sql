-- Every table of ours begins with `district` and is guarded by this procedure: row-level security,
-- enabled and forced, for every verb. Without app.district in the transaction there are no rows.
create procedure guard(guarded text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', guarded);
  execute format('alter table %I force row level security', guarded);
  execute format(
    'create policy by_district on %I using (district = current_setting(''app.district'', true))
     with check (district = current_setting(''app.district'', true))', guarded);
end $$;

create table district (
  district text primary key check (district ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  pack     jsonb not null,
  policy   text  not null,
  stored_at timestamptz not null
);
call guard('district');

-- One ledger per district. The head is one row: whoever holds its lock writes next, so there is one
-- total order and no late commit to be skipped.
create table ledger_head (
  district         text primary key,
  size             bigint not null default 0 check (size >= 0),
  frontier         bytea  not null default ''::bytea,
  last_recorded_at timestamptz not null default '-infinity'
);
call guard('ledger_head');

create table ledger_entry (
  district      text        not null,
  position      bigint      not null check (position >= 0),
  stream        text        not null,
  version       integer     not null check (version > 0),
  act           uuid        not null,
  nth           smallint    not null check (nth >= 0),
  type          text        not null,
  happened_at   timestamptz not null,
  recorded_at   timestamptz not null,
  leaf          bytea       not null check (length(leaf) = 32),
  signed_digest bytea       check (length(signed_digest) = 32),
  primary key (district, position),
  unique (district, stream, version),
  unique (district, act, nth)
);
call guard('ledger_entry');

-- The sealed bytes hold salt and canonical envelope. They live apart from the entry, so that what
-- must go by law can go, and the chain still verifies.
create table ledger_body (
  district text   not null,
  position bigint not null,
  sealed   bytea  not null,
  primary key (district, position),
  foreign key (district, position) references ledger_entry
);
call guard('ledger_body');

-- Complete tiles of 256 hashes (C2SP tlog-tiles), so that a proof reads a handful of rows.
create table ledger_tile (
  district text     not null,
  level    smallint not null,
  tile     bigint   not null,
  hashes   bytea    not null check (length(hashes) = 8192),
  primary key (district, level, tile)
);
call guard('ledger_tile');

create table ledger_checkpoint (
  district    text   not null,
  size        bigint not null,
  note        text   not null,
  is_public   boolean not null,
  recorded_at timestamptz not null,
  primary key (district, size, is_public)
);
call guard('ledger_checkpoint');

create function ledger_is_forever() returns trigger language plpgsql as $$
begin
  raise exception 'ledger entries are never changed or removed' using errcode = 'TH001';
end $$;

create trigger forever before update or delete or truncate on ledger_entry
  for each statement execute function ledger_is_forever();
create trigger forever before update or delete or truncate on ledger_body
  for each statement execute function ledger_is_forever();
create trigger forever before update or delete or truncate on ledger_tile
  for each statement execute function ledger_is_forever();
create trigger forever before update or delete or truncate on ledger_checkpoint
  for each statement execute function ledger_is_forever();

grant select, insert on district to threshold_app;
grant update (pack, policy, stored_at) on district to threshold_app;
grant select on district to threshold_worker, threshold_notary, threshold_keeper, threshold_public;
grant select, insert, update on ledger_head to threshold_app, threshold_worker, threshold_keeper;
grant select, insert on ledger_entry, ledger_body, ledger_tile, ledger_checkpoint
  to threshold_app, threshold_worker, threshold_keeper;

-- What a list needs to know of an encounter: ids, words from closed lists and times. Everything a
-- person said is in the ledger, sealed.
create table encounter (
  district     text not null,
  encounter    uuid not null,
  school       text not null,
  medium       text not null,
  stage        text not null,
  decision     text not null,
  presence     text not null,
  agency_level text not null,
  help         text not null,
  papers       integer not null,
  is_drill     boolean not null,
  opened_at    timestamptz not null,
  changed_at   timestamptz not null,
  version      integer not null,
  primary key (district, encounter)
);
create index encounter_open on encounter (district, stage, opened_at);
call guard('encounter');

create table paper_original (
  district   text not null,
  paper      uuid not null,
  encounter  uuid not null,
  sha256     bytea not null check (length(sha256) = 32),
  media_type text not null,
  size_bytes bigint not null,
  stored_at  timestamptz not null,
  primary key (district, paper)
);
call guard('paper_original');

grant select, insert, update on encounter to threshold_app, threshold_worker;
grant select, insert on paper_original to threshold_app;
grant select on paper_original to threshold_worker;

-- Who is on call, as those who hold a duty agreed. Ids and hours only: the words stand in the
-- ledger. The whole district is the school ''.
create table rota (
  district   text not null,
  duty       text not null,
  school     text not null,
  plan       jsonb not null,
  changed_at timestamptz not null,
  primary key (district, duty, school)
);
call guard('rota');
grant select, insert, update on rota to threshold_app;
grant select on rota to threshold_worker;

-- What is known of a way to reach one of our own. It is known of an address: another number or
-- another mailbox begins anew.
create table contact_method (
  district     text not null,
  person       uuid not null,
  channel      text not null check (channel in ('email', 'sms', 'voice', 'push')),
  address_hash bytea not null check (length(address_hash) = 32),
  verified_at  timestamptz,
  reached_at   timestamptz,
  stopped_at   timestamptz,
  trouble      text check (trouble in ('landline', 'wrong-number', 'no-such-address', 'undelivered')),
  primary key (district, person, channel),
  foreign key (district, person) references person
);
call guard('contact_method');
grant select, insert, update on contact_method to threshold_app, threshold_worker;

-- One message that tries a way to reach somebody, and what became of it.
create table contact_test (
  district     text not null,
  contact_test uuid not null,
  person       uuid not null,
  channel      text not null check (channel in ('email', 'sms', 'voice', 'push')),
  kind         text not null check (kind in ('verify', 'nightly')),
  address_hash bytea not null check (length(address_hash) = 32),
  state        text not null,
  reference    text,
  queued_at    timestamptz not null,
  changed_at   timestamptz not null,
  primary key (district, contact_test),
  foreign key (district, person) references person
);
create index contact_test_of on contact_test (district, person, channel, queued_at);
create index contact_test_reference on contact_test (district, reference)
  where reference is not null;
call guard('contact_test');
grant select, insert, update on contact_test to threshold_app, threshold_worker;

-- An address under which a calendar program fetches one person's times on call. Stored as a hash.
create table calendar_feed (
  district   text not null,
  token_hash bytea not null check (length(token_hash) = 32),
  person     uuid not null,
  opened_at  timestamptz not null,
  revoked_at timestamptz,
  primary key (district, token_hash),
  foreign key (district, person) references person
);
call guard('calendar_feed');
grant select, insert on calendar_feed to threshold_app;
grant update (revoked_at) on calendar_feed to threshold_app;

-- Whoever notices that a lane fell silent warns once for each silence.
alter table heartbeat add column warned_at timestamptz;
grant insert on heartbeat to threshold_app;
grant update (warned_at) on heartbeat to threshold_app;
create index paging_attempt_of_person on paging_attempt (district, person, queued_at);
create index paging_attempt_since on paging_attempt (district, queued_at);
create index person_phone on person (district, phone) where phone is not null;
create index duty_grant_of on duty_grant (district, duty, school);

create table person (
  district text not null,
  person   uuid not null,
  name     text not null,
  email    text not null,
  phone    text,
  language text not null,
  left_at  timestamptz,
  primary key (district, person)
);
create unique index person_email on person (district, lower(email));
call guard('person');

create table duty_grant (
  district       text not null,
  duty_grant     uuid not null,
  person         uuid not null,
  duty           text not null,
  school         text,
  rank           integer not null check (rank > 0),
  held_from      timestamptz not null,
  held_until     timestamptz,
  is_first_setup boolean not null default false,
  primary key (district, duty_grant),
  foreign key (district, person) references person
);
create index duty_grant_of_person on duty_grant (district, person);
call guard('duty_grant');

create table passkey (
  district   text   not null,
  credential text   not null,
  person     uuid   not null,
  public_key bytea  not null,
  counter    bigint not null,
  label      text   not null,
  added_at   timestamptz not null,
  revoked_at timestamptz,
  primary key (district, credential),
  foreign key (district, person) references person
);
call guard('passkey');

create table password (
  district text  not null,
  person   uuid  not null,
  phc      text  not null,
  totp     bytea not null,
  last_step bigint not null default 0,
  primary key (district, person),
  foreign key (district, person) references person
);
call guard('password');

-- A session is the hash of a token: a copy of this table signs nobody in.
create table session (
  district      text  not null,
  token_hash    bytea not null check (length(token_hash) = 32),
  person        uuid  not null,
  opened_at     timestamptz not null,
  seen_at       timestamptz not null,
  stepped_up_at timestamptz,
  primary key (district, token_hash),
  foreign key (district, person) references person
);
call guard('session');

create table device (
  district    text not null,
  device      uuid not null,
  school      text not null,
  label       text not null,
  enrolled_at timestamptz not null,
  revoked_at  timestamptz,
  primary key (district, device)
);
call guard('device');

create table token (
  district   text  not null,
  token_hash bytea not null check (length(token_hash) = 32),
  person     uuid  not null,
  label      text  not null,
  opened_at  timestamptz not null,
  revoked_at timestamptz,
  primary key (district, token_hash),
  foreign key (district, person) references person
);
call guard('token');

-- Links that a person is given once: the first set-up, a new colleague, a new device.
create table link (
  district   text  not null,
  token_hash bytea not null check (length(token_hash) = 32),
  purpose    text  not null check (purpose in ('first-setup', 'new-person', 'new-device')),
  person     uuid,
  school     text,
  label      text,
  expires_at timestamptz not null,
  used_at    timestamptz,
  primary key (district, token_hash)
);
call guard('link');

create table challenge (
  district   text not null,
  challenge  text not null,
  purpose    text not null check (purpose in ('register', 'sign-in', 'step-up')),
  person     uuid,
  expires_at timestamptz not null,
  primary key (district, challenge)
);
call guard('challenge');

create table attempt_limit (
  district text not null,
  subject  text not null,
  since    timestamptz not null,
  failures integer not null,
  primary key (district, subject)
);
call guard('attempt_limit');

grant select, insert on person, duty_grant, passkey, password, session, device, token, link,
  challenge, attempt_limit to threshold_app;
grant update (name, email, phone, language, left_at) on person to threshold_app;
grant update (held_until) on duty_grant to threshold_app;
grant update (counter, revoked_at, label) on passkey to threshold_app;
grant update (phc, totp, last_step) on password to threshold_app;
grant update (seen_at, stepped_up_at) on session to threshold_app;
grant update (revoked_at, label) on device to threshold_app;
grant update (revoked_at) on token to threshold_app;
grant update (used_at) on link to threshold_app;
grant update (since, failures) on attempt_limit to threshold_app;
grant delete on session, challenge, attempt_limit to threshold_app;
grant select on person, duty_grant to threshold_worker, threshold_notary;
grant select on passkey to threshold_notary;
grant update (counter) on passkey to threshold_notary;

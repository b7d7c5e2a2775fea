create table roster_import (
  district    text not null,
  roster_import uuid not null,
  sha256      bytea not null,
  handed_in_by uuid not null,
  stage       text not null check (stage in ('read', 'accepted', 'dropped', 'refused')),
  summary     jsonb not null,
  sealed_rows bytea,
  handed_in_at timestamptz not null,
  primary key (district, roster_import)
);
call guard('roster_import');

create table household (
  district  text not null,
  household text not null,
  primary key (district, household)
);
call guard('household');

create table household_school (
  district  text not null,
  school    text not null,
  household text not null,
  primary key (district, school, household),
  foreign key (district, household) references household on delete cascade
);
call guard('household_school');

-- Names, addresses and numbers are sealed under a key of the district.
create table guardian (
  district    text not null,
  household   text not null,
  guardian    text not null,
  language    text not null,
  channels    text[] not null,
  may_contact boolean not null,
  sealed      bytea not null,
  primary key (district, household, guardian),
  foreign key (district, household) references household on delete cascade
);
call guard('guardian');

create table student (
  district   text not null,
  student    text not null,
  household  text not null,
  school     text not null,
  adult_from date,
  primary key (district, student, household, school),
  foreign key (district, household) references household on delete cascade
);
call guard('student');

create table notice (
  district    text not null,
  notice      uuid not null,
  encounter   uuid,
  replaces    uuid,
  text_name   text not null,
  school      text not null,
  stage       text not null,
  is_drill    boolean not null,
  changed_at  timestamptz not null,
  released_at timestamptz,
  primary key (district, notice)
);
call guard('notice');

-- A released text, as the public may read it. The only table of this migration that the public role
-- can see, beside the district's own pack.
create table released_text (
  district    text not null,
  notice      uuid not null,
  language    text not null,
  subject     text not null,
  body        text not null,
  text_name   text not null,
  school      text not null,
  is_drill    boolean not null,
  released_at timestamptz not null,
  replaces    uuid,
  primary key (district, notice, language)
);
call guard('released_text');

-- One row for each guardian who is to be told, or one for a household that no message can reach.
-- `step` counts the guardian's ways in their own order; the states are:
-- queued, sending, handed-over, not-reached, no-text, no-way.
create table delivery (
  district    text not null,
  notice      uuid not null,
  household   text not null,
  guardian    text not null,
  language    text not null,
  step        smallint not null default 0,
  state       text not null,
  channel     text,
  code        text,
  lease_until timestamptz,
  epoch       integer not null default 0,
  attempts    integer not null default 0,
  try_after   timestamptz,
  settled_at  timestamptz,
  primary key (district, notice, household, guardian)
);
create index delivery_open on delivery (district, notice, state)
  where state in ('queued', 'sending');
call guard('delivery');

-- Every time a message was handed over, and what came of it. In doubt is a result of its own.
create table delivery_try (
  district    text not null,
  notice      uuid not null,
  household   text not null,
  guardian    text not null,
  epoch       integer not null,
  channel     text not null,
  outcome     text not null,
  code        text not null,
  happened_at timestamptz not null,
  primary key (district, notice, household, guardian, epoch)
);
call guard('delivery_try');

create table call_list_call (
  district    text not null,
  notice      uuid not null,
  household   text not null,
  called_by   uuid not null,
  outcome     text not null check (outcome in ('told', 'no-answer', 'wrong-number')),
  happened_at timestamptz not null,
  primary key (district, notice, household, happened_at)
);
call guard('call_list_call');

create table kill_switch (
  district  text not null,
  switch    text not null check (switch in ('notices')),
  is_thrown boolean not null,
  thrown_by uuid not null,
  thrown_at timestamptz not null,
  primary key (district, switch)
);
call guard('kill_switch');

grant select, insert, update on roster_import to threshold_app, threshold_keeper;
grant select, insert, update, delete on household, household_school, guardian, student
  to threshold_keeper;
grant select on household, household_school, guardian, student to threshold_app, threshold_worker;
grant select, insert, update on notice, kill_switch to threshold_app;
grant select, insert on released_text, delivery to threshold_app, threshold_worker;
grant select on kill_switch to threshold_worker;
grant select, insert, update on notice to threshold_worker;
grant update on delivery to threshold_app, threshold_worker;
grant select, insert on delivery_try to threshold_worker;
grant select, insert on call_list_call to threshold_app;
grant select on delivery_try to threshold_app;
grant select on released_text to threshold_public;

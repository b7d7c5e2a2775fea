-- The wall behind promise 1: only the notary may say that a passkey's signature was verified, and
-- an entry that opens anything needs such a row, unused, matching stream, version and digest, by a
-- person who holds the duty at that moment.
create table assertion_inbox (
  district   text  not null,
  inbox      uuid  not null,
  person     uuid  not null,
  purpose    text  not null check (purpose in ('authorize-access', 'grant-counsel', 'add-passkey')),
  stream     text  not null,
  version    integer not null,
  digest     bytea not null check (length(digest) = 32),
  credential text  not null,
  assertion  jsonb not null,
  handed_at  timestamptz not null,
  outcome    text,
  primary key (district, inbox)
);
call guard('assertion_inbox');

create table verified_assertion (
  district      text    not null,
  inbox         uuid    not null,
  person        uuid    not null,
  purpose       text    not null,
  stream        text    not null,
  version       integer not null,
  digest        bytea   not null check (length(digest) = 32),
  verified_at   timestamptz not null,
  used_position bigint,
  primary key (district, inbox),
  unique (district, digest, person)
);
call guard('verified_assertion');

create function holds_duty(of_person uuid, wanted text, at_moment timestamptz) returns boolean
language sql stable as $$
  select exists (
    select from duty_grant
    where district = current_setting('app.district', true) and person = of_person and duty = wanted
      and held_from <= at_moment and (held_until is null or held_until > at_moment))
$$;

-- Types of entries that open something. The list is closed here and in authority/opens.ts; a test
-- holds the two against each other.
create function opens(entry_type text) returns boolean language sql immutable as $$
  select entry_type in ('AccessAuthorized', 'RecordsReleaseAuthorized')
$$;

create function only_counsel_opens() returns trigger
language plpgsql security definer set search_path = public as $$
declare matched uuid;
begin
  if not opens(new.type) then return new; end if;
  update verified_assertion set used_position = new.position
    where (district, inbox) = (
      select district, inbox from verified_assertion
      where district = new.district and purpose = 'authorize-access' and stream = new.stream
        and version = new.version and digest = new.signed_digest and used_position is null
        and holds_duty(person, 'legal-counsel', new.recorded_at)
      limit 1 for update)
    returning inbox into matched;
  if matched is null then
    raise exception 'no unused signature by counsel matches this authorization'
      using errcode = 'TH002';
  end if;
  return new;
end $$;
create trigger only_counsel_opens before insert on ledger_entry
  for each row execute function only_counsel_opens();

-- Nobody makes themselves counsel. The first counsels of a district are named at set-up and marked
-- for ever; every later one needs the signatures of a counsel and of the superintendent over the
-- same grant, and a day.
create function nobody_makes_themselves_counsel() returns trigger
language plpgsql security definer set search_path = public as $$
declare signers uuid[];
begin
  if new.duty <> 'legal-counsel' then
    if new.is_first_setup then
      raise exception 'only the duty of counsel is marked as first set-up' using errcode = 'TH003';
    end if;
    return new;
  end if;
  if new.is_first_setup then
    if exists (select from duty_grant where district = new.district and duty = 'legal-counsel'
               and not is_first_setup)
      -- The set-up's own transaction writes its end first; every other one comes too late.
      or exists (select from ledger_entry where district = new.district and type = 'SetUpFinished'
                 and xmin <> pg_current_xact_id()::xid) then
      raise exception 'the first set-up of this district is over' using errcode = 'TH003';
    end if;
    return new;
  end if;
  with used as (
    update verified_assertion set used_position = -1
    where district = new.district and purpose = 'grant-counsel' and used_position is null
      and stream = 'counsel-grant/' || new.duty_grant
    returning person, verified_at)
  select array_agg(person) into signers from used
    where verified_at + interval '24 hours' <= new.held_from and person <> new.person;
  if signers is null
    or not exists (select from unnest(signers) s
                   where holds_duty(s, 'legal-counsel', new.held_from))
    or not exists (select from unnest(signers) s
                   where holds_duty(s, 'superintendent', new.held_from))
    or (select count(distinct s) from unnest(signers) s) < 2 then
    raise exception 'counsel is granted by a counsel and the superintendent, a day ahead'
      using errcode = 'TH003';
  end if;
  return new;
end $$;
create trigger nobody_makes_themselves_counsel before insert on duty_grant
  for each row execute function nobody_makes_themselves_counsel();

-- A counsel's passkey is the key to the doors. The first one comes with the link that counsel was
-- given; every further one must be signed by a passkey that counsel already holds, so that whoever
-- takes over the program cannot slip a key of their own under counsel's name. A counsel who lost
-- all passkeys is reset by withdrawing the duty and granting it anew, with both signatures and the
-- day.
create function counsel_adds_passkeys_with_passkeys() returns trigger
language plpgsql security definer set search_path = public as $$
declare matched uuid;
begin
  if not exists (select from duty_grant where district = new.district and person = new.person
                 and duty = 'legal-counsel' and (held_until is null or held_until > new.added_at))
    or not exists (select from passkey where district = new.district and person = new.person
                   and added_at >= (select max(held_from) from duty_grant
                                    where district = new.district and person = new.person
                                      and duty = 'legal-counsel'))
  then return new; end if;
  update verified_assertion set used_position = -1
    where (district, inbox) = (
      select district, inbox from verified_assertion
      where district = new.district and purpose = 'add-passkey' and person = new.person
        and stream = 'passkey/' || new.credential and used_position is null
      limit 1 for update)
    returning inbox into matched;
  if matched is null then
    raise exception 'a further passkey of counsel is signed by one that counsel holds'
      using errcode = 'TH003';
  end if;
  return new;
end $$;
create trigger counsel_adds_passkeys_with_passkeys before insert on passkey
  for each row execute function counsel_adds_passkeys_with_passkeys();

-- A withdrawn duty stays withdrawn: held_until may be brought nearer, never pushed away or cleared.
create function a_duty_only_ends() returns trigger language plpgsql as $$
begin
  if old.held_until is not null and (new.held_until is null or new.held_until > old.held_until) then
    raise exception 'a withdrawn duty is granted anew, never revived' using errcode = 'TH003';
  end if;
  return new;
end $$;
create trigger a_duty_only_ends before update on duty_grant
  for each row execute function a_duty_only_ends();

grant select, insert on assertion_inbox to threshold_app;
grant select on verified_assertion to threshold_app, threshold_notary;
grant select, update (outcome) on assertion_inbox to threshold_notary;
grant insert on verified_assertion to threshold_notary;
revoke update, delete on verified_assertion from threshold_app, threshold_worker, threshold_keeper;

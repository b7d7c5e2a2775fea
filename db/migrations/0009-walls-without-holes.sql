-- Each wall of 0003 once more, with the holes closed that an attack on it found.

alter table assertion_inbox add column content text;
comment on column assertion_inbox.content is
  'What is signed, held against the digest: the database reads in it who is granted what.';

-- Every function here that decides something looks into our own tables and no others: unless a
-- session's temporary tables are named last, they come first.
create or replace function holds_duty(of_person uuid, wanted text, at_moment timestamptz)
returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (
    select from duty_grant
    where district = current_setting('app.district', true) and person = of_person and duty = wanted
      and held_from <= at_moment and (held_until is null or held_until > at_moment))
$$;

create or replace function only_counsel_opens() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare matched uuid;
begin
  if not opens(new.type) then return new; end if;
  -- Or a counsel whose duty ended could still open, by an entry dated back to before that.
  if new.recorded_at < (select recorded_at from ledger_entry where district = new.district
                        order by position desc limit 1) then
    raise exception 'what opens is recorded now, not before the entry ahead of it'
      using errcode = 'TH002';
  end if;
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

-- What was signed, once it hashes to what the notary verified; null otherwise.
create function signed_content(of_inbox uuid, of_digest bytea) returns jsonb
language sql stable set search_path = public, pg_temp as $$
  select content::jsonb from assertion_inbox
  where district = current_setting('app.district', true) and inbox = of_inbox
    and sha256(convert_to(content, 'UTF8')) = of_digest
$$;

-- Whether the next passkey of a counsel may be the first one under this grant. Never the app's to
-- say: the trigger writes it, whatever was sent.
alter table duty_grant add column takes_first_passkey boolean not null default false;

-- Counsels who were named before this and have no passkey yet still have to get their first.
alter table duty_grant no force row level security;
alter table passkey no force row level security;
update duty_grant set takes_first_passkey = true
  where duty = 'legal-counsel' and held_until is null
    and not exists (select from passkey where passkey.district = duty_grant.district
                    and passkey.person = duty_grant.person and passkey.revoked_at is null);
alter table duty_grant force row level security;
alter table passkey force row level security;

-- Nobody makes themselves counsel. The first counsels of a district are named at set-up and marked
-- for ever; every later one needs the signatures of a counsel and of the superintendent over this
-- grant to this person at this rank, and a day.
create or replace function nobody_makes_themselves_counsel() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare is_signed boolean;
begin
  new.takes_first_passkey := false;
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
    new.takes_first_passkey := true;
    return new;
  end if;
  with used as (
    update verified_assertion set used_position = -1
    where district = new.district and purpose = 'grant-counsel' and used_position is null
      and stream = 'counsel-grant/' || new.duty_grant
    returning person, verified_at, signed_content(inbox, digest) as content),
  fit as (
    select person, content ->> 'as' as signed_as from used
    where verified_at + interval '24 hours' <= new.held_from and person <> new.person
      and content ->> 'type' = 'grant-counsel' and content ->> 'grant' = new.duty_grant::text
      and content ->> 'person' = new.person::text and content ->> 'rank' = new.rank::text
      and holds_duty(person, content ->> 'as', verified_at)
      and holds_duty(person, content ->> 'as', new.held_from))
  select exists (
    select from fit counsel join fit superintendent on counsel.person <> superintendent.person
    where counsel.signed_as = 'legal-counsel' and superintendent.signed_as = 'superintendent')
  into is_signed;
  if not is_signed then
    raise exception 'counsel is granted by a counsel and the superintendent, a day ahead'
      using errcode = 'TH003';
  end if;
  -- Somebody without a passkey gets their first one with a link; a counsel who lost all passkeys is
  -- reset by such a grant. Whoever else becomes counsel has a passkey to sign further ones with.
  new.takes_first_passkey :=
    not exists (select from passkey where district = new.district and person = new.person
                and revoked_at is null)
    or exists (select from duty_grant where district = new.district and person = new.person
               and duty = 'legal-counsel' and held_until is not null);
  return new;
end $$;

-- A counsel's passkey is the key to the doors. The first one comes with the link that counsel was
-- given; every further one must be signed by a passkey that counsel already holds, so that whoever
-- takes over the program cannot slip a key of their own under counsel's name. A counsel who lost
-- all passkeys is reset by withdrawing the duty and granting it anew, with both signatures and the
-- day. Nothing here hangs on a moment that the program names: whoever ever was counsel is guarded,
-- and each grant takes one first passkey.
create or replace function counsel_adds_passkeys_with_passkeys() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare matched uuid;
begin
  if not exists (select from duty_grant where district = new.district and person = new.person
                 and duty = 'legal-counsel')
  then return new; end if;
  update duty_grant set takes_first_passkey = false
    where district = new.district and person = new.person and takes_first_passkey;
  if found then return new; end if;
  update verified_assertion set used_position = -1
    where (district, inbox) = (
      select district, inbox from verified_assertion
      where district = new.district and purpose = 'add-passkey' and person = new.person
        and stream = 'passkey/' || new.credential and used_position is null
        and signed_content(inbox, digest) @> jsonb_build_object(
          'type', 'add-passkey', 'person', new.person, 'credential', new.credential,
          'publicKey', rtrim(translate(encode(new.public_key, 'base64'), E'+/\n', '-_'), '='))
      limit 1 for update)
    returning inbox into matched;
  if matched is null then
    raise exception 'a further passkey of counsel is signed by one that counsel holds'
      using errcode = 'TH003';
  end if;
  return new;
end $$;

-- A passkey that was revoked is lost or in somebody else's hands. It stays revoked.
create function a_passkey_stays_revoked() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'a revoked passkey stays revoked' using errcode = 'TH003';
  end if;
  return new;
end $$;
create trigger a_passkey_stays_revoked before update on passkey
  for each row execute function a_passkey_stays_revoked();

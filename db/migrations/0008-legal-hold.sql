-- A hold beats every deletion. Receipt of any paper sets one, in the same transaction as the
-- paper's own fact, before anything else runs.
create table legal_hold (
  district  text not null,
  stream    text not null,
  cause     text not null check (cause in ('a-paper-was-received', 'counsel-ordered-it')),
  set_at    timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid,
  primary key (district, stream, cause)
);
call guard('legal_hold');

create function a_hold_is_only_lifted() returns trigger language plpgsql as $$
begin
  raise exception 'a hold is lifted by counsel, never removed' using errcode = 'TH004';
end $$;
create trigger a_hold_is_only_lifted before delete or truncate on legal_hold
  for each statement execute function a_hold_is_only_lifted();

grant select, insert on legal_hold to threshold_app, threshold_worker;
grant update (lifted_at, lifted_by) on legal_hold to threshold_app;
grant select on legal_hold to threshold_keeper;

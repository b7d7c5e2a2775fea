-- Whoever claims to warn of a silence may die before anybody is told. The claim alone silences
-- nobody for longer than a minute: what counts is that somebody was told.
alter table heartbeat add column told_at timestamptz;
grant update (told_at) on heartbeat to threshold_app;

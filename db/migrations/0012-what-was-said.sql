-- What people said to a chain that rings on, for the pages of an encounter: person, word, moment.
-- Pages are read at every change of an encounter; the story of a chain that rang all night is long.
alter table paging add column said jsonb not null default '[]';

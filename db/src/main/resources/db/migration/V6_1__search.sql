-- Search: which contexts hold a word, which features peak in a context and at a word. Words are made by the program (folded, so
-- that no locale of a server decides); what the bytes mean: docs/store.md.

-- An inverted index of the contexts of a context set, in segments: each publication that adds contexts adds one or more.
create table text_word (
  context_set_id integer not null references context_set on delete cascade,
  word           text collate "C" not null,
  segment        integer not null,
  contexts       integer not null,       -- how many of the segment hold it
  packed         bytea not null,         -- their numbers
  primary key (context_set_id, word, segment)
);
alter table text_word alter column packed set storage external;
create sequence text_segment as integer;

-- How many contexts of a context set are in text_word.
alter table context_set add column indexed_contexts integer not null default 0;

-- The inverse of the examples at the top: the features that have a context among them, and where they peak there.
create table peak (
  run_id         integer not null,
  corpus_ordinal smallint not null,
  context_no     integer not null,
  packed         bytea not null,
  primary key (run_id, corpus_ordinal, context_no)
) partition by list (run_id);
alter table peak alter column packed set storage external;

-- The features whose examples at the top peak at a word, the most faithful first, 4,096 a part.
create table peak_word (
  run_id   integer not null,
  word     text collate "C" not null,
  part     integer not null,             -- from 0
  features integer not null,             -- in all parts
  packed   bytea not null,
  primary key (run_id, word, part)
) partition by list (run_id);
alter table peak_word alter column packed set storage external;

-- Whether peak and peak_word are filled.
alter table run add column searchable boolean not null default false;

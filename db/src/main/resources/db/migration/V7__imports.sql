-- Runs that were imported from files of other tools. What such a file does not say is null.

alter table run
  add column origin text,                        -- the format that it was imported from; null: computed by an indexer
  alter column contexts drop not null,
  alter column tokens drop not null,
  alter column top_k drop not null,
  alter column batch_contexts drop not null,
  alter column dtype drop not null,
  alter column device drop not null;
alter table run_corpus
  alter column contexts drop not null,
  alter column tokens drop not null;

-- A model of which nothing but its name is known; an indexed run of it fills in the rest.
alter table model
  alter column family drop not null,
  alter column layers drop not null,
  alter column d_model drop not null,
  alter column d_mlp drop not null,
  alter column heads drop not null,
  alter column vocabulary_size drop not null,
  alter column parameters drop not null,
  alter column weights_sha256 drop not null;

alter table source alter column hook_point drop not null;

alter table feature
  add column density double precision,           -- of imported features, as the file has it; of others active_tokens / run.tokens
  add column bars bytea,                         -- histograms of imported features, as the file has them; docs/store.md
  alter column active_tokens drop not null,
  alter column maximum drop not null,
  alter column minimum drop not null,
  alter column mean drop not null,
  alter column histogram drop not null;

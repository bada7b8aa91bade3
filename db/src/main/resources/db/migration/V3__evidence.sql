-- All evidence of a feature, packed; several corpora side by side in a run; labels; how a run was made.
-- What the bytes mean: docs/store.md.

alter table run
  add column manifest           text,      -- everything that determines the result; null: a run from before there was one
  add column intervals          integer,   -- evidence settings; null likewise, as are the three below
  add column interval_samples   integer,
  add column random_samples     integer,
  add column label_top_k        integer,
  add column seed               bigint,
  add column non_finite_source  text,      -- where the first activation that was NaN or infinite stood; null: nowhere, or not noted
  add column non_finite_corpus  smallint,
  add column non_finite_context integer,
  add column non_finite_position integer,
  add column non_finite_feature integer;

-- The corpora of a run. All are cut alike; run.context_set_id is that of the first.
create table run_corpus (
  run_id         integer not null references run on delete cascade,
  ordinal        smallint not null,        -- from 0; stored evidence names corpora by it
  context_set_id integer not null references context_set,
  contexts       bigint not null,          -- that were read
  tokens         bigint not null,          -- that were counted
  primary key (run_id, ordinal)
);
insert into run_corpus (run_id, ordinal, context_set_id, contexts, tokens)
  select id, 0, context_set_id, contexts, tokens from run;

-- The labels of a run's contexts. The same word in two corpora is two labels.
create table run_label (
  run_id         integer not null references run on delete cascade,
  number         smallint not null,        -- from 0; stored evidence names labels by it
  corpus_ordinal smallint not null,
  name           text,                     -- null: contexts whose documents have no label
  contexts       bigint not null,          -- with a counted token
  tokens         bigint not null,          -- counted
  primary key (run_id, number)
);

-- Runs that were deleted: their numbers are never given again.
create table retired_run (
  id         integer primary key,
  model      text not null,                -- its name
  retired_at timestamptz not null default now()
);

-- Null in runs from before they were measured, and where a feature has none.
alter table feature
  add column active_contexts     bigint,
  add column standard_deviation  double precision,
  add column skewness            double precision,
  add column kurtosis            double precision,
  add column input_norm          double precision,
  add column output_norm         double precision,
  add column input_output_cosine double precision,
  add column lookup_share        double precision,  -- of its variance, explained by a table of tokens
  add column auc                 real[];            -- by the number of the label; null in it: the label is all contexts or none

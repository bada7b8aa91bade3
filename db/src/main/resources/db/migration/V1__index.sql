-- The index: what a page shows, and where it came from. Byte columns are described in docs/formats.md.
-- Rows of `feature` and `example` belong to one run, are loaded by COPY into a partition that nobody reads yet,
-- and appear together with the run in one transaction. A run that is in the table is complete and never changes.

create table model (
  id              integer generated always as identity primary key,
  name            text not null unique check (name ~ '^[a-z0-9._-]+$'),
  family          text not null,     -- model_type of config.json
  layers          integer not null,
  d_model         integer not null,
  d_mlp           integer not null,
  heads           integer not null,
  vocabulary_size integer not null,
  parameters      bigint not null,
  weights_sha256  bytea not null check (length(weights_sha256) = 32),
  created_at      timestamptz not null default now()
);

create table tokenizer (
  id     integer generated always as identity primary key,
  sha256 bytea not null unique check (length(sha256) = 32)
);

-- The exact bytes of each token; a byte-level token may hold part of a character.
create table token (
  tokenizer_id integer not null references tokenizer on delete cascade,
  token_id     integer not null,
  bytes        bytea not null,
  special      boolean not null,
  primary key (tokenizer_id, token_id)
);

create table corpus (
  id         integer generated always as identity primary key,
  name       text not null,
  sha256     bytea not null check (length(sha256) = 32),  -- of its file; of several, over theirs in order
  created_at timestamptz not null default now(),
  unique (name, sha256)
);

-- Only documents that some stored context comes from.
create table document (
  corpus_id   integer not null references corpus on delete cascade,
  document_no integer not null,      -- position in the corpus, from 0
  external_id text not null,         -- `id` of the corpus line, or file name and line number
  title       text,
  label       text,
  source      text,
  licence     text,
  primary key (corpus_id, document_no)
);

-- One way of cutting a corpus into contexts. Runs that cut alike share the contexts.
create table context_set (
  id             integer generated always as identity primary key,
  corpus_id      integer not null references corpus on delete cascade,
  tokenizer_id   integer not null references tokenizer,
  context_tokens integer not null,   -- the longest context, beginning-of-text token included
  bos_token_id   integer,            -- stands in front of every context; null: none
  unique nulls not distinct (corpus_id, tokenizer_id, context_tokens, bos_token_id)
);

-- Each context once, and only if some feature needs it.
create table context (
  context_set_id integer not null references context_set on delete cascade,
  context_no     integer not null,   -- position in the corpus, from 0
  document_no    integer not null,
  first_token    integer not null,   -- of the document's tokens, the one the context starts with
  token_ids      bytea not null,     -- what the model saw, beginning-of-text token included
  text           text not null,      -- the whole characters of its tokens, special tokens left out
  primary key (context_set_id, context_no)
);

create table source (
  id         integer generated always as identity primary key,
  model_id   integer not null references model on delete cascade,
  name       text not null check (name ~ '^[a-z0-9._-]+$'),
  kind       text not null check (kind in ('mlp')),
  layer      integer not null,
  hook_point text not null,          -- its TransformerLens name
  features   integer not null,
  unique (model_id, name)
);

create table run (
  id                integer generated always as identity primary key,
  name              text not null,
  model_id          integer not null references model on delete cascade,
  context_set_id    integer not null references context_set,
  contexts          bigint not null,  -- that were read
  tokens            bigint not null,  -- that were counted: special positions left out
  non_finite        bigint not null,  -- activations that were NaN or infinite, and left out
  top_k             integer not null,
  max_tokens        bigint,           -- the limit that was asked for; null: none
  batch_contexts    integer not null,
  dtype             text not null,
  device            text not null,
  program_version   text not null,
  seconds           double precision not null,
  published_at      timestamptz not null default now()
);

create table run_source (
  run_id    integer not null references run on delete cascade,
  source_id integer not null references source,
  primary key (run_id, source_id)
);
create index run_source_newest on run_source (source_id, run_id desc);

create table feature (
  run_id        integer not null,
  source_id     integer not null,
  feature_index integer not null,
  active_tokens bigint not null,     -- tokens with an activation above 0; density = active_tokens / run.tokens
  maximum       real not null,       -- over all counted tokens, like the three below
  minimum       real not null,
  mean          double precision not null,
  histogram     bytea not null,
  primary key (run_id, source_id, feature_index)
) partition by list (run_id);
create index feature_by_density on feature (run_id, source_id, active_tokens, feature_index);
create index feature_by_maximum on feature (run_id, source_id, maximum, feature_index);

create table example (
  run_id         integer not null,
  source_id      integer not null,
  feature_index  integer not null,
  evidence_group smallint not null,  -- 0: top
  rank           smallint not null,  -- within the group, from 1
  context_no     integer not null,   -- in the run's context set
  peak_position  smallint not null,  -- in the context, from 0
  peak           real not null,      -- the activation there
  activations    bytea not null,     -- one for each token of the context
  primary key (run_id, source_id, feature_index, evidence_group, rank)
) partition by list (run_id);

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

-- The examples of a feature with their groups, its label maxima, token lookup and what its weights say, packed into bytes and
-- these cut into rows. Six rows fill a page; `plain` keeps them out of TOAST.
create table evidence (
  run_id        integer not null,
  source_id     integer not null,
  feature_index integer not null,
  part          smallint not null,         -- from 0
  bytes         bytea not null,
  primary key (run_id, source_id, feature_index, part)
) partition by list (run_id);
alter table evidence alter column bytes set storage plain;

-- Examples of runs from before: one group, in contexts of one corpus. Their activations stay as they are.
create function pg_temp.varint(value bigint) returns bytea language plpgsql immutable as $$
declare
  packed bytea := '';
  rest bigint := value;
begin
  while rest > 127 loop
    packed := packed || set_byte('\x00', 0, (rest & 127 | 128)::integer);
    rest := rest >> 7;
  end loop;
  return packed || set_byte('\x00', 0, rest::integer);
end $$;

-- float4send is big-endian, packed numbers are not.
create function pg_temp.float32(value real) returns bytea language sql immutable as $$
  select substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) from float4send(value) as b $$;

create function pg_temp.packed(run integer, source integer, index integer, active_tokens bigint) returns bytea
language sql stable as $$
  select '\x0101'::bytea || pg_temp.varint(count(*))
    || coalesce(string_agg(pg_temp.varint(context_no) || pg_temp.varint(peak_position) || pg_temp.float32(peak)
         || pg_temp.varint(length(activations)) || activations, '' order by rank), '')
    || case when count(*) = 0 then '\x00'::bytea else
         '\x010000000000000000807f'::bytea  -- one group: at the top, number 0, from 0 to infinity
         || pg_temp.varint(active_tokens) || '\x00' || pg_temp.varint(count(*))
         || string_agg(pg_temp.varint(2 * (rank - 1)), '' order by rank) end
    || '\x00000000'::bytea                 -- no near-duplicates, labels, token lookup, weights
  from example
  where run_id = run and source_id = source and feature_index = index and evidence_group = 0 $$;

do $$
declare
  run integer;
begin
  for run in select id from public.run order by id loop
    execute format('create table evidence_run_%1$s partition of evidence for values in (%1$s)', run);
    insert into evidence (run_id, source_id, feature_index, part, bytes)
      select f.run_id, f.source_id, f.feature_index, part, substr(packed, 1 + 1308 * part, 1308)
      from feature f
        cross join lateral pg_temp.packed(f.run_id, f.source_id, f.feature_index, f.active_tokens) packed
        cross join lateral generate_series(0, (length(packed) - 1) / 1308) part
      where f.run_id = run
      order by f.source_id, f.feature_index, part;
  end loop;
end $$;

drop table example;

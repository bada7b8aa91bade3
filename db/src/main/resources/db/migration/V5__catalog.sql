-- What pages show of a whole run without reading all its features: how dense they are, the most remarkable of them, and which
-- stand out in a document. What the columns mean: docs/store.md.

-- How many features have which density: 32 counts, each of a quarter of a decade from 10^-8 to 1. Those never active are in none.
alter table run_source add column density_profile integer[];

-- Whether document_feature was filled. Runs from before it was are not; those published from now on are.
alter table run add column document_features boolean not null default false;
alter table run alter column document_features set default true;

-- Of each source of a run the feature with the largest kurtosis (active in at least 30 contexts), and of each label that with the
-- largest AUC.
create table highlight (
  run_id         integer not null references run on delete cascade,
  source_id      integer not null references source on delete cascade,
  label          smallint not null,        -- its number in run_label; -1: kurtosis
  feature_index  integer not null,
  value          double precision not null,
  corpus_ordinal smallint,                 -- the strongest example: corpus, context and position of the peak; null: there is none
  context_no     integer,
  peak_position  integer,
  primary key (run_id, source_id, label)
);

-- The features of each source that stand out most in a document, among the examples that a run keeps.
create table document_feature (
  run_id         integer not null,
  corpus_ordinal smallint not null,
  document_no    integer not null,
  source_id      integer not null,
  rank           smallint not null,        -- by deviations, from 1
  feature_index  integer not null,
  context_no     integer not null,         -- where its peak stands
  peak_position  integer not null,
  peak           real not null,
  deviations     real not null,            -- (peak - mean) / standard deviation, over all tokens of the run
  primary key (run_id, corpus_ordinal, document_no, source_id, rank)
) partition by list (run_id);

-- Runs from before.
update run_source rs set density_profile = (
  select array_agg(coalesce(found.features, 0) order by bin)
  from generate_series(0, 31) bin left join (
    select least(31, greatest(0, floor(4 * log(f.active_tokens::double precision / r.tokens))::integer + 32)) as of_bin,
      count(*)::integer as features
    from feature f join run r on r.id = f.run_id
    where f.run_id = rs.run_id and f.source_id = rs.source_id and f.active_tokens > 0
    group by 1) found on found.of_bin = bin);

insert into highlight (run_id, source_id, label, feature_index, value)
  select distinct on (run_id, source_id) run_id, source_id, -1, feature_index, kurtosis
  from feature where active_contexts >= 30 and kurtosis is not null
  order by run_id, source_id, kurtosis desc, feature_index;

insert into highlight (run_id, source_id, label, feature_index, value)
  select distinct on (run_id, source_id, label) run_id, source_id, label - 1, feature_index, value
  from feature cross join unnest(auc) with ordinality as each (value, label)
  where value is not null
  order by run_id, source_id, label, value desc, feature_index;

-- Their strongest examples stand at the beginning of the first part of their evidence: version, corpora, examples; place, position.
create function pg_temp.varint_at(packed bytea, number integer) returns bigint language plpgsql immutable as $$
declare
  at integer := 1;
  value bigint;
  shift integer;
  part integer;
begin
  for skipped in 0..number loop
    value := 0;
    shift := 0;
    loop
      part := get_byte(packed, at);
      value := value | ((part & 127)::bigint << shift);
      shift := shift + 7;
      at := at + 1;
      exit when part < 128;
    end loop;
  end loop;
  return value;
end $$;

update highlight h set
    corpus_ordinal = pg_temp.varint_at(e.bytes, 2) % pg_temp.varint_at(e.bytes, 0),
    context_no = pg_temp.varint_at(e.bytes, 2) / pg_temp.varint_at(e.bytes, 0),
    peak_position = pg_temp.varint_at(e.bytes, 3)
  from evidence e
  where e.run_id = h.run_id and e.source_id = h.source_id and e.feature_index = h.feature_index and e.part = 0
    and pg_temp.varint_at(e.bytes, 1) > 0;

-- Pages list the documents of a corpus by label.
create index document_by_label on document (corpus_id, label, document_no);

-- … and the contexts of a document.
create index context_by_document on context (context_set_id, document_no);

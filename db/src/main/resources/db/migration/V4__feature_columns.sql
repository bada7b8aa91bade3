-- What lists of features are sorted, filtered and drawn by: one number of many features side by side, and the tokens that
-- features raise. What the bytes mean: docs/store.md.

-- Lists are ordered by columns, below.
drop index feature_by_density;
drop index feature_by_maximum;

-- Null where a feature has no logit effects.
alter table feature
  add column logit_tokens  integer[],  -- those whose logit it raises most, the most raised first
  add column logit_effects real[];     -- by how much one unit of activation does, in the same order
create index feature_by_logit_token on feature using gin (logit_tokens);

create table feature_column (
  run_id        integer not null,
  source_id     integer not null,
  name          text not null,
  first_feature integer not null,      -- the numbers are those of this feature and the ones that follow it
  packed        bytea not null,
  primary key (run_id, source_id, name, first_feature)
) partition by list (run_id);
alter table feature_column alter column packed set storage external;

-- float4send is big-endian, packed numbers are not.
create function pg_temp.packed_float(value real) returns bytea language sql immutable as $$
  select substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) from float4send(value) as b $$;

-- A cast would refuse what a 32-bit float cannot hold.
create function pg_temp.narrowed(value double precision) returns real language sql immutable as $$
  select case when abs(value) < 1.2e-38 then 0 when abs(value) < 3.4e38 then value::real end $$;

do $$
declare
  run integer;
begin
  for run in select id from public.run order by id loop
    execute format('create table feature_column_run_%1$s partition of feature_column for values in (%1$s)', run);
    insert into feature_column (run_id, source_id, name, first_feature, packed)
      select run, source_id, name, first_feature,
        '\x01'::bytea || string_agg(pg_temp.packed_float(coalesce(value, 'NaN')), '' order by feature_index)
      from (
        select f.source_id, f.feature_index, f.feature_index / 32768 * 32768 as first_feature, c.name, c.value
        from feature f cross join lateral (
          values ('active-tokens', f.active_tokens::real), ('max', f.maximum), ('min', f.minimum),
            ('mean', pg_temp.narrowed(f.mean)), ('standard-deviation', pg_temp.narrowed(f.standard_deviation)),
            ('skewness', pg_temp.narrowed(f.skewness)), ('kurtosis', pg_temp.narrowed(f.kurtosis)),
            ('input-norm', pg_temp.narrowed(f.input_norm)), ('output-norm', pg_temp.narrowed(f.output_norm)),
            ('input-output-cosine', pg_temp.narrowed(f.input_output_cosine)),
            ('lookup-share', pg_temp.narrowed(f.lookup_share)),
            ('auc', (select max(a) from unnest(f.auc) a))
          union all
          select 'auc-' || (number - 1), a from unnest(f.auc) with ordinality as each (a, number)
        ) as c (name, value)
        where f.run_id = run
      ) as numbers
      group by source_id, name, first_feature
      having count(value) > 0;
  end loop;
end $$;

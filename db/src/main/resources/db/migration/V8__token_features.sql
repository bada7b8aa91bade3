-- Which features have a token first: among those whose logit they raise or lower most, in their token lookup, at the peaks of their
-- examples at the top. What the bytes mean: docs/store.md.
create table token_feature (
  run_id   integer not null,
  kind     smallint not null,
  token_id integer not null,
  packed   bytea not null,
  primary key (run_id, kind, token_id)
) partition by list (run_id);
alter table token_feature alter column packed set storage external;

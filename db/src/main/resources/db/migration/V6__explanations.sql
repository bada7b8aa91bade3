-- Explanations: what a person or a program says a feature means. They belong to a feature of a source, not to a run: they outlive
-- each run, and go with the source.

-- The words of an explanation: their stems in its language, and the words as they stand, so that a beginning of a word is found
-- too. `language` names a text search configuration of PostgreSQL, whose own ones do not change; hence immutable.
create function explanation_words(language text, description text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector(language::regconfig, description) || to_tsvector('pg_catalog.simple', description) $$;

create table explanation (
  id            bigint generated always as identity primary key,
  public_id     text not null unique default replace(gen_random_uuid()::text, '-', '') check (public_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  source_id     integer not null references source on delete cascade,
  feature_index integer not null check (feature_index >= 0),
  description   text not null check (description <> '' and length(description) <= 20000),
  language      text not null default 'english',  -- a text search configuration, such as german; simple: of no language
  method        text,                              -- how it was found; Neuronpedia's typeName, such as oai_token-act-pair
  explainer     text,                              -- the model that wrote it, or the person; null: not known
  origin        text not null,                     -- where we have it from, in words
  scores        jsonb check (jsonb_typeof(scores) = 'array'),  -- as they came, an object each; null: none
  created_at    timestamptz not null default now(),
  words         tsvector not null generated always as (explanation_words(language, description)) stored
);
create index explanation_by_feature on explanation (source_id, feature_index, id);
create index explanation_by_words on explanation using gin (words);

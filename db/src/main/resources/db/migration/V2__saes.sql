-- Sources beyond neurons: other hook points, SAEs and transcoders; where an SAE comes from, and how well it reconstructs.

alter table source drop constraint source_kind_check;
alter table source add constraint source_kind_check check (kind in ('mlp', 'hook', 'sae', 'transcoder'));
alter table source alter column layer drop not null;  -- hook_embed belongs to no layer

create table sae (
  source_id         integer primary key references source on delete cascade,
  sha256            bytea not null check (length(sha256) = 32),  -- over those of its files, in order
  format            text not null,             -- SAELens, Gemma Scope, …
  architecture      text not null,             -- as the format calls it
  activation        text not null,             -- in words, k included
  d_in              integer not null,
  d_out             integer,                   -- null: its files hold no decoder that could be applied
  output_hook_point text not null,             -- what it reconstructs; the source's own unless it is a transcoder
  normalisation     text not null,             -- of its input, in words
  centred           boolean not null,          -- whether the mean of its input is taken away first
  decoder_norm      text not null check (decoder_norm in ('ignored', 'scales latents', 'for selection')),
  declared_l0       double precision,          -- latents active per token, as its files promise
  declared_model    text,                      -- that it was trained on, as its files say
  options           text not null,             -- what a person said about it when it was indexed
  remarks           text[] not null            -- what is unusual about it, a sentence each
);

-- Fidelity: of SAEs alone, and not of runs that were published before it was measured.
alter table run_source
  add column fvu           double precision,   -- fraction of variance unexplained; null: not measured
  add column fvu_tokens    bigint,             -- tokens that fvu was measured over
  add column mean_l0       double precision,   -- latents active per counted token of the run
  add column dead_features integer,            -- never active in the run
  add column suspicion     text,               -- why it looks wrongly read; null: it does not
  add column remarks       text[] not null default '{}',  -- on how this run used it, a sentence each
  add constraint run_source_fidelity_check check ((mean_l0 is null) = (dead_features is null)
    and (mean_l0 is null) = (fvu_tokens is null) and (fvu is null or mean_l0 is not null));

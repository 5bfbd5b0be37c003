-- Characters of a text that is stored encrypted; null where the text itself tells.
alter table responses add column text_length integer;

-- Retention finds the texts that have been kept long enough.
create index responses_with_text_by_age on responses (organisation_id, created_at) where text is not null;

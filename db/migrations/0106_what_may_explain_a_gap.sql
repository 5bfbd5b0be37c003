-- Of the responses of an audit that decomposes gaps: how many words they have, and their prompt within the item. Null where nobody asked, or
-- where the text is not known, or was erased.
alter table audit_responses add column words integer, add column prompt text;

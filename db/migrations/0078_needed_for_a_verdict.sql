-- How many responses a verdict would need is two numbers, by what is asked of them. The old one answered neither question.
alter table measures drop column needed_n;
alter table measures add column needed_for_within bigint;
alter table measures add column needed_for_exceeds bigint;

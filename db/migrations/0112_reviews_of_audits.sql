-- What a reviewer says of an audit, and who signed it off; and how often what its report says beside its figures was changed.
alter table audits add column review jsonb, add column revision integer not null default 0;

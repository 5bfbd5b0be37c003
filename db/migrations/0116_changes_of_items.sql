-- Grows whenever an item is held so that its responses could change: what a process found out by reading all of them holds as long as this
-- number is the same. It begins with the microsecond at which the item came, so that an item that was deleted and came again has another.
alter table items add column changes bigint not null default (extract(epoch from clock_timestamp()) * 1000000)::bigint;

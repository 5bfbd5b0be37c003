-- The fit whose job trains this one with it: items that hold the same texts train one encoder with a head each. Null: its own job does.
alter table fits add column led_by integer;

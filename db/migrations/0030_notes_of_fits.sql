-- What takes time before a fit trains, while it runs; afterwards what a reader of its scores should know.

alter table fits add column if not exists note text;

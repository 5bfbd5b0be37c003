-- What was asked for under an idempotency key, as a digest: another request under the same key is refused. Audits that are older have none.
alter table audits add column request_digest bytea;

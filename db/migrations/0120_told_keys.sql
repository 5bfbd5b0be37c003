-- A process that remembers for seconds whom a key let in forgets it as soon as any key or browser's session changes, whoever changes it.
create function tell_of_keys() returns trigger language plpgsql as $$
begin
  perform pg_notify('scoring_fairness_keys', '');
  return null;
end $$;

create trigger told after insert or delete or update of secret_digest, roles, expires_at, revoked_at on api_keys
  for each statement execute function tell_of_keys();
create trigger told after delete or update on browser_sessions for each statement execute function tell_of_keys();

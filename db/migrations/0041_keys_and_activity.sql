-- Who may call, and who did what.

create table api_keys (
  organisation_id text not null references organisations,
  -- The part of a key that is no secret; keys are told apart by it.
  key_id text not null unique,
  name text not null,
  -- SHA-256 of the secret part: 256 random bits need no slow hash.
  secret_digest bytea not null,
  roles text[] not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organisation_id, key_id)
);

-- Browsers that were shown a key; their cookie is known here by its digest alone.
create table browser_sessions (
  organisation_id text not null,
  key_id text not null,
  session_digest bytea not null unique,
  expires_at timestamptz not null,
  primary key (organisation_id, session_digest),
  foreign key (organisation_id, key_id) references api_keys on delete cascade
);

create table activity (
  organisation_id text not null references organisations,
  activity_no bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  subject text,
  -- Counts and names; never a text, a student's id or a secret.
  detail jsonb,
  primary key (organisation_id, activity_no)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The table % only grows; its rows are neither changed nor deleted.', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger activity_only_grows before update or delete or truncate on activity execute function refuse_change();
revoke update, delete on activity from scoring_fairness_organisation;

select guard_rows_of_organisation('api_keys'), guard_rows_of_organisation('browser_sessions'), guard_rows_of_organisation('activity');

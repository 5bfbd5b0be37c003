-- Each organisation sees its own rows alone, whatever a statement says. The service takes this role for everything that it
-- does for an organisation; the role cannot log in. A login that may not create roles needs an administrator to run
--   create role scoring_fairness_organisation; grant scoring_fairness_organisation to <login>;
-- once for the server.
do $$
begin
  perform pg_advisory_xact_lock(1544530405);
  if not exists (select from pg_roles where rolname = 'scoring_fairness_organisation') then
    create role scoring_fairness_organisation;
  end if;
exception
  -- Roles belong to the whole server: a second database may be migrated at the same moment.
  when duplicate_object or unique_violation then null;
end $$;

do $$
begin
  if not pg_has_role(current_user, 'scoring_fairness_organisation', 'member') then
    grant scoring_fairness_organisation to current_user;
  end if;
end $$;

grant usage on schema public to scoring_fairness_organisation;
grant select, insert, update, delete on all tables in schema public to scoring_fairness_organisation;
grant usage on all sequences in schema public to scoring_fairness_organisation;
alter default privileges in schema public grant select, insert, update, delete on tables to scoring_fairness_organisation;
alter default privileges in schema public grant usage on sequences to scoring_fairness_organisation;
revoke insert, update, delete on schemaversions from scoring_fairness_organisation;

create function guard_rows_of_organisation(guarded regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format(
    'create policy own_rows on %s using (organisation_id = current_setting(''scoring_fairness.organisation'')) '
      'with check (organisation_id = current_setting(''scoring_fairness.organisation''))',
    guarded);
end $$;

select guard_rows_of_organisation(format('public.%I', table_name)::regclass)
from information_schema.columns
where table_schema = 'public' and column_name = 'organisation_id';

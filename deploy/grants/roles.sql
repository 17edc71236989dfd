-- The four roles of an installation, one per process and one that owns the tables. Run once by
-- a superuser. Passwords are set apart from this file. The dashboard has no role at all.
DO $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['safetosay_owner', 'safetosay_api', 'safetosay_ballots', 'safetosay_worker']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', one);
    END IF;
  END LOOP;
END $$;

-- No request of the application may hold a table for long, whatever it meets.
ALTER ROLE safetosay_api SET statement_timeout = '60s';
ALTER ROLE safetosay_api SET lock_timeout = '30s';
ALTER ROLE safetosay_api SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE safetosay_ballots SET lock_timeout = '60s';
ALTER ROLE safetosay_ballots SET idle_in_transaction_session_timeout = '5min';

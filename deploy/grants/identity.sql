-- Room 1, database "identity": who may answer, who may look. Run as its owner, connected to it.
-- One line per role and table. Whoever is not named has nothing; the ballot process cannot connect.
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO safetosay_api, safetosay_worker', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO safetosay_api, safetosay_worker;

-- the application: sign-in, roster, blind signatures
GRANT SELECT, INSERT, UPDATE ON person TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON role_grant TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON account TO safetosay_api;
GRANT SELECT, INSERT, UPDATE (last_count, confirmed), DELETE ON second_step TO safetosay_api;
GRANT SELECT, INSERT, DELETE ON recovery_code TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO safetosay_api;
GRANT SELECT, INSERT, DELETE ON sign_in_link TO safetosay_api;
GRANT SELECT, INSERT, DELETE ON erasure_request TO safetosay_api;
GRANT SELECT, INSERT, UPDATE (used_on, wrote_on), DELETE ON provisioning_token TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON provisioned_person TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON provisioned_unit TO safetosay_api;
-- (issuing takes a shared row lock on open waves, which needs UPDATE on some column)
GRANT SELECT, UPDATE (wave) ON issuing_wave TO safetosay_api;
GRANT SELECT, UPDATE (request_hash) ON invitation TO safetosay_api;
GRANT SELECT ON invitation_secret TO safetosay_api;
GRANT SELECT ON signing_key TO safetosay_api;
GRANT SELECT ON comment_key TO safetosay_api;
GRANT SELECT ON unit_pass TO safetosay_api;
GRANT SELECT, INSERT, UPDATE (state, attempts, due_at) ON outbox TO safetosay_api;
GRANT SELECT ON alembic_version_identity TO safetosay_api;

-- the worker: opens, closes and erases waves, sends mail
-- (TRUNCATE starts a new file, so that no old row and no order is left in the old one)
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON person TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON role_grant TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON account TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON second_step TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON recovery_code TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON session TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON sign_in_link TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON erasure_request TO safetosay_worker;
GRANT SELECT, INSERT, DELETE ON provisioning_token TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON provisioned_person TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON issuing_wave TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON invitation TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON invitation_secret TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON signing_key TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON comment_key TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON unit_pass TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON annex TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON outbox TO safetosay_worker;
GRANT SELECT ON alembic_version_identity TO safetosay_worker;

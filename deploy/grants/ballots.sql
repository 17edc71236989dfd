-- Room 2, database "ballots": sealed envelopes from nobody in particular. Run as its owner,
-- connected to it. The application, which knows people, cannot connect.
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO safetosay_ballots, safetosay_worker', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO safetosay_ballots, safetosay_worker;

-- the ballot process: puts envelopes in, never reads or changes one
GRANT INSERT ON envelope TO safetosay_ballots;
GRANT SELECT, INSERT, UPDATE ON version_count TO safetosay_ballots;
GRANT SELECT, INSERT ON log_leaf TO safetosay_ballots;
GRANT SELECT ON ballot_wave TO safetosay_ballots;
GRANT SELECT, INSERT, DELETE ON station TO safetosay_ballots;
GRANT SELECT, INSERT, DELETE ON drained TO safetosay_ballots;
GRANT SELECT ON alembic_version_ballots TO safetosay_ballots;

-- the worker: pushes manifests, closes, reads the box once, rewrites it sorted, erases
-- (TRUNCATE starts a new file, so that nothing of what was erased is left in the old one)
GRANT SELECT, INSERT, TRUNCATE ON envelope TO safetosay_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON version_count TO safetosay_worker;
GRANT SELECT, INSERT, TRUNCATE ON log_leaf TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON ballot_wave TO safetosay_worker;
GRANT SELECT, DELETE ON station TO safetosay_worker;
GRANT SELECT, INSERT, DELETE ON drained TO safetosay_worker;
GRANT SELECT ON alembic_version_ballots TO safetosay_worker;

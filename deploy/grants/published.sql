-- Lobby and room 3, database "published": what any colleague may see. Run as its owner,
-- connected to it. A release and its cells can be added and read, never changed.
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO safetosay_api, safetosay_worker', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO safetosay_api, safetosay_worker;

-- the application: shows releases, keeps commitments and the record of deeds
GRANT SELECT, INSERT, UPDATE ON instrument TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON reporting_unit TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON wave TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON schedule TO safetosay_api;
GRANT SELECT ON wave_unit TO safetosay_api;
GRANT SELECT ON manifest TO safetosay_api;
GRANT SELECT ON release TO safetosay_api;
GRANT SELECT ON cell TO safetosay_api;
GRANT SELECT ON erasure TO safetosay_api;
GRANT SELECT ON comment_section TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON comment_theme TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON comment_mark TO safetosay_api;
GRANT SELECT, UPDATE (text) ON comment TO safetosay_api;
GRANT SELECT, INSERT, UPDATE ON commitment TO safetosay_api;
GRANT SELECT, INSERT ON commitment_change TO safetosay_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON supporter TO safetosay_api;
GRANT SELECT, UPDATE (number) ON revision TO safetosay_api;
GRANT SELECT, INSERT ON approval TO safetosay_api;
GRANT SELECT ON holder_offer TO safetosay_api;
GRANT SELECT ON holder_key TO safetosay_api;
GRANT SELECT ON announcement TO safetosay_api;
GRANT SELECT, INSERT, DELETE ON earlier_result TO safetosay_api;
GRANT SELECT, INSERT, DELETE ON mail_text TO safetosay_api;
GRANT SELECT, INSERT ON audit_event TO safetosay_api;
GRANT USAGE ON SEQUENCE audit_event_id_seq TO safetosay_api;
GRANT SELECT ON alembic_version_published TO safetosay_api;

-- the worker: freezes what was asked of whom, stores releases
GRANT SELECT, INSERT, UPDATE ON instrument TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON reporting_unit TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON wave TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON schedule TO safetosay_worker;
GRANT SELECT, INSERT ON wave_unit TO safetosay_worker;
GRANT SELECT, INSERT ON manifest TO safetosay_worker;
GRANT SELECT, INSERT ON release TO safetosay_worker;
GRANT SELECT, INSERT ON cell TO safetosay_worker;
GRANT SELECT, INSERT ON erasure TO safetosay_worker;
GRANT SELECT, INSERT ON holder_offer TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE (wave_id) ON holder_key TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE (published_on, held) ON comment_section TO safetosay_worker;
GRANT SELECT ON comment_theme TO safetosay_worker;
GRANT SELECT ON comment_mark TO safetosay_worker;
GRANT SELECT, INSERT ON comment TO safetosay_worker;
-- (of a leader who left, the name goes; what was promised stays)
GRANT SELECT, UPDATE (owner) ON commitment TO safetosay_worker;
GRANT SELECT, UPDATE (owner, who) ON commitment_change TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON supporter TO safetosay_worker;
GRANT SELECT, UPDATE (number) ON revision TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON lease TO safetosay_worker;
GRANT SELECT, INSERT, UPDATE ON announcement TO safetosay_worker;
GRANT SELECT, INSERT, DELETE ON mail_text TO safetosay_worker;
GRANT SELECT ON approval TO safetosay_worker;
GRANT SELECT, INSERT ON audit_event TO safetosay_worker;
GRANT USAGE ON SEQUENCE audit_event_id_seq TO safetosay_worker;
GRANT SELECT ON alembic_version_published TO safetosay_worker;

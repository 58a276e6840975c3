-- The order of the log: the transaction that wrote a row, and its place within it.
ALTER TABLE events ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE events ADD COLUMN xact_id xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX events_unnumbered ON events (xact_id, seq) WHERE position IS NULL;
-- Prefix search by region code under any locale.
CREATE INDEX complaints_region ON complaints (incident_region_code text_pattern_ops, received_at, id);

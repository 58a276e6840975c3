-- SQLite numbers only a rowid alias, which must stand in CREATE TABLE. A single writer makes its order the commit order.
CREATE TABLE events (
    seq integer PRIMARY KEY AUTOINCREMENT,
    id uuid_text NOT NULL UNIQUE,
    position bigint,
    case_kind text NOT NULL,
    case_id uuid_text NOT NULL,
    case_version bigint NOT NULL,
    kind text NOT NULL,
    actor_role text NOT NULL,
    actor_id uuid_text,
    from_state text,
    to_state text NOT NULL,
    audience text NOT NULL,
    text text,
    text_audience text,
    data jsonb_text NOT NULL,
    occurred_at timestamp_with_timezone_text NOT NULL,
    recorded_at timestamp_with_timezone_text NOT NULL
);
CREATE INDEX events_unnumbered ON events (seq) WHERE position IS NULL;
CREATE INDEX complaints_region ON complaints (incident_region_code, received_at, id);

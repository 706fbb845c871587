-- The outbox table for SQLite. Your application inserts event_type and payload, in the transaction that changes its own
-- tables; the other columns have defaults. See docs/outbox.md.
CREATE TABLE IF NOT EXISTS sealpost_outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which rows are published
    event_key    TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))), -- the event's id is derived from it: never use one for two events
    event_type   TEXT NOT NULL,                      -- such as order.created
    payload      TEXT NOT NULL,                      -- JSON, at most 1 MiB
    application  TEXT,                               -- id or uid; NULL: the one that the route names
    channels     TEXT,                               -- separated by commas; NULL: none
    created_at   TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    published_at TEXT,                               -- set by Sealpost, unless it deletes the row
    error        TEXT                                -- set by Sealpost: why the row cannot be an event
);
-- Finds unpublished rows without reading the published ones.
CREATE INDEX IF NOT EXISTS sealpost_outbox_waiting ON sealpost_outbox (id) WHERE published_at IS NULL AND error IS NULL;

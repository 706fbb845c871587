-- The outbox table for H2. Your application inserts event_type and payload, in the transaction that changes its own
-- tables; the other columns have defaults. See docs/outbox.md.
CREATE TABLE IF NOT EXISTS sealpost_outbox (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,    -- the order in which rows are published
    event_key    VARCHAR(256) DEFAULT CAST(RANDOM_UUID() AS VARCHAR) NOT NULL UNIQUE, -- the event's id is derived from it: never use one for two events
    event_type   VARCHAR(256) NOT NULL,                              -- such as order.created
    payload      CHARACTER LARGE OBJECT NOT NULL,                    -- JSON, at most 1 MiB
    application  VARCHAR(256),                                       -- id or uid; NULL: the one that the route names
    channels     VARCHAR(1024),                                      -- separated by commas; NULL: none
    created_at   TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,                           -- set by Sealpost, unless it deletes the row
    error        VARCHAR(500)                                        -- set by Sealpost: why the row cannot be an event
);
-- Finds unpublished rows without reading the published ones.
CREATE INDEX IF NOT EXISTS sealpost_outbox_waiting ON sealpost_outbox (published_at, error, id);

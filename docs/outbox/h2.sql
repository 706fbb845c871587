-- The outbox table for H2. Your application inserts event_type and payload, in the transaction that changes its own
-- tables; the other columns have defaults. What reads it: docs/outbox.md.
CREATE TABLE IF NOT EXISTS sealpost_outbox (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,    -- the order in which rows are published
    event_key    VARCHAR(256) DEFAULT CAST(RANDOM_UUID() AS VARCHAR) NOT NULL UNIQUE, -- makes the event's id: never the same for two events
    event_type   VARCHAR(256) NOT NULL,                              -- such as order.created
    payload      CHARACTER LARGE OBJECT NOT NULL,                    -- JSON, at most 1 MiB
    application  VARCHAR(256),                                       -- id or uid; NULL: the one that the route names
    channels     VARCHAR(1024),                                      -- separated by commas; NULL: none
    created_at   TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,                           -- set by Sealpost, unless it deletes the row
    error        VARCHAR(500)                                        -- set by Sealpost: why the row cannot be an event
);
-- What waits is found without reading what was published.
CREATE INDEX IF NOT EXISTS sealpost_outbox_waiting ON sealpost_outbox (published_at, error, id);

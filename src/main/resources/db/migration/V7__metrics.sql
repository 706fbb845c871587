-- The producer's W3C trace context: traceparent and, after a space, tracestate. NULL where there is none.
ALTER TABLE event ADD COLUMN trace TEXT;

-- Attempts by the minute in which they ended, kept for two days.
CREATE TABLE attempt_minute (
    destination_id TEXT    NOT NULL, -- '*': the rest, when a minute had more destinations than get rows of their own
    minute         BIGINT  NOT NULL, -- since 1970
    node           TEXT    NOT NULL,
    application_id TEXT    NOT NULL, -- '*' where the row is of more than one
    succeeded      BIGINT  NOT NULL,
    rejected       BIGINT  NOT NULL,
    gone           BIGINT  NOT NULL,
    throttled      BIGINT  NOT NULL,
    timed_out      BIGINT  NOT NULL,
    unreachable    BIGINT  NOT NULL,
    blocked        BIGINT  NOT NULL,
    failed         BIGINT  NOT NULL,
    dead           BIGINT  NOT NULL, -- deliveries that this attempt was the last of
    cancelled      BIGINT  NOT NULL, -- deliveries whose destination was deleted
    duration_sum   BIGINT  NOT NULL, -- milliseconds
    duration_max   BIGINT  NOT NULL,
    PRIMARY KEY (destination_id, minute, node)
);
CREATE INDEX attempt_minute_age ON attempt_minute (minute);

-- Whether an alert has fired, so that it fires once for all nodes and across restarts.
CREATE TABLE alert (
    name       TEXT    NOT NULL,
    place      TEXT    NOT NULL, -- host and data directory for what is of one node; '' for what is of all
    number     BIGINT  NOT NULL, -- how often it has fired
    firing     BOOLEAN NOT NULL,
    changed_at BIGINT  NOT NULL,
    fine_since BIGINT, -- of a firing one: since when its rule has not been broken
    PRIMARY KEY (name, place)
);

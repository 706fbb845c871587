-- Sending again, as work that goes on by itself. A node that works on one holds a lease on it.
CREATE TABLE replay (
    id             TEXT PRIMARY KEY,
    kind           TEXT   NOT NULL, -- endpoint.recover, endpoint.replay, dead-letter.redrive, parked.redrive
    application_id TEXT,            -- NULL: parked messages, which may be of none
    destination_id TEXT,            -- NULL: every destination
    outcomes       TEXT,            -- which deliveries, by how they ended; NULL: not by that
    event_types    TEXT,            -- NULL: every type
    reason         TEXT,            -- a part of the reason why it was parked; NULL: every reason
    since          BIGINT NOT NULL,
    until          BIGINT NOT NULL,
    status         TEXT   NOT NULL, -- running, finished, failed, cancelled
    note           TEXT,            -- why it failed, or what it waits for
    cursor_time    BIGINT,          -- up to where it has looked; NULL: not begun
    cursor_key     TEXT,
    looked_at      BIGINT NOT NULL,
    sent           BIGINT NOT NULL, -- given a new cycle, or hastened, or moved
    passed_over    BIGINT NOT NULL, -- wanted, but there was nothing to do or no way to do it
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    owner          TEXT,            -- run of the node that works on it
    lease_until    BIGINT NOT NULL
);
CREATE INDEX replay_listing ON replay (created_at, id);
CREATE INDEX replay_running ON replay (status);

CREATE INDEX ended_delivery_listing ON ended_delivery (application_id, ended_at, event_id, destination_id);

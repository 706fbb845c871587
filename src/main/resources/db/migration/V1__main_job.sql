-- Times are milliseconds since 1970 in UTC. Lists and maps are JSON text. ${bytes} is the type for raw bytes.

CREATE TABLE snapshot_version (
    id      SMALLINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO snapshot_version (id, version) VALUES (1, 0);

CREATE TABLE api_token (
    hash       TEXT PRIMARY KEY, -- hexadecimal SHA-256 of the token
    name       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    revoked    BOOLEAN NOT NULL,
    version    BIGINT  NOT NULL
);

CREATE TABLE application (
    id            TEXT PRIMARY KEY,
    uid           TEXT,
    name          TEXT   NOT NULL,
    metadata      TEXT   NOT NULL,
    throttle_rate INTEGER,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    deleted_at    BIGINT,
    version       BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_uid ON application (uid) WHERE deleted_at IS NULL;
CREATE INDEX application_version ON application (version);

CREATE TABLE endpoint (
    id             TEXT PRIMARY KEY,
    application_id TEXT     NOT NULL REFERENCES application (id),
    uid            TEXT,
    url            TEXT     NOT NULL,
    description    TEXT     NOT NULL,
    event_types    TEXT, -- NULL: every type
    channels       TEXT, -- NULL: every channel
    secret         ${bytes} NOT NULL, -- AES-GCM, bound to the id
    metadata       TEXT     NOT NULL,
    throttle_rate  INTEGER,
    disabled       BOOLEAN  NOT NULL,
    created_at     BIGINT   NOT NULL,
    updated_at     BIGINT   NOT NULL,
    deleted_at     BIGINT,
    version        BIGINT   NOT NULL
);
CREATE UNIQUE INDEX endpoint_uid ON endpoint (application_id, uid) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_version ON endpoint (version);

-- A route that starts `from: event:` is a destination for as long as it is not retired, even while its file is broken.
CREATE TABLE route_destination (
    id          TEXT PRIMARY KEY, -- route:<route id>
    event_types TEXT    NOT NULL,
    application TEXT, -- id or uid; NULL: every application
    retired     BOOLEAN NOT NULL,
    version     BIGINT  NOT NULL
);

CREATE TABLE event (
    id                TEXT PRIMARY KEY,
    application_id    TEXT     NOT NULL,
    type              TEXT     NOT NULL,
    uid               TEXT,
    channels          TEXT,
    tags              TEXT,
    content_type      TEXT     NOT NULL,
    payload           ${bytes} NOT NULL,
    created_at        BIGINT   NOT NULL,
    broker_message_id BIGINT   NOT NULL,
    producer_run      TEXT,
    producer_sequence BIGINT,
    destinations      TEXT     NOT NULL -- whom it was owed to when it was accepted, separated by spaces
);
CREATE INDEX event_listing ON event (application_id, created_at, id);
CREATE INDEX event_uid ON event (application_id, uid) WHERE uid IS NOT NULL;

-- One row for each try. A delivery that succeeds at the first try has this row and no other.
CREATE TABLE attempt (
    event_id        TEXT    NOT NULL,
    destination_id  TEXT    NOT NULL,
    cycle           INTEGER NOT NULL,
    number          INTEGER NOT NULL,
    application_id  TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    status          INTEGER,
    reason          TEXT,
    response        TEXT,
    started_at      BIGINT  NOT NULL,
    duration        INTEGER NOT NULL, -- milliseconds
    triggered_by    TEXT    NOT NULL,
    next_attempt_at BIGINT,
    PRIMARY KEY (event_id, destination_id, cycle, number)
);
CREATE INDEX attempt_listing ON attempt (destination_id, started_at);

-- A delivery that has to wait: for its next attempt, for its destination, or for the outcome of a slow attempt.
CREATE TABLE due_delivery (
    event_id         TEXT    NOT NULL,
    destination_id   TEXT    NOT NULL,
    application_id   TEXT    NOT NULL,
    cycle            INTEGER NOT NULL,
    attempt_number   INTEGER NOT NULL, -- of the attempt that comes next
    triggered_by     TEXT    NOT NULL,
    due_at           BIGINT  NOT NULL, -- of a leased one: when the lease ends
    reason           TEXT    NOT NULL,
    fault_count      INTEGER NOT NULL, -- our own failures in a row
    lease_token      TEXT,             -- whose result counts
    lease_count      INTEGER NOT NULL, -- leases in a row that nobody settled
    PRIMARY KEY (event_id, destination_id)
);
CREATE INDEX due_delivery_turn ON due_delivery (destination_id, due_at);

-- A delivery that ended without being delivered. The dead ones are the dead letters.
CREATE TABLE ended_delivery (
    event_id       TEXT    NOT NULL,
    destination_id TEXT    NOT NULL,
    application_id TEXT    NOT NULL,
    cycle          INTEGER NOT NULL,
    ending         TEXT    NOT NULL, -- dead, expired, cancelled
    reason         TEXT    NOT NULL,
    ended_at       BIGINT  NOT NULL,
    PRIMARY KEY (event_id, destination_id)
);

-- Counted in the transaction that makes it true, once.
CREATE TABLE ledger (
    node           TEXT    NOT NULL,
    application_id TEXT    NOT NULL,
    day            INTEGER NOT NULL, -- since 1970-01-01
    matched        BIGINT  NOT NULL,
    unmatched      BIGINT  NOT NULL,
    duplicates     BIGINT  NOT NULL,
    conflicts      BIGINT  NOT NULL, -- duplicates whose body was another one
    owed           BIGINT  NOT NULL,
    delivered      BIGINT  NOT NULL,
    dead           BIGINT  NOT NULL,
    expired        BIGINT  NOT NULL,
    cancelled      BIGINT  NOT NULL,
    PRIMARY KEY (node, application_id, day)
);

-- Event types. Times are by the clock of the node, in milliseconds since 1970.
CREATE TABLE event_type (
    id            TEXT    PRIMARY KEY,  -- its name
    description   TEXT    NOT NULL,
    group_name    TEXT,                 -- NULL: none
    feature_flags TEXT,                 -- JSON list; NULL: none
    schemas       TEXT,                 -- JSON: schemas by version; NULL: none
    schema_mode   TEXT    NOT NULL,     -- off, warn or reject
    archived      BOOLEAN NOT NULL,
    deprecated    BOOLEAN NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    deleted_at    BIGINT,               -- NULL: not deleted
    version       BIGINT  NOT NULL
);
CREATE INDEX event_type_by_time ON event_type (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX event_type_by_version ON event_type (version);

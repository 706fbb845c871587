-- Audit log: one row for each change, written in its transaction. Times are by the clock of the node, in milliseconds since 1970.
CREATE TABLE audit_entry (
    id             TEXT   PRIMARY KEY,
    created_at     BIGINT NOT NULL,
    node           TEXT   NOT NULL,
    actor_kind     TEXT   NOT NULL, -- token, user, command or system
    actor_id       TEXT   NOT NULL,
    actor_name     TEXT   NOT NULL,
    address        TEXT,            -- of the client; NULL: none
    action         TEXT   NOT NULL, -- such as endpoint.update
    object_kind    TEXT   NOT NULL,
    object_id      TEXT   NOT NULL,
    application_id TEXT,            -- NULL: the object belongs to the installation
    state_before   TEXT,            -- JSON with secrets masked; NULL: none
    state_after    TEXT             -- JSON with secrets masked; NULL: none
);
CREATE INDEX audit_entry_by_time ON audit_entry (created_at, id);
CREATE INDEX audit_entry_by_application ON audit_entry (application_id, created_at, id);
CREATE INDEX audit_entry_by_object ON audit_entry (object_kind, object_id, created_at, id);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_kind, actor_id, created_at, id);

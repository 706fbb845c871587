-- How an endpoint is treated, where it is not as the configuration says, and whether it or its application is paused.

ALTER TABLE endpoint ADD COLUMN policy TEXT; -- JSON, the overrides only; NULL: none
ALTER TABLE endpoint ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE endpoint ADD COLUMN disabled_reason TEXT; -- by-request, gone, failing; NULL: not disabled, or before this column
ALTER TABLE application ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;

-- An endpoint has a row for as long as it has nothing but failures. Written when that begins and when it ends.
CREATE TABLE failing_endpoint (
    endpoint_id   TEXT PRIMARY KEY,
    failing_since BIGINT  NOT NULL,
    warned        BOOLEAN NOT NULL
);

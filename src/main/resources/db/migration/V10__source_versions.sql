-- The newest version of each thing that an inbound webhook has told of, for the sources that are asked to notice what comes
-- late. A row is forgotten when nothing was told of its thing for long.
CREATE TABLE source_version (
    source  TEXT   NOT NULL,
    thing   TEXT   NOT NULL, -- digest of the key that the source gives it
    version TEXT   NOT NULL, -- 36 digits, so that texts are ordered as numbers
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (source, thing)
);
CREATE INDEX source_version_seen ON source_version (source, seen_at);

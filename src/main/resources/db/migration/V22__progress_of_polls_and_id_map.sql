-- Progress of each poll. A backfill reads the list from its start, or from where an operator has set the cursor, to its end.
ALTER TABLE poll ADD COLUMN backfill BIGINT NOT NULL DEFAULT 1; -- its number: setting the cursor begins the next one
ALTER TABLE poll ADD COLUMN started_at BIGINT;                  -- NULL: before this column was added
ALTER TABLE poll ADD COLUMN caught_up_at BIGINT;                -- the first round that reached the end; NULL: none did
ALTER TABLE poll ADD COLUMN pages BIGINT NOT NULL DEFAULT 0;    -- since the backfill began
ALTER TABLE poll ADD COLUMN events BIGINT NOT NULL DEFAULT 0;
ALTER TABLE poll ADD COLUMN total BIGINT;                       -- as the source says; NULL: it does not
ALTER TABLE poll ADD COLUMN page_at BIGINT;

-- Which record of one system is which record of another. A record is one thing that several systems know, each by its own id.
CREATE TABLE id_map (
    map         TEXT   NOT NULL,
    system      TEXT   NOT NULL,
    external_id TEXT   NOT NULL, -- what the system calls it
    record_id   TEXT   NOT NULL,
    hash        TEXT,            -- of the content at which the systems were last in step; NULL: they never were
    version     TEXT,            -- of the system, at that content
    changed_at  BIGINT NOT NULL,
    deleted_at  BIGINT,          -- not NULL: the record is deleted for good
    PRIMARY KEY (map, system, external_id)
);
CREATE UNIQUE INDEX id_map_record ON id_map (map, record_id, system);

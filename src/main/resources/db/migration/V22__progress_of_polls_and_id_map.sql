-- Progress of each poll. A backfill reads the list from its start, or from where an operator has set the cursor, to its end.
ALTER TABLE poll ADD COLUMN backfill BIGINT NOT NULL DEFAULT 1; -- its number: setting the cursor begins the next one
ALTER TABLE poll ADD COLUMN started_at BIGINT;                  -- NULL: before this column was added
ALTER TABLE poll ADD COLUMN caught_up_at BIGINT;                -- the first round that reached the end; NULL: none did
ALTER TABLE poll ADD COLUMN pages BIGINT NOT NULL DEFAULT 0;    -- since the backfill began
ALTER TABLE poll ADD COLUMN events BIGINT NOT NULL DEFAULT 0;
ALTER TABLE poll ADD COLUMN total BIGINT;                       -- as the source says; NULL: it does not
ALTER TABLE poll ADD COLUMN page_at BIGINT;


-- How far each poll of a route (from: poll:<name>) has come, and which node's turn it is.
CREATE TABLE poll (
    name       TEXT PRIMARY KEY,
    reached    TEXT,            -- the cursor; NULL: nothing was read yet
    moved_at   BIGINT,
    holder     TEXT   NOT NULL, -- one run of one route; '': nobody
    held_until BIGINT NOT NULL  -- by the clock of the database, like moved_at
);

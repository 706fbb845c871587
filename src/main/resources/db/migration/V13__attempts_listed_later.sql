-- Attempts come in by time and are listed by destination. On SQLite, a commit writes a whole page for each destination that
-- an index by destination has news of: ten times as much as the attempts themselves. There, attempts are listed later, many
-- at a time, and until then found in the order they came in.
ALTER TABLE attempt ADD COLUMN listed BOOLEAN NOT NULL DEFAULT ${listed};
DROP INDEX attempt_listing;
CREATE INDEX attempt_listing ON attempt (destination_id, started_at) WHERE listed;
CREATE INDEX attempt_unlisted ON attempt (listed) WHERE NOT listed;

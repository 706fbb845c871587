-- Which tags an endpoint wants.
ALTER TABLE endpoint ADD COLUMN tags TEXT; -- JSON array; NULL: every tag

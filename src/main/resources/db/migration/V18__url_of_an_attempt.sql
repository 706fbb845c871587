-- The URL that was called. NULL: the destination is a route, or a node of before wrote the row.
ALTER TABLE attempt ADD COLUMN url TEXT;

-- The attempts of a deleted endpoint are found by its uid too.
CREATE INDEX endpoint_deleted_uid ON endpoint (application_id, uid) WHERE deleted_at IS NOT NULL AND uid IS NOT NULL;

-- Until when an event is worth delivering; NULL: for ever. Milliseconds since 1970 in UTC.
ALTER TABLE event ADD COLUMN expires_at BIGINT;

-- The same of its event, so that what has expired is found without looking at anything else.
ALTER TABLE due_delivery ADD COLUMN expires_at BIGINT;
CREATE INDEX due_delivery_expiry ON due_delivery (expires_at) WHERE expires_at IS NOT NULL;

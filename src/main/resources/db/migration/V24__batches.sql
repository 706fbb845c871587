-- Batches of deliveries that are attempted together. A row of a destination that takes batches has a sequence number until it is in
-- a batch, and a place in the batch from then on; where the destination is ordered, it keeps the number.
ALTER TABLE due_delivery ADD COLUMN batch_id TEXT;         -- NULL: in no batch
ALTER TABLE due_delivery ADD COLUMN batch_place INTEGER;   -- order within the batch
ALTER TABLE due_delivery ADD COLUMN batch_attempt INTEGER; -- of the batch, the attempt that comes next
ALTER TABLE due_delivery ADD COLUMN batch_size INTEGER;    -- of the batch when it was leased last; NULL: it never was
CREATE INDEX due_delivery_batch ON due_delivery (batch_id, batch_place) WHERE batch_id IS NOT NULL;
CREATE INDEX due_delivery_batch_turn ON due_delivery (destination_id, due_at) WHERE batch_id IS NOT NULL;

ALTER TABLE attempt ADD COLUMN batch_id TEXT; -- NULL: the event was attempted alone

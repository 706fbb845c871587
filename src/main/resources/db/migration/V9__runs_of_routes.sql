-- Through which routes an event came to be: how many, a space, and the chain of types and routes. NULL: through none.
ALTER TABLE event ADD COLUMN hops TEXT;

-- JSON: where the run of a route failed, and what its steps took. NULL: it did not fail, or the attempt was a webhook.
ALTER TABLE attempt ADD COLUMN failed_run TEXT;

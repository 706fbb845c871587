-- How a customer's code changes the requests to an endpoint.
ALTER TABLE endpoint ADD COLUMN transformation TEXT; -- JSON {"code", "enabled"}; NULL: none

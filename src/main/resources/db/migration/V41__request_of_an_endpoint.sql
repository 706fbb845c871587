-- How requests to an endpoint are formatted, encrypted and authenticated.
ALTER TABLE endpoint ADD COLUMN request TEXT; -- JSON; NULL: the payload as published, neither encrypted nor authenticated

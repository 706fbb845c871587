package dev.sealpost.connector.credential;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Store of refresh tokens in the database that all nodes share. */
final class KeepTokens implements TokenStore {

    private final TokenRows rows;
    private final String run;
    private final Clock clock;
    private final AtomicLong number = new AtomicLong();

    /** @param run of this node, as the holder of leases */
    KeepTokens(TokenRows rows, String run, Clock clock) {
        this.rows = rows;
        this.run = run;
        this.clock = clock;
    }

    /** Each has a holder of its own: after a change of the file, the earlier one may still be refreshing. */
    @Override
    public ObtainToken refresh(CredentialDefinition credential, TokenEndpoint endpoint) {
        return new RefreshToken(credential, endpoint, rows, run + "/credential-" + number.incrementAndGet(), clock);
    }
}

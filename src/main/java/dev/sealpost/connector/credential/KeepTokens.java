package dev.sealpost.connector.credential;

import dev.sealpost.delivery.FailureText;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Store of refresh tokens in the database that all nodes share. */
final class KeepTokens implements TokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(KeepTokens.class);

    private final TokenRows rows;
    private final HandedOver handedOver;
    private final String run;
    private final Clock clock;
    private final AtomicLong number = new AtomicLong();

    /** @param run of this node, as the holder of leases */
    KeepTokens(TokenRows rows, HandedOver handedOver, String run, Clock clock) {
        this.rows = rows;
        this.handedOver = handedOver;
        this.run = run;
        this.clock = clock;
    }

    /** Each has a holder of its own: after a change of the file, the earlier one may still be refreshing. */
    @Override
    public ObtainToken refresh(CredentialDefinition credential, TokenEndpoint endpoint) {
        RefreshToken refresh =
                new RefreshToken(credential, endpoint, rows, run + "/credential-" + number.incrementAndGet(), clock);
        return rejected -> {
            takeOver(credential.name());
            return refresh.obtain(rejected);
        };
    }

    /** Moves the tokens of a newly connected account into the database. */
    private void takeOver(String credential) {
        try {
            handedOver.read(credential).ifPresent(tokens -> {
                rows.replace(credential, tokens);
                handedOver.remove(credential);
                LOG.info("credential.account-connected credential={}", credential);
            });
        } catch (CredentialException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CredentialException("the tokens of the connected account of " + credential
                    + " cannot be moved into the database: " + FailureText.of(e));
        }
    }
}

package dev.sealpost.connector.credential;

import dev.sealpost.connector.credential.TokenRows.Row;
import dev.sealpost.delivery.FailureText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obtains tokens by a refresh token that may change with each use (RFC 6749, section 6). One node refreshes under a lease; the
 * others wait for it and read the kept token. Not thread-safe.
 */
final class RefreshToken implements ObtainToken {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshToken.class);

    /** Longest time to wait for another node. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Time between two looks at what the other node has kept. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Time after which to try again to keep tokens that the database did not take. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final CredentialDefinition credential;
    private final TokenEndpoint endpoint;
    private final TokenRows rows;
    private final String holder;
    private final Clock clock;
    private final String origin;
    private final MaskedTokens masked = new MaskedTokens();
    private @Nullable Unkept unkept;

    /** Tokens of the vendor that the database did not take; lost if the process ends now. */
    private record Unkept(KeptTokens tokens, long version, Token token) {}

    /** @param holder begins with the run of this node */
    RefreshToken(CredentialDefinition credential, TokenEndpoint endpoint, TokenRows rows, String holder, Clock clock) {
        this.credential = credential;
        this.endpoint = endpoint;
        this.rows = rows;
        this.holder = holder;
        this.clock = clock;
        this.origin = KeptTokens.origin(credential);
    }

    @Override
    public Token obtain(Optional<String> rejected) {
        try {
            Unkept waiting = unkept;
            if (waiting != null) {
                Token again = keep(waiting);
                if (!rejected.filter(again.value()::equals).isPresent() && !again.isExpired(clock.instant())) {
                    return again;
                }
                if (unkept != null) {
                    // The database still has the refresh token that the vendor has replaced.
                    throw new CredentialException(
                            "the database does not take the new refresh token of " + credential.name()
                                    + ", without which it cannot be renewed",
                            Optional.of(RETRY));
                }
            }
            return keptOrRefreshed(rejected);
        } catch (CredentialException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CredentialException("the tokens of " + credential.name()
                    + " are kept in the database, which fails: " + FailureText.of(e));
        }
    }

    private Token keptOrRefreshed(Optional<String> rejected) {
        long start = System.nanoTime();
        while (true) {
            Optional<Token> kept = rows.find(credential.name()).flatMap(row -> usable(row, rejected));
            if (kept.isPresent()) {
                return kept.get();
            }
            if (rows.lease(credential.name(), holder)) {
                try {
                    return refresh(rejected);
                } finally {
                    release();
                }
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new CredentialException(
                        "another node refreshes the token of " + credential.name() + " and has not finished",
                        Optional.of(RETRY));
            }
            LockSupport.parkNanos(LOOK.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new CredentialException(
                        "interrupted while another node refreshes the token of " + credential.name());
            }
        }
    }

    private void release() {
        try {
            rows.release(credential.name(), holder);
        } catch (RuntimeException e) {
            LOG.warn("credential.lease-not-ended credential={} reason=\"{}\"", credential.name(), e.toString());
        }
    }

    /** Returns the kept access token if it is ours, was not rejected and is not due. */
    private Optional<Token> usable(Row row, Optional<String> rejected) {
        return ours(row)
                .flatMap(tokens -> tokens.accessToken()
                        .filter(token -> !rejected.filter(token::equals).isPresent())
                        .flatMap(token -> {
                            Duration margin =
                                    tokens.life().map(TokenAnswer::margin).orElse(Duration.ZERO);
                            Instant now = clock.instant();
                            masked.add(tokens.refreshToken());
                            return row.rest()
                                            .filter(rest -> rest.compareTo(margin) <= 0)
                                            .isPresent()
                                    ? Optional.empty()
                                    : Optional.of(new Token(
                                            token,
                                            row.rest().map(now::plus),
                                            row.rest().map(rest -> now.plus(rest.minus(margin))),
                                            tokens.url()));
                        }));
    }

    private Optional<KeptTokens> ours(Row row) {
        return row.tokens().filter(tokens -> tokens.origin().equals(origin));
    }

    /** Refreshes while this node holds the lease. */
    private Token refresh(Optional<String> rejected) {
        Row row = rows.find(credential.name()).orElseThrow();
        Optional<Token> kept = usable(row, rejected);
        if (kept.isPresent()) {
            return kept.get(); // the node that held the lease before was faster
        }
        String refreshToken = ours(row)
                .map(KeptTokens::refreshToken)
                .or(() -> credential.optional("refreshToken"))
                .orElseThrow(() -> new CredentialException("the account of " + credential.name()
                        + " is not connected: run sealpost connector connect " + credential.name()));
        masked.add(refreshToken);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        Instant asked = clock.instant();
        TokenAnswer answer = endpoint.request(form);
        String next = answer.refreshToken().orElse(refreshToken);
        masked.add(next);
        return keep(new Unkept(KeptTokens.of(credential, next, answer), row.version(), answer.token(asked)));
    }

    /** Keeps the tokens in the database, or remembers to try it again soon. */
    private Token keep(Unkept tokens) {
        unkept = tokens;
        Instant now = clock.instant();
        try {
            Optional<Duration> rest = tokens.token().expiresAt().map(end -> Duration.between(now, end));
            if (!rows.keep(credential.name(), tokens.version(), tokens.tokens(), rest)) {
                LOG.warn("credential.tokens-superseded credential={}: others were kept in between", credential.name());
            }
            unkept = null;
            return tokens.token();
        } catch (RuntimeException e) {
            LOG.error(
                    "credential.tokens-not-kept credential={} reason=\"{}\": tried again; do not stop this node",
                    credential.name(),
                    e.toString());
            Token token = tokens.token();
            return new Token(token.value(), token.expiresAt(), Optional.of(now.plus(RETRY)), token.url());
        }
    }
}

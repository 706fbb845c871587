package dev.sealpost.connector.credential;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Obtains tokens from the token endpoint, each with the same grant. */
record RequestToken(TokenEndpoint endpoint, Supplier<Map<String, String>> form, Clock clock) implements ObtainToken {

    @Override
    public Token obtain(Optional<String> rejected) {
        // The life counts from before the request: rather too early than too late.
        Instant asked = clock.instant();
        return endpoint.request(form.get()).token(asked);
    }
}

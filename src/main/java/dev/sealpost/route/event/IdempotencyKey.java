package dev.sealpost.route.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Idempotency key for calls to remote systems. Depends only on the event and the operation, so every attempt has the same key.
 */
@Component("idempotencyKey")
public final class IdempotencyKey {

    /**
     * Returns the name-based UUID (RFC 9562, version 3) of the event and the operation; in a split or loop, a different one for
     * each part and round.
     *
     * @param exchange exchange in which the step runs
     * @param scope distinguishes the operations of one event, such as connector, item and location
     * @throws IllegalArgumentException outside a route {@code from: event:}, without an event id
     */
    public String uuid(
            Exchange exchange,
            @Header("SealpostEventId") @Nullable String eventId,
            @ExchangeProperty("idempotencyScope") @Nullable String scope) {
        if (eventId == null || scope == null) {
            throw new IllegalArgumentException(
                    "an idempotency key requires the header SealpostEventId, as in a route that starts with from: event:, and the exchange property idempotencyScope");
        }
        String branch = Branches.of(exchange);
        String name = eventId + "\n" + scope + (branch.isEmpty() ? "" : "\n" + branch);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

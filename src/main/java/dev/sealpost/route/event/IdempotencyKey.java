package dev.sealpost.route.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Idempotency key for calls to remote systems. Depends only on the event, or the batch of events, and the operation, so every
 * attempt has the same key.
 */
@Component("idempotencyKey")
public final class IdempotencyKey {

    /**
     * Returns the name-based UUID (RFC 9562, version 3) of the event and the operation; in a split or loop, a different one for
     * each part and round.
     *
     * @param exchange exchange in which the step runs; its batch id is used if there is no event id
     * @param scope distinguishes the operations of one event, such as connector, item and location
     * @throws IllegalArgumentException outside a route {@code from: event:}, without an event id
     */
    public String uuid(
            Exchange exchange,
            @Header("SealpostEventId") @Nullable String eventId,
            @ExchangeProperty("idempotencyScope") @Nullable String scope) {
        String id = eventId != null ? eventId : exchange.getMessage().getHeader(EventHeaders.BATCH_ID, String.class);
        if (id == null || scope == null) {
            throw new IllegalArgumentException(
                    "an idempotency key requires the header SealpostEventId or SealpostBatchId, as in a route that starts with from: event:, and the exchange property idempotencyScope");
        }
        String branch = Branches.of(exchange);
        String name = id + "\n" + scope + (branch.isEmpty() ? "" : "\n" + branch);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

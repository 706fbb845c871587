package dev.sealpost.route.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The key under which a remote system does the same thing once. The same on every attempt of an event, because nothing but
 * the event and what is done with it goes into it.
 */
@Component("idempotencyKey")
public final class IdempotencyKey {

    /**
     * The name-based UUID (RFC 9562, version 3) of the event and of what the step does with it: inside a split or a loop,
     * another one for each part and round.
     *
     * @param exchange in which it runs
     * @param scope what tells apart the steps that one event leads to, such as connector, item and location
     * @throws IllegalArgumentException outside a route that starts {@code from: event:}, where no event id is known
     */
    public String uuid(
            Exchange exchange,
            @Header("SealpostEventId") @Nullable String eventId,
            @ExchangeProperty("idempotencyScope") @Nullable String scope) {
        if (eventId == null || scope == null) {
            throw new IllegalArgumentException("an idempotency key needs the header SealpostEventId,"
                    + " which a route that starts from: event: has, and the exchange property idempotencyScope");
        }
        String branch = Branches.of(exchange);
        String name = eventId + "\n" + scope + (branch.isEmpty() ? "" : "\n" + branch);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

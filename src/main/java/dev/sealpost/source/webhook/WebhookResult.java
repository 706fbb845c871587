package dev.sealpost.source.webhook;

import dev.sealpost.signature.VerificationFailure;
import java.util.List;

/** Result of a request to a source. */
public sealed interface WebhookResult {

    /** Verification failed. */
    record Refused(VerificationFailure failure) implements WebhookResult {}

    /** The provider sent a challenge and expects this answer. */
    record Challenged(String answer) implements WebhookResult {}

    /**
     * The webhook contains these events.
     *
     * @param events in the order of the webhook
     */
    record Understood(List<InboundEvent> events) implements WebhookResult {

        public Understood {
            events = List.copyOf(events);
        }
    }
}

package dev.sealpost.source;

import dev.sealpost.signature.VerificationFailure;
import java.util.List;

/** What a request to a source turned out to be. */
public sealed interface WebhookResult {

    /** It is not from the provider, as far as can be told. */
    record Refused(VerificationFailure defect) implements WebhookResult {}

    /** The provider asks whether we are there, and wants this text back. */
    record Challenged(String answer) implements WebhookResult {}

    /**
     * The webhook holds these events.
     *
     * @param drafts in their order
     */
    record Understood(List<InboundEvent> drafts) implements WebhookResult {

        public Understood {
            drafts = List.copyOf(drafts);
        }
    }
}

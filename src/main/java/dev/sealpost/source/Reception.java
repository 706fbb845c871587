package dev.sealpost.source;

import dev.sealpost.signature.Defect;
import java.util.List;

/** What a request to a source turned out to be. */
public sealed interface Reception {

    /** It is not from the provider, as far as can be told. */
    record Refused(Defect defect) implements Reception {}

    /** The provider asks whether we are there, and wants this text back. */
    record Challenged(String answer) implements Reception {}

    /**
     * The webhook holds these events.
     *
     * @param drafts in their order
     */
    record Understood(List<Draft> drafts) implements Reception {

        public Understood {
            drafts = List.copyOf(drafts);
        }
    }
}

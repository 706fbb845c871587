package dev.sealpost.subscription;

import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.Labels;
import java.util.Optional;

/**
 * The one endpoint that an event is for, such as an example that somebody sent to it: a tag that no user can give, because it has
 * colons.
 */
public final class Addressee {

    private static final String PREFIX = "sealpost:to:";

    private Addressee() {}

    /** Returns the tag for an event that only this endpoint gets. */
    public static String tag(EndpointId endpoint) {
        return PREFIX + endpoint.value();
    }

    /** Returns the destination; empty for an event that any may get. */
    static Optional<DestinationId> of(Labels labels) {
        return labels.tags().isEmpty()
                ? Optional.empty()
                : labels.tags().stream()
                        .filter(tag -> tag.startsWith(PREFIX))
                        .map(tag -> new DestinationId(tag.substring(PREFIX.length())))
                        .findFirst();
    }

    static boolean isOther(Labels labels, DestinationId destination) {
        return of(labels).filter(only -> !only.equals(destination)).isPresent();
    }
}

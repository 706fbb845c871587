package dev.sealpost.source.sync;

import dev.sealpost.source.webhook.Version;
import java.util.Optional;

/**
 * State of a record in one system.
 *
 * @param hash of its content as both systems understand it; empty if none is known
 * @param version of that system: a number or a time that grows with each change; empty if the system gives none
 */
record ContentState(Optional<String> hash, Optional<Version> version) {

    static final ContentState UNKNOWN = new ContentState(Optional.empty(), Optional.empty());

    boolean hasContentOf(ContentState other) {
        return hash.isPresent() && hash.equals(other.hash);
    }

    /** Returns whether both versions are known and this one is older. */
    boolean isOlderThan(ContentState other) {
        return version.isPresent()
                && other.version.isPresent()
                && version.get().text().compareTo(other.version.get().text()) < 0;
    }

    boolean hasVersionOf(ContentState other) {
        return version.isPresent() && version.equals(other.version);
    }
}

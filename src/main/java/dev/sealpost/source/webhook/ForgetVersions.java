package dev.sealpost.source.webhook;

import dev.sealpost.node.FailureGuard;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the versions that no webhook has updated within {@code order.keep}. */
final class ForgetVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetVersions.class);

    private final Sources sources;
    private final NewestVersions versions;
    private final Clock clock;

    ForgetVersions(Sources sources, NewestVersions versions, Clock clock) {
        this.sources = sources;
        this.versions = versions;
        this.clock = clock;
    }

    void forget() {
        List<Source> ordered = sources.all().stream()
                .filter(source -> source.handling().keepsOrder())
                .toList();
        for (Source source : ordered) {
            FailureGuard.run(
                    () -> versions.forget(
                            source.name(),
                            clock.instant().minus(source.handling().keep())),
                    e -> LOG.warn("source.version-cleanup-failed source={} reason={}", source.name(), e.toString()));
        }
    }
}

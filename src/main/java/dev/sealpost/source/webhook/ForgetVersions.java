package dev.sealpost.source.webhook;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import dev.sealpost.node.FailureGuard;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Deletes once an hour the versions that no webhook has updated within {@code order.keep}. */
class ForgetVersions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetVersions.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final List<Source> sources;
    private final NewestVersions versions;
    private final Clock clock;
    private final Background background;
    private @Nullable BackgroundWork work;

    ForgetVersions(Sources sources, NewestVersions versions, Clock clock, Background background) {
        this.background = background;
        this.sources = sources.all().stream()
                .filter(source -> source.handling().keepsOrder())
                .toList();
        this.versions = versions;
        this.clock = clock;
    }

    @EventListener
    void start(ApplicationReadyEvent ready) {
        if (!sources.isEmpty()) {
            work = background.every("sources", EVERY, EVERY, this::forget);
        }
    }

    void forget() {
        for (Source source : sources) {
            FailureGuard.run(
                    () -> versions.forget(
                            source.name(),
                            clock.instant().minus(source.handling().keep())),
                    e -> LOG.warn("source.version-cleanup-failed source={} reason={}", source.name(), e.toString()));
        }
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
    }
}

package dev.sealpost.node;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;

/** Logs at startup whether the cache of the launcher shortened the start, and if not, why. */
final class LogStartCache {

    private static final Logger LOG = LoggerFactory.getLogger(LogStartCache.class);

    private final Optional<StartCache> cache;

    LogStartCache(Optional<StartCache> cache) {
        this.cache = cache;
    }

    @EventListener(ApplicationStartedEvent.class)
    void log() {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        cache.ifPresent(made -> made.objection(made.isGivenIn(options), System.getProperty("java.vm.info", ""))
                .ifPresentOrElse(
                        objection -> LOG.info(
                                "cache.unused reason={} remedy={}",
                                objection,
                                "the start takes longer; `sealpost make-cache` makes a cache"),
                        () -> LOG.info("cache.used file={}", made.file())));
    }
}

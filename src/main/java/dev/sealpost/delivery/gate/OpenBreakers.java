package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.BreakerListener;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Circuit breakers of this node that are not closed. Thread-safe. */
public final class OpenBreakers {

    private static final Logger LOG = LoggerFactory.getLogger(OpenBreakers.class);

    private final Clock clock;
    private final Predicate<DestinationId> isGone;
    private final Registry<BreakerListener> listeners;
    private final Map<DestinationId, OpenBreaker> open = new ConcurrentHashMap<>();

    public OpenBreakers(Clock clock, Predicate<DestinationId> isGone, Registry<BreakerListener> listeners) {
        this.clock = clock;
        this.isGone = isGone;
        this.listeners = listeners;
    }

    /** Returns them, oldest first. */
    public List<OpenBreaker> list() {
        open.keySet().removeIf(isGone);
        return open.values().stream()
                .sorted(Comparator.comparing(OpenBreaker::since))
                .toList();
    }

    /** Records that a circuit breaker opened for the given nanoseconds. */
    void opened(DestinationId destination, long nanos) {
        Instant now = clock.instant();
        OpenBreaker breaker = new OpenBreaker(destination, now, now.plus(Duration.ofNanos(nanos)));
        OpenBreaker before = open.putIfAbsent(destination, breaker);
        if (before == null) {
            LOG.warn("breaker.opened destinationId={} until={}", destination, breaker.until());
            notifyListeners(listener -> listener.opened(breaker));
        } else {
            open.put(destination, new OpenBreaker(destination, before.since(), breaker.until()));
        }
    }

    void closed(DestinationId destination) {
        OpenBreaker breaker = open.remove(destination);
        if (breaker != null) {
            LOG.info("breaker.closed destinationId={} since={}", destination, breaker.since());
            notifyListeners(listener -> listener.closed(breaker));
        }
    }

    private void notifyListeners(Consumer<BreakerListener> call) {
        listeners
                .all()
                .forEach(listener -> FailureGuard.run(
                        () -> call.accept(listener), e -> LOG.warn("breaker.listener-failed reason={}", e.toString())));
    }
}

package dev.sealpost.route.camel;

import dev.sealpost.delivery.FailureText;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Triggers of routes that were lost without an event, such as a scheduled time at which publishing kept failing. The step
 * {@code bean: {ref: lostTriggers, method: add}} adds one. Thread-safe.
 */
public final class LostTriggers {

    private static final Logger LOG = LoggerFactory.getLogger(LostTriggers.class);

    /** Headers in which Quartz and Camel's timer put the time of the trigger; the first is the scheduled time. */
    private static final List<String> TIMES = List.of("scheduledFireTime", Exchange.TIMER_FIRED_TIME);

    private final Clock clock;
    private long count;
    private Optional<Lost> last = Optional.empty();

    public LostTriggers(Clock clock) {
        this.clock = clock;
    }

    /**
     * Lost trigger.
     *
     * @param time the time of the trigger
     * @param at time at which the route gave up
     * @param reason of the last failure, without secrets
     */
    public record Lost(String routeId, Instant time, Instant at, String reason) {}

    /** Records a lost trigger. Called by a route whose exception is handled. */
    public synchronized void add(Exchange exchange) {
        Lost lost = new Lost(
                String.valueOf(exchange.getFromRouteId()),
                time(exchange),
                clock.instant(),
                Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                        .map(FailureText::of)
                        .orElse("unknown"));
        count++;
        last = Optional.of(lost);
        LOG.error("trigger.lost routeId={} time={} reason=\"{}\"", lost.routeId(), lost.time(), lost.reason());
    }

    private static Instant time(Exchange exchange) {
        for (String name : TIMES) {
            Date time = exchange.getMessage().getHeader(name, Date.class);
            if (time != null) {
                return time.toInstant();
            }
        }
        return Instant.ofEpochMilli(exchange.getClock().getCreated());
    }

    /** Returns the number of lost triggers since this node started. */
    public synchronized long count() {
        return count;
    }

    /** Returns the last lost trigger since this node started. */
    public synchronized Optional<Lost> last() {
        return last;
    }
}

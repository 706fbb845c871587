package dev.sealpost.node;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Runs all {@link WarmUpStep}s beside the rest of the start, once the web server accepts connections. The node is not ready
 * before their time is over. A failure is logged and never stops the start.
 */
@Component
class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Time to remove what a step has created. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final List<WarmUpStep> steps;
    private final Duration time;
    private List<Thread> running = List.of();
    private WarmUpTime left = new WarmUpTime(Duration.ZERO);

    WarmUp(List<WarmUpStep> steps, WarmUpSettings settings) {
        this.steps = List.copyOf(steps);
        this.time = settings.time();
    }

    @EventListener(ApplicationStartedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void begin() {
        if (time.isZero()) {
            return;
        }
        left = new WarmUpTime(time);
        running = steps.stream()
                .map(step -> Thread.ofPlatform()
                        .daemon()
                        .name("sealpost-warm-up-" + step.name())
                        .start(() -> run(step)))
                .toList();
    }

    /** Waits for the steps. Spring Boot reports the node as ready after the listeners of this event. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void await() throws InterruptedException {
        for (Thread step : running) {
            step.join(left.left().plus(GRACE));
            // A step that hangs must not hold the start up.
            step.interrupt();
        }
        running = List.of();
    }

    private void run(WarmUpStep step) {
        try {
            step.work().run(left);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            LOG.warn("warm-up.failed step={} reason={}", step.name(), e.toString());
        }
    }
}

package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.UrgentReads;
import dev.sealpost.delivery.DestinationsReady;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Starts deliveries once all routes are loaded, and stops them in order. */
@Component
class DeliveryEngine implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);

    private final LiveNodes nodes;
    private final Backlog backlog;
    private final JdbcClient reads;
    private final BrokerEventQueues queues;
    private final List<DeliveryWork> declared;
    private final DrainGate drainGate;
    private final Background background;
    private List<BackgroundWork> works = List.of();
    private volatile boolean running;

    DeliveryEngine(
            LiveNodes nodes,
            Backlog backlog,
            UrgentReads reads,
            BrokerEventQueues queues,
            List<DeliveryWork> declared,
            DrainGate drainGate,
            Background background) {
        this.nodes = nodes;
        this.backlog = backlog;
        this.reads = reads.sql();
        this.queues = queues;
        this.declared = List.copyOf(declared);
        this.drainGate = drainGate;
        this.background = background;
    }

    /** Does nothing: routes are not loaded yet, and {@link #begin} starts the work. */
    @Override
    public void start() {
        running = true;
    }

    @EventListener(DestinationsReady.class)
    synchronized void begin() {
        if (!works.isEmpty()) {
            return;
        }
        nodes.join(background, () -> backlog.refresh(reads));
        backlog.refresh(reads);
        backlog.loadSlots(reads);
        works = declared.stream()
                .map(work -> background.every(work.name(), work.interval(), work.interval(), work.step()))
                .toList();
        queues.start();
        LOG.info("delivery.started");
    }

    /** Stops the intake, waits for deliveries in flight, and defers those that have not ended by then. */
    @Override
    public synchronized void stop() {
        running = false;
        if (works.isEmpty()) {
            return;
        }
        queues.stop();
        works.forEach(work -> work.close(Duration.ZERO));
        drainGate.run();
        nodes.leave();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before Camel and the web server. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}

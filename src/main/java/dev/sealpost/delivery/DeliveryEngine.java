package dev.sealpost.delivery;

import dev.sealpost.event.ReadMessage;
import dev.sealpost.home.Background;
import dev.sealpost.home.BackgroundWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts delivering once every route is loaded, keeps the clock of it, and stops it in order. */
class DeliveryEngine implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration OVERDUE_TICK = Duration.ofMillis(100);
    private static final Duration BACKLOG_REFRESH = Duration.ofSeconds(10);
    /** For the rows of what was put off at the end. */
    private static final Duration LAST_RECORDS = Duration.ofSeconds(2);

    private final Parts parts;
    private final Sources sources;
    private final List<Periodic> periodic;
    private final Duration shutdown;
    private List<Intake> intakes = List.of();
    private List<BackgroundWork> works = List.of();
    private volatile boolean running;

    /** What delivers. */
    record Parts(Gate gate, Backlog backlog, Recorder recorder, Dispatcher dispatcher, RetryScheduler scheduler) {}

    /**
     * Where it reads.
     *
     * @param heartbeat tells other nodes that this one lives
     */
    record Sources(
            JdbcClient reads,
            Heartbeat heartbeat,
            BrokerEventQueues queues,
            ReadMessage reader,
            Background background) {}

    /** Something to do again and again, this long after it was done last, on a thread of its own. */
    record Periodic(String name, Duration interval, Runnable step) {}

    DeliveryEngine(Parts parts, Sources sources, List<Periodic> periodic, Duration shutdown) {
        this.parts = parts;
        this.sources = sources;
        this.periodic = List.copyOf(periodic);
        this.shutdown = shutdown;
    }

    /** Spring starts this before the routes are there; the work begins with {@link #begin}. */
    @Override
    public void start() {
        running = true;
    }

    @EventListener(DestinationsReady.class)
    synchronized void begin() {
        if (!works.isEmpty()) {
            return;
        }
        if (sources.heartbeat().isAlone()) {
            parts.recorder().write(DueRows::endAllLeases);
        }
        sources.heartbeat().start();
        parts.backlog().refresh(sources.reads());
        parts.backlog().learnTurns(sources.reads());
        works = Stream.concat(
                        Stream.of(
                                new Periodic("leasing", TICK, parts.scheduler()::lease),
                                new Periodic("overdue", OVERDUE_TICK, parts.dispatcher()::attendToOverdue),
                                new Periodic(
                                        "backlog",
                                        BACKLOG_REFRESH,
                                        () -> parts.backlog().refresh(sources.reads()))),
                        periodic.stream())
                .map(each -> sources.background().every(each.name(), each.interval(), each.interval(), each.step()))
                .toList();
        intakes = sources.queues().open(this::intake);
        intakes.forEach(intake -> intake.start(sources.background()));
        LOG.info("delivery.started");
    }

    private Intake intake(EventQueue queue) {
        return new Intake(queue, sources.reader(), parts.gate(), parts.recorder(), parts.dispatcher());
    }

    /** Pulls and begins nothing more, waits for what is in flight, and puts off what has not ended by then. */
    @Override
    public synchronized void stop() {
        running = false;
        if (works.isEmpty()) {
            return;
        }
        intakes.forEach(Intake::stop);
        works.forEach(work -> work.close(Duration.ZERO));
        parts.dispatcher().stopBeginning();
        awaitEmptyGate(shutdown);
        int unfinished = parts.gate().inFlight();
        parts.dispatcher().putOffUnfinished();
        awaitEmptyGate(LAST_RECORDS);
        sources.heartbeat().stop();
        LOG.info(
                "delivery.stopped unfinished={} unrecorded={}",
                unfinished,
                parts.gate().inFlight());
    }

    private void awaitEmptyGate(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!parts.gate().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
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

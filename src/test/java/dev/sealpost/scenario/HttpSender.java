package dev.sealpost.scenario;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/** Posts messages; one without an answer is posted again under the same idempotency key, as Svix's clients do. */
final class HttpSender extends Sender {

    private static final int KEPT = 202;
    private static final int TRY_AGAIN = 429;
    private static final int SERVER_ERROR = 500;

    private final List<SealpostApi> nodes;
    private final SendLog log;
    private final RandomGenerator random;

    private int turn;

    HttpSender(SealpostApi api, SendLog log, RandomGenerator random, CountDownLatch stopped) {
        this(List.of(api), log, random, stopped);
    }

    /** @param nodes asked in turn, as a load balancer does */
    HttpSender(List<SealpostApi> nodes, SendLog log, RandomGenerator random, CountDownLatch stopped) {
        super(stopped);
        this.nodes = List.copyOf(nodes);
        this.log = log;
        this.random = random;
    }

    @Override
    void sendNext() throws InterruptedException {
        SendLog.Draft draft = log.draft("http", random);
        while (!kept(draft)) {
            pauseAfterFailure();
        }
        log.acked(draft);
    }

    private boolean kept(SendLog.Draft draft) throws InterruptedException {
        try {
            Audience audience = draft.audience();
            SealpostApi api = nodes.get(turn++ % nodes.size());
            int status = api.postMessage(audience.application(), audience.eventType(), draft.payload(), draft.token());
            if (status != KEPT && status != TRY_AGAIN && status < SERVER_ERROR) {
                throw new AssertionError("a message was answered " + status);
            }
            return status == KEPT;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    void close() {
        // The client lives as long as the API object.
    }
}

package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An ordered endpoint, and who sends to it: one event after the other, each over the next node, and again until a node has
 * taken it. The endpoint fails each event once, and must get them in the order in which they were sent all the same.
 */
final class InOrder {

    private static final String PATH = "/ordered/1";
    private static final int ACCEPTED = 202;

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> succeeded = new CopyOnWriteArrayList<>();
    private String application = "";
    private Thread sender = Thread.ofPlatform().unstarted(() -> {});

    /** Makes the endpoint. */
    void settle(SealpostApi api, Receiver receiver, String secret) throws InterruptedException {
        application = api.createApplication("ordered");
        api.createOrderedEndpoint(application, receiver.endpoint(PATH, new Manner.FailsFirst(500), secret), secret);
    }

    /** Notes a receipt, and returns whether it was for this endpoint. */
    boolean note(Receipt receipt) {
        boolean ours = receipt.path().equals(PATH);
        if (ours && receipt.acceptedByReceiver() && !succeeded.contains(receipt.token())) {
            succeeded.add(receipt.token());
        }
        return ours;
    }

    void begin(List<SealpostApi> nodes, CountDownLatch stopped) {
        sender = Thread.ofPlatform().start(() -> send(nodes, stopped));
    }

    private void send(List<SealpostApi> nodes, CountDownLatch stopped) {
        int turn = 0;
        try {
            for (int number = 1; !stopped.await(150, TimeUnit.MILLISECONDS); number++) {
                String token = "ordered-" + number;
                while (!isKept(nodes.get(turn++ % nodes.size()), token)) {
                    stopped.await(100, TimeUnit.MILLISECONDS);
                }
                sent.add(token);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKept(SealpostApi node, String token) throws InterruptedException {
        try {
            return node.postMessage(application, "order.created", "{\"token\":\"" + token + "\"}", token) == ACCEPTED;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns once the last event is taken. */
    void finish(Duration limit) throws InterruptedException {
        if (!sender.join(limit)) {
            throw new AssertionError("the last ordered event is not taken after " + limit);
        }
    }

    int sent() {
        return sent.size();
    }

    void assertKept() {
        assertThat(succeeded)
                .as("events at the ordered endpoint, in the order of their first success")
                .containsExactlyElementsOf(sent)
                .hasSizeGreaterThan(20);
    }
}

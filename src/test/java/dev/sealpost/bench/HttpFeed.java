package dev.sealpost.bench;

import dev.sealpost.scenario.SealpostApi;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Concurrent clients of an HTTP server, each with its own connection. */
final class HttpFeed {

    private static final int CLIENTS = 64;
    /** Enough clients that a slow answer delays no other post. */
    private static final int OPEN_CLIENTS = 256;

    private static final int ACCEPTED = 202;
    private static final int PIPELINED = 16;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Posts messages through the API as fast as they are answered and the turns allow. */
    List<Thread> messages(SealpostApi api, Turns turns, Subscribers subscribers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.add(start(api.base(), client -> {
                for (int n = number; turns.take(); n += CLIENTS) {
                    post(client, api, subscribers.application(n), Instant.now());
                }
            }));
        }
        return threads;
    }

    /** Posts messages at a fixed rate whatever the answers are; each carries the time at which it was due. */
    void openLoop(SealpostApi api, int rate, Duration time, Subscribers subscribers) throws InterruptedException {
        BlockingQueue<Optional<Post>> due = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < OPEN_CLIENTS; i++) {
            threads.add(start(api.base(), client -> {
                for (Optional<Post> next = due.take(); next.isPresent(); next = due.take()) {
                    post(client, api, next.get().application(), next.get().due());
                }
            }));
        }
        Instant begun = Instant.now();
        long origin = System.nanoTime();
        long count = rate * time.toSeconds();
        for (int n = 0; n < count; n++) {
            long at = Math.round(n * 1e9 / rate);
            for (long left = at - (System.nanoTime() - origin); left > 0; left = at - (System.nanoTime() - origin)) {
                LockSupport.parkNanos(left);
            }
            due.add(Optional.of(new Post(subscribers.application(n), begun.plusNanos(at))));
        }
        threads.forEach(thread -> due.add(Optional.empty()));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private record Post(String application, Instant due) {}

    private void post(LeanClient client, SealpostApi api, String application, Instant due) throws IOException {
        String body = "{\"eventType\":\"bench.posted\",\"payload\":" + Payload.of(due) + "}";
        String headers = "Authorization: " + api.authorization() + "\r\n";
        client.send(LeanClient.request("/api/v1/app/" + application + "/msg", headers, body));
        (client.status() == ACCEPTED ? accepted : refused).incrementAndGet();
    }

    /** Posts to the receiver without waiting for each answer, to see what it can take at most. */
    List<Thread> proof(URI receiver, BooleanSupplier open) {
        String headers = "webhook-id: msg_proof\r\nwebhook-timestamp: 1764000000\r\nwebhook-signature: v1,"
                + "x".repeat(44) + "=\r\n";
        byte[] one = LeanClient.request(receiver.getPath(), headers, Payload.of(Instant.now()));
        byte[] many = new byte[one.length * PIPELINED];
        for (int i = 0; i < PIPELINED; i++) {
            System.arraycopy(one, 0, many, i * one.length, one.length);
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(start(receiver, client -> {
                while (open.getAsBoolean()) {
                    client.send(many);
                    for (int n = 0; n < PIPELINED; n++) {
                        client.status();
                    }
                }
            }));
        }
        return threads;
    }

    /** Posts that were answered 202. */
    long accepted() {
        return accepted.get();
    }

    /** Posts that were not. */
    long refused() {
        return refused.get();
    }

    private Thread start(URI server, Conversation conversation) {
        return Thread.ofVirtual().start(() -> {
            try (LeanClient client = new LeanClient(server)) {
                conversation.hold(client);
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Conversation {

        void hold(LeanClient client) throws IOException, InterruptedException;
    }
}

package dev.sealpost.bench;

import dev.sealpost.scenario.SealpostApi;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Concurrent clients of an HTTP server, each with its own connection. */
final class HttpFeed {

    private static final int CLIENTS = 64;
    private static final int PIPELINED = 16;

    private final AtomicLong refused = new AtomicLong();

    /** Posts messages through the API as fast as the lead allows. */
    List<Thread> messages(SealpostApi api, Lead lead, Subscribers subscribers) {
        String headers = "Authorization: " + api.authorization() + "\r\n";
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.add(start(api.base(), client -> {
                for (int n = number; lead.take(); n += CLIENTS) {
                    String body = "{\"eventType\":\"bench.posted\",\"payload\":" + Payload.of(Instant.now()) + "}";
                    client.send(
                            LeanClient.request("/api/v1/app/" + subscribers.application(n) + "/msg", headers, body));
                    if (client.status() != 202) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        return threads;
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

    /** Posts that were not answered 202. */
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

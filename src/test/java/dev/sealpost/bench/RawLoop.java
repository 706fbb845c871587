package dev.sealpost.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Row (a), the ceiling: Apache HttpClient 5 in a loop on virtual threads, signed, no queue and no log. */
final class RawLoop {

    private RawLoop() {}

    /** Arguments: URL of the receiver, number of threads. Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        URI receiver = URI.create(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(threads)
                        .setMaxConnTotal(threads)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .build();
        for (int thread = 1; thread < threads; thread++) {
            int number = thread;
            Thread.ofVirtual().start(() -> post(client, receiver, number));
        }
        Thread.ofVirtual().start(() -> post(client, receiver, 0)).join();
    }

    private static void post(CloseableHttpClient client, URI receiver, int thread) {
        SignedPost signer = new SignedPost();
        byte[] payload = Payload.bytes(Instant.now());
        for (long n = 0; true; n++) {
            String id = "msg_raw_" + thread + "_" + n;
            long now = Instant.now().getEpochSecond();
            HttpPost post = new HttpPost(receiver);
            post.setHeader("webhook-id", id);
            post.setHeader("webhook-timestamp", now);
            post.setHeader("webhook-signature", signer.signature(id, now, payload));
            post.setEntity(new ByteArrayEntity(payload, ContentType.APPLICATION_JSON));
            try {
                client.execute(post, response -> response.getCode());
            } catch (IOException e) {
                throw new IllegalStateException("the receiver did not answer: " + e.getMessage(), e);
            }
        }
    }
}

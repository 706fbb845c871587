package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.signature.Hmacs;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** From a provider's webhook to a receiver's socket. */
@TestInstance(Lifecycle.PER_CLASS)
class InboundTest {

    private static final String SECRET = "s3cr3t";
    private static final String METRICS_TOKEN = "the-token-of-the-scraper";

    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        node = new Node(
                folder,
                "--sealpost.metrics.token=" + METRICS_TOKEN,
                "--sealpost.sources.stripe.application=stripe-shop",
                "--sealpost.sources.stripe.secrets[0]=the-next-one",
                "--sealpost.sources.stripe.secrets[1]=" + SECRET,
                "--sealpost.sources.slack.application=slack-shop",
                "--sealpost.sources.slack.secrets[0]=" + SECRET,
                "--sealpost.sources.crm.provider=hubspot",
                "--sealpost.sources.crm.application=crm-shop",
                "--sealpost.sources.crm.secrets[0]=" + SECRET,
                "--sealpost.sources.crm.public-url=https://hooks.example.com/crm");
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private void anEndpoint(String application, String path) {
        ApplicationId id = node.anApplication(application);
        node.anEndpoint(id, inbox.url(path));
        inbox.answers(path, Inbox.status(200));
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return node.send(HttpRequest.newBuilder(URI.create(node.url("/in/" + path)))
                .header("content-type", "application/json")
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> postStripe(String body, String secret, Instant signedAt) throws Exception {
        long time = signedAt.getEpochSecond();
        return post("stripe", body, "Stripe-Signature", "t=" + time + ",v1=" + Hmacs.hex(secret, time + "." + body));
    }

    private List<String> received(String path) {
        return inbox.at(path).stream()
                .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private double metric(String series) throws Exception {
        String scraped = node.send(HttpRequest.newBuilder(URI.create(node.url("/actuator/prometheus")))
                        .header("Authorization", "Bearer " + METRICS_TOKEN))
                .body();
        return scraped.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Test
    void deliversAWebhookOnceWithItsBytesAndRefusesWhatIsForged() throws Exception {
        anEndpoint("stripe-shop", "/stripe");
        String first = "{ \"id\": \"evt_1\", \"type\": \"invoice.paid\", \"amount\": 1.10, \"name\": \"Zoë\" }\n";
        String second = "{\"id\":\"evt_2\",\"type\":\"invoice.paid\"}";
        Instant now = Instant.now();

        assertThat(postStripe(first, SECRET, now).statusCode()).isEqualTo(200);
        assertThat(postStripe(first, SECRET, now.minusSeconds(1)).statusCode()).isEqualTo(200);
        eventually().until(() -> node.count("attempt WHERE outcome = 'succeeded'") == 1);
        HttpResponse<String> repeated = postStripe(first, SECRET, now.plusSeconds(1));
        HttpResponse<String> forged = postStripe(second, "guess", now);
        HttpResponse<String> stale = postStripe(second, SECRET, now.minusSeconds(310));
        assertThat(postStripe(second, SECRET, now).statusCode()).isEqualTo(200);
        eventually().until(() -> received("/stripe").contains(second));

        assertThat(repeated.statusCode()).isEqualTo(200);
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(stale.statusCode()).isEqualTo(401);
        assertThat(stale.body()).isEqualTo(forged.body());
        assertThat(received("/stripe")).containsExactly(first, second);
        assertThat(node.count("event WHERE type = 'stripe.invoice.paid'")).isEqualTo(2);
        assertThat(metric("sealpost_webhooks_received_total{result=\"accepted\",source=\"stripe\"}"))
                .isEqualTo(2);
        assertThat(metric("sealpost_webhooks_received_total{result=\"repeated\",source=\"stripe\"}"))
                .isEqualTo(2);
        assertThat(metric("sealpost_webhooks_refused_total{reason=\"wrong-signature\",source=\"stripe\"}"))
                .isEqualTo(1);
        assertThat(metric("sealpost_webhooks_refused_total{reason=\"stale-timestamp\",source=\"stripe\"}"))
                .isEqualTo(1);
    }

    @Test
    void answersSlackThatItIsThereAndPublishesNothing() throws Exception {
        String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aBm2r\"}";
        String time = Long.toString(Instant.now().getEpochSecond());

        HttpResponse<String> answer = post(
                "slack",
                body,
                "X-Slack-Request-Timestamp",
                time,
                "X-Slack-Signature",
                "v0=" + Hmacs.hex(SECRET, "v0:" + time + ":" + body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("3eZbrw1aBm2r");
        assertThat(node.count("application WHERE uid = 'slack-shop'")).isZero();
    }

    @Test
    void makesEventsOfAListBehindAProxyAndTheApplicationWithThem() throws Exception {
        String item = "{\"portalId\":1,\"subscriptionId\":2,\"eventId\":%d,\"objectId\":4,\"occurredAt\":5,"
                + "\"subscriptionType\":\"contact.creation\"}";
        String body = "[" + item.formatted(1) + ", " + item.formatted(2) + "]";
        String time = Long.toString(Instant.now().toEpochMilli());
        String signature = Hmacs.base64(SECRET, "POSThttps://hooks.example.com/crm?a=b:c" + body + time);

        HttpResponse<String> answer =
                post("crm?a=b%3Ac", body, "X-HubSpot-Request-Timestamp", time, "X-HubSpot-Signature-v3", signature);

        assertThat(answer.statusCode()).isEqualTo(200);
        eventually().until(() -> node.count("event WHERE type = 'hubspot.contact.creation'") == 2);
        assertThat(node.count("application WHERE uid = 'crm-shop'")).isEqualTo(1);
    }
}

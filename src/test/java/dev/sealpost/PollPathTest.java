package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.sqlite.SQLiteDataSource;

/** From a row in somebody's table to a webhook, through the whole of a node. */
@TestInstance(Lifecycle.PER_CLASS)
class PollPathTest {

    private static final String TOKEN = "the-token-of-the-scraper";

    private SQLiteDataSource shop;
    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        inbox = new Inbox();
        shop = new SQLiteDataSource();
        shop.setUrl("jdbc:sqlite:" + data.resolve("shop.db"));
        new ResourceDatabasePopulator(new FileSystemResource("docs/outbox/sqlite.sql")).execute(shop);
        node = new Node(
                data,
                "--sealpost.data-sources.shop.url=" + shop.getUrl(),
                "--outbox-to-events.start=true",
                "--outbox-to-events.after=delete",
                "--sealpost.metrics.token=" + TOKEN);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private void insert(String application, String key, String type) {
        JdbcClient.create(shop)
                .sql(
                        "INSERT INTO sealpost_outbox (application, event_key, event_type, payload) VALUES (?, ?, ?, '{\"total\": 1.10}')")
                .params(application, key, type)
                .update();
    }

    private String scrape() throws Exception {
        return node.send(HttpRequest.newBuilder(URI.create(node.url("/actuator/prometheus")))
                        .header("Authorization", "Bearer " + TOKEN))
                .body();
    }

    @Test
    void deliversWhatAnApplicationWroteIntoItsTable() throws Exception {
        inbox.answers("/shop", Inbox.status(200));
        ApplicationId application = node.anApplication("shop");
        node.anEndpoint(application, inbox.url("/shop"));

        insert("shop", "order-1", "order.created");
        insert("shop", "order-2", "not a type");

        eventually().until(() -> inbox.at("/shop").size() == 1);
        assertThat(new String(inbox.at("/shop").getFirst().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"total\": 1.10}");
        eventually()
                .until(
                        () -> rows("SELECT error FROM sealpost_outbox")
                                .equals(
                                        List.of(
                                                "an event type must be up to 256 letters, digits, _ or - in segments separated by dots")));
        assertThat(node.call("GET", "/app/shop/msg/order-1", "")
                        .path("eventType")
                        .asText())
                .isEqualTo("order.created");
        assertThat(scrape())
                .contains("sealpost_outbox_rows_total{result=\"published\"} 1.0")
                .contains("sealpost_outbox_rows_total{result=\"refused\"} 1.0")
                .contains("sealpost_polls_failing 0.0")
                .contains("sealpost_polls_behind_seconds 0.0");
    }

    private List<String> rows(String query) {
        return JdbcClient.create(shop).sql(query).query(String.class).list();
    }
}

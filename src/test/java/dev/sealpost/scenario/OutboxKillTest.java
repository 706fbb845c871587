package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Kills the application when a row of an outbox is published and not marked yet: after the next start it is one event. */
@Tag("faults")
class OutboxKillTest {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";

    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();

    private static JdbcClient shop(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file);
        new ResourceDatabasePopulator(new FileSystemResource("docs/outbox/sqlite.sql")).execute(database);
        return JdbcClient.create(database);
    }

    private static long marked(JdbcClient shop) {
        return shop.sql("SELECT COUNT(*) FROM sealpost_outbox WHERE published_at IS NOT NULL")
                .query(Long.class)
                .single();
    }

    @Test
    void publishesARowAsOneEventWhateverHappensBeforeItsMark() throws Exception {
        Installation installation = Installation.fresh("outbox-kill", "512m").quickStart();
        Path file = installation.folder().resolve("shop.db");
        JdbcClient shop = shop(file);
        Path config = Files.createDirectories(installation.folder().resolve("home/config"));
        Files.writeString(config.resolve("application.yaml"), """
                sealpost.data-sources.shop.url: jdbc:sqlite:%s?busy_timeout=5000
                outbox-to-events.start: true
                outbox-to-events.application: shop
                """.formatted(file));
        Books books = new Books(installation.data());
        try (Receiver receiver = new Receiver(receipts::add)) {
            try (SealpostProcess first = installation.start().awaitReady(START_LIMIT)) {
                SealpostApi api = installation.api();
                String application = api.createApplication("shop");
                String url = receiver.endpoint("/shop", new Manner.Answers(200), SECRET);
                api.createEndpoint(application, url, SECRET, List.of("order.*"));
                // The row is published; its mark is not written, for as long as this stands.
                shop.sql("""
                        CREATE TRIGGER unmarkable BEFORE UPDATE ON sealpost_outbox
                        BEGIN SELECT RAISE(ABORT, 'not now'); END
                        """).update();
                shop.sql("""
                        INSERT INTO sealpost_outbox (event_key, event_type, payload)
                        VALUES ('order-1', 'order.created', '{"total":1.10}')
                        """).update();
                await().atMost(LIMIT).until(() -> !receipts.isEmpty());
                first.kill();
            }
            assertThat(marked(shop)).isZero();
            shop.sql("DROP TRIGGER unmarkable").update();

            try (SealpostProcess second = installation.start().awaitReady(START_LIMIT)) {
                await().atMost(LIMIT).until(() -> marked(shop) == 1);
                new Drain(books, receiver).await(second, LIMIT);
                assertThat(second.terminate(LIMIT)).isZero();
            }
        }

        assertThat(receipts)
                .extracting(Receipt::eventId)
                .containsOnly(receipts.getFirst().eventId());
        assertThat(receipts).hasSizeBetween(1, 2).allMatch(Receipt::signed);
        assertThat(books.balance().events()).isOne();
    }
}

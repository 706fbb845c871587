package dev.sealpost.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The example outbox-to-events and its connector as they are shipped, over the databases of others. */
class OutboxRouteTest {

    private Path folder;
    private TestDatabase database;
    private DataSource shop;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = directory;
        database = TestDatabase.in(directory);
        shop = ShopDatabase.SQLITE.connect(directory);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(10));
    }

    private PollRig rig(DataSource dataSource) {
        return rig(dataSource, "mark");
    }

    private PollRig rig(DataSource dataSource, String after) {
        Properties configuration = new Properties();
        configuration.setProperty("outbox-to-events.start", "true");
        configuration.setProperty("outbox-to-events.application", "acme");
        configuration.setProperty("outbox-to-events.after", after);
        PollRig rig = new PollRig(database, configuration);
        rig.camel.getRegistry().bind("shop", dataSource);
        return rig;
    }

    private PollRig start(PollRig rig) throws Exception {
        rig.start("outbox-to-events.camel.yaml", "20ms");
        return rig;
    }

    private JdbcClient sql() {
        return JdbcClient.create(shop);
    }

    private void insert(String key, String type, String payload) {
        insert(sql(), key, type, payload);
    }

    private static void insert(JdbcClient sql, String key, String type, String payload) {
        sql.sql("INSERT INTO sealpost_outbox (event_key, event_type, payload) VALUES (?, ?, ?)")
                .params(key, type, payload)
                .update();
    }

    private long count(String where) {
        return sql().sql("SELECT COUNT(*) FROM sealpost_outbox WHERE " + where)
                .query(Long.class)
                .single();
    }

    private static String id(String key) {
        return EventId.derived("outbox", "shop-outbox", key).value();
    }

    private static List<String> payloads(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{\"n\":" + i + "}")
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void publishesRowsInTheirOrderAndMarksThem(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        for (int i = 1; i <= 120; i++) {
            insert("key-" + i, "order.created", "{\"n\":" + i + "}");
        }

        try (PollRig rig = start(rig(shop))) {
            eventually().until(() -> count("published_at IS NOT NULL") == 120);

            assertThat(rig.events.payloads()).containsExactlyElementsOf(payloads(1, 120));
            Event first = rig.events.published.getFirst();
            assertThat(first.id().value()).isEqualTo(id("key-1"));
            assertThat(first.application()).isEqualTo(PollRig.ACME);
            assertThat(first.type().name()).isEqualTo("order.created");
            assertThat(first.labels().uid()).contains("key-1");
            assertThat(rig.outbox.published()).isEqualTo(120);
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatsRowsUnderTheirIdsAfterACrashBeforeTheyWereMarked(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        for (int i = 1; i <= 5; i++) {
            insert("key-" + i, "order.created", "{\"n\":" + i + "}");
        }
        Unplugged unplugged = new Unplugged(shop);
        List<String> before;
        try (PollRig rig = rig(unplugged)) {
            rig.events.afterwards = () -> unplugged.away = rig.events.published.size() >= 5;
            start(rig);
            eventually().until(() -> rig.status("shop-outbox").failures().isPresent());
            before = rig.events.ids();
        }
        assertThat(count("published_at IS NULL")).isEqualTo(5);

        try (PollRig rig = start(rig(shop))) {
            eventually().until(() -> count("published_at IS NOT NULL") == 5);

            assertThat(rig.events.ids()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void setsAsideWhatCannotBeAnEventAndSaysWhy(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        insert("a", "order created", "{}");
        insert("b", "order.created", "{");
        insert("c", "order.created", "{\"text\":\"" + "x".repeat(1024 * 1024) + "\"}");
        insert("d", "order.created", "{}");
        sql().sql("UPDATE sealpost_outbox SET application = 'nobody' WHERE event_key = 'd'")
                .update();
        insert("e", "order.created", "{\"n\":1}");
        sql().sql("UPDATE sealpost_outbox SET application = 'other', channels = 'x, y' WHERE event_key = 'e'")
                .update();

        try (PollRig rig = start(rig(shop))) {
            eventually().until(() -> count("error IS NOT NULL") == 4);

            assertThat(rig.events.ids()).containsExactly(id("e"));
            assertThat(rig.events.published.getFirst().application().value()).isEqualTo("app_other");
            assertThat(rig.events.published.getFirst().labels().channels()).containsExactly("x", "y");
            assertThat(errors()).satisfies(errors -> {
                assertThat(errors.get("a")).startsWith("an event type must be");
                assertThat(errors.get("b")).startsWith("payload is not JSON in UTF-8: ");
                assertThat(errors.get("c")).isEqualTo("payload has 1048587 bytes or characters; the maximum is 1 MiB");
                assertThat(errors.get("d")).isEqualTo("no application has the id or uid nobody");
            });
            assertThat(rig.outbox.refused()).isEqualTo(4);

            sql().sql("UPDATE sealpost_outbox SET event_type = 'order.created', error = NULL WHERE event_key = 'a'")
                    .update();
            eventually().until(() -> rig.events.ids().contains(id("a")));
        }
    }

    /** Fault 46: what has no length in PostgreSQL is read as text; what is no JSON then is set aside. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json        | {\"b\": 1.10, \"a\":2}   | {\"b\": 1.10, \"a\":2}",
                "jsonb       | {\"b\": 1.10, \"a\":2}   | {\"a\": 2, \"b\": 1.10}",
                "varchar     | {\"n\":1}              | {\"n\":1}",
                "bytea       | {\"n\":1}              | {\"n\":1}",
                "xml         | <a/>                 | ",
                "uuid        | 5f2b7f4e-56b6-4c4f-9d3f-0c8a0e4d4d01 | ",
                "outbox_body | {\"n\":1}              | {\"n\":1}"
            })
    void readsAColumnOfEachTypeThatHoldsText(String type, String inserted, @Nullable String published)
            throws Exception {
        shop = ShopDatabase.POSTGRESQL.open(folder);
        sql().sql("DROP DOMAIN IF EXISTS outbox_body").update();
        sql().sql("CREATE DOMAIN outbox_body AS json").update();
        sql().sql("ALTER TABLE sealpost_outbox ALTER COLUMN payload TYPE " + type + " USING payload::" + type)
                .update();
        sql().sql("INSERT INTO sealpost_outbox (event_key, event_type, payload) VALUES ('a', 'order.created', "
                        + (type.equals("bytea") ? "convert_to(?, 'UTF8')" : "CAST(? AS " + type + ")") + ")")
                .param(inserted)
                .update();

        try (PollRig rig = start(rig(shop))) {
            eventually().until(() -> count("error IS NULL AND published_at IS NULL") == 0);

            assertThat(rig.events.payloads()).isEqualTo(published == null ? List.of() : List.of(published));
            assertThat(errors().values()).allMatch(error -> error.startsWith("payload is not JSON in UTF-8"));
        } finally {
            sql().sql("DROP TABLE sealpost_outbox").update();
            sql().sql("DROP DOMAIN outbox_body").update();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void needsAnApplicationInTheRowWhereTheRouteNamesNone(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        insert("a", "order.created", "{}");
        insert("b", "order.created", "{}");
        sql().sql("UPDATE sealpost_outbox SET application = 'acme' WHERE event_key = 'b'")
                .update();

        try (PollRig rig = rig(shop)) {
            rig.start("outbox-to-events.camel.yaml", "20ms", text -> text.replaceFirst(" +application: .*\n", ""));
            eventually().until(() -> count("error IS NULL AND published_at IS NULL") == 0);

            assertThat(rig.events.ids()).containsExactly(id("b"));
            assertThat(errors()).containsEntry("a", "application is NULL, and the route names no application");
        }
    }

    private Map<String, String> errors() {
        return sql()
                .sql("SELECT event_key, error FROM sealpost_outbox WHERE error IS NOT NULL")
                .query()
                .listOfRows()
                .stream()
                .collect(Collectors.toMap(
                        row -> String.valueOf(row.get("event_key")), row -> String.valueOf(row.get("error"))));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    void publishesARowThatIsCommittedAfterALaterOne(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        try (Connection slow = shop.getConnection();
                PollRig rig = rig(shop)) {
            slow.setAutoCommit(false);
            insert(JdbcClient.create(new SingleConnectionDataSource(slow, true)), "early", "a.b", "{\"n\":1}");
            insert("late", "a.b", "{\"n\":2}");
            start(rig);
            eventually().until(() -> count("published_at IS NOT NULL") == 1);
            assertThat(rig.events.ids()).containsExactly(id("late"));

            slow.commit();

            eventually().until(() -> count("published_at IS NOT NULL") == 2);
            assertThat(rig.events.ids()).containsExactly(id("late"), id("early"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletesWhatWasPublishedWhereItIsToldTo(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        insert("a", "order.created", "{}");
        insert("b", "", "{}");

        try (PollRig rig = start(rig(shop, "delete"))) {
            eventually().until(() -> count("error IS NULL") == 0);

            assertThat(rig.events.ids()).containsExactly(id("a"));
            assertThat(count("event_key = 'b'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void marksNothingWhenTheBrokerTakesNothing(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        insert("a", "order.created", "{}");
        insert("b", "order.created", "{}");

        try (PollRig rig = rig(shop)) {
            rig.events.limit = 1;
            start(rig);
            eventually().until(() -> rig.status("shop-outbox").failures().isPresent());
            assertThat(count("published_at IS NULL")).isEqualTo(2);

            rig.events.limit = Integer.MAX_VALUE;
            eventually().until(() -> count("published_at IS NOT NULL") == 2);
            assertThat(rig.events.ids().stream().distinct()).containsExactly(id("a"), id("b"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void goesOnByItselfWhenTheDatabaseComesBack(ShopDatabase kind) throws Exception {
        shop = kind.open(folder);
        insert("a", "order.created", "{}");
        Unplugged unplugged = new Unplugged(shop);
        unplugged.away = true;

        try (PollRig rig = start(rig(unplugged))) {
            eventually().until(() -> rig.status("shop-outbox").failures().isPresent());
            assertThat(rig.status("shop-outbox").failures().orElseThrow().reason())
                    .contains("the shop is closed");

            unplugged.away = false;
            eventually().until(() -> count("published_at IS NOT NULL") == 1);
            eventually().until(() -> rig.status("shop-outbox").failures().isEmpty());
        }
    }

    /** A database that can go away. */
    private static final class Unplugged extends AbstractDataSource {

        private final DataSource database;
        private volatile boolean away;

        Unplugged(DataSource database) {
            this.database = database;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                throw new SQLException("the shop is closed");
            }
            return database.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) {
            throw new UnsupportedOperationException();
        }
    }
}

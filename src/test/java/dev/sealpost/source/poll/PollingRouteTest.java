package dev.sealpost.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The example orders-api-to-events as it is shipped, against a real HTTP server. */
class PollingRouteTest {

    private static final int PAGE = 3;

    private OrdersApi api;

    @BeforeEach
    void open() throws Exception {
        api = new OrdersApi(8, PAGE);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private PollRig started(TestDatabase database) throws Exception {
        PollRig rig = rig(database);
        rig.start("orders-api-to-events.camel.yaml", "50ms");
        return rig;
    }

    private PollRig rig(TestDatabase database) {
        Properties configuration = new Properties();
        configuration.setProperty("orders-api-to-events.start", "true");
        configuration.setProperty("orders-api-to-events.application", "acme");
        configuration.setProperty("orders-api.base-url", api.url());
        configuration.setProperty("orders-api.access-token", "the-token");
        return new PollRig(database, configuration);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(10));
    }

    private static String id(int order) {
        return EventId.derived("app_acme", "uid", "order-" + order + "-2026-11-24")
                .value();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(PollingRouteTest::id).toList();
    }

    private static String reached(TestDatabase database) {
        return database.reads()
                .sql("SELECT COALESCE(MAX(reached), '') FROM poll WHERE name = 'orders-api'")
                .query(String.class)
                .single();
    }

    private static void endLeases(TestDatabase database) {
        database.change(sql -> sql.sql("UPDATE poll SET held_until = 0").update());
    }

    @OnDatabase
    void readsPageAfterPageAndGoesOnFromThereAfterARestart(TestDatabase database) throws Exception {
        try (PollRig rig = started(database)) {
            eventually().until(() -> reached(database).endsWith("8"));

            assertThat(rig.events.ids()).containsExactlyElementsOf(ids(1, 8));
            assertThat(rig.events.payloads().getFirst())
                    .startsWith("{\"id\":1,\"updatedAt\":\"2026-11-24\",\"total\":1.1");
        }
        assertThat(api.queries.getFirst()).isEqualTo("limit=100&since=");
        endLeases(database);
        api.has(9);

        try (PollRig rig = started(database)) {
            eventually().until(() -> reached(database).endsWith("9"));

            assertThat(rig.events.ids()).containsExactly(id(9));
        }
    }

    @OnDatabase
    void repeatsOnePageUnderTheSameIdsAfterACrashBeforeTheCursorMoved(TestDatabase database) throws Exception {
        List<String> before;
        try (PollRig rig = rig(database)) {
            // As if the node died then: published is the second page, and nothing more is written.
            rig.events.afterwards = () -> rig.databaseDown = rig.events.published.size() >= 2 * PAGE;
            rig.start("orders-api-to-events.camel.yaml", "50ms");
            eventually().until(() -> rig.status("orders-api").failures().isPresent());
            before = rig.events.ids().subList(0, 2 * PAGE);
        }
        assertThat(reached(database)).endsWith("3");
        endLeases(database);

        try (PollRig rig = started(database)) {
            eventually().until(() -> reached(database).endsWith("8"));

            assertThat(rig.events.ids()).containsExactlyElementsOf(ids(PAGE + 1, 8));
            assertThat(Stream.concat(before.stream(), rig.events.ids().stream()).distinct())
                    .containsExactlyElementsOf(ids(1, 8));
        }
    }

    @OnDatabase(Dialect.SQLITE)
    void staysAtAPageOfWhichOneItemCannotBePublished(TestDatabase database) throws Exception {
        try (PollRig rig = rig(database)) {
            rig.events.limit = PAGE + 1;
            rig.start("orders-api-to-events.camel.yaml", "50ms");
            eventually().until(() -> rig.status("orders-api").failures().isPresent());

            assertThat(reached(database)).endsWith("3");
            assertThat(rig.status("orders-api").failures().orElseThrow().reason())
                    .contains("the disk is nearly full");
            assertThat(rig.events.ids()).containsExactlyElementsOf(ids(1, PAGE + 1));

            rig.events.limit = Integer.MAX_VALUE;
            eventually().until(() -> reached(database).endsWith("8"));
            assertThat(rig.events.ids().stream().distinct()).containsExactlyElementsOf(ids(1, 8));
        }
    }

    @OnDatabase(Dialect.SQLITE)
    void asksAgainWhenItIsToldTo(TestDatabase database) throws Exception {
        api.answers(429);
        try (PollRig rig = started(database)) {
            eventually().until(() -> rig.status("orders-api").failures().isPresent());
            api.answers(200);
            eventually().until(() -> reached(database).endsWith("8"));
        }

        assertThat(Duration.ofNanos(api.times.get(1) - api.times.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @OnDatabase(Dialect.SQLITE)
    void saysWhatTheApiAnsweredAndGoesOnByItself(TestDatabase database) throws Exception {
        api.answers(500);
        try (PollRig rig = started(database)) {
            eventually().until(() -> rig.status("orders-api").failures().isPresent());
            assertThat(rig.status("orders-api").failures().orElseThrow().reason())
                    .contains("500");
            assertThat(new PollsHealthIndicator(rig.polls).health().getDetails().get("orders-api"))
                    .asString()
                    .startsWith("failing since")
                    .contains("500");
            assertThat(rig.polls.longestFailing())
                    .hasValueSatisfying(worst -> assertThat(worst.getKey()).isEqualTo("orders-api"));

            api.answers(200);
            eventually().until(() -> rig.status("orders-api").failures().isEmpty());
            assertThat(rig.polls.longestFailing()).isEmpty();
        }
        assertThat(reached(database)).isNotEmpty();
    }
}

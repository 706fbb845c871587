package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.camel.EventCamel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kamelets of Camel's catalog, unchanged, whose jars Sealpost includes: each delivers an event to a stand-in. */
@Timeout(120)
class CatalogSinksTest {

    @AutoClose
    private final EventCamel app = new EventCamel();

    private AttemptOutcome deliver(String parameters) throws Exception {
        app.load("routes/sink.camel.yaml", """
                - route:
                    id: sink
                    from:
                      uri: event:order.*
                      steps:
                        - to: {uri: 'kamelet:%s}
                """.formatted(parameters));
        return app.attempt("sink", EventCamel.anEvent("msg_1")).outcome();
    }

    @Test
    void httpSinkPostsTheEvent() throws Exception {
        try (VendorServer vendor = new VendorServer()) {
            String sink = "http-sink', parameters: {url: '" + vendor.url() + "/x'}";

            assertThat(deliver(sink)).isEqualTo(new Succeeded());

            assertThat(vendor.calls()).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.body()).contains("1.10");
            });
            vendor.answers(500, "{}");
            assertThat(app.attempt("sink", EventCamel.anEvent("msg_2")).outcome())
                    .isInstanceOf(Failed.class);
        }
    }

    @Test
    void kafkaSinkProducesTheEvent() throws Exception {
        try (KafkaStandIn kafka = new KafkaStandIn()) {
            AttemptOutcome outcome = deliver("kafka-sink', parameters: {topic: orders, bootstrapServers: '"
                    + kafka.address() + "', securityProtocol: PLAINTEXT, user: x, password: x}");

            assertThat(outcome).isEqualTo(new Succeeded());
            assertThat(kafka.values())
                    .singleElement()
                    .asString()
                    .startsWith("orders ")
                    .contains("1.10");
        }
    }

    @Test
    void postgresqlSinkInsertsTheEvent() throws Exception {
        int port = PostgresqlServer.shared().port();
        String url = "jdbc:postgresql://localhost:" + port + "/postgres";
        try (Connection database = DriverManager.getConnection(url, "postgres", "");
                Statement sql = database.createStatement()) {
            sql.execute("DROP TABLE IF EXISTS price; CREATE TABLE price (amount NUMERIC)");

            AttemptOutcome outcome = deliver("postgresql-sink', parameters: {serverName: localhost, serverPort: " + port
                    + ", username: postgres, password: x, databaseName: postgres,"
                    + " query: 'INSERT INTO price VALUES (:#price)'}");

            assertThat(outcome).isEqualTo(new Succeeded());
            try (ResultSet row = sql.executeQuery("SELECT amount FROM price")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBigDecimal(1)).isEqualByComparingTo("1.10");
            }
        }
    }
}

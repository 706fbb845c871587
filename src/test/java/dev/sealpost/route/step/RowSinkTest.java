package dev.sealpost.route.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** Runs {@code sql-row-sink} against real databases. */
class RowSinkTest {

    private final List<StepRig> opened = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
    }

    private StepRig rig() {
        return opened.getFirst();
    }

    enum Product {
        SQLITE("TEXT"),
        H2("TIMESTAMP WITH TIME ZONE"),
        POSTGRESQL("timestamptz");

        private final String timeType;

        Product(String timeType) {
            this.timeType = timeType;
        }

        DataSource open(Path folder) {
            return switch (this) {
                case SQLITE -> {
                    SQLiteDataSource database = new SQLiteDataSource();
                    database.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
                    yield database;
                }
                case H2 -> {
                    JdbcDataSource database = new JdbcDataSource();
                    database.setURL("jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1");
                    yield database;
                }
                case POSTGRESQL -> {
                    PGSimpleDataSource database = new PGSimpleDataSource();
                    database.setURL(PostgresqlServer.urlOf(RowSinkTest.class));
                    database.setUser("postgres");
                    yield database;
                }
            };
        }
    }

    private JdbcClient start(Product product, String parameters) throws Exception {
        DataSource database = product.open(folder);
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("DROP TABLE IF EXISTS shop_order").update();
        jdbc.sql(
                        "CREATE TABLE shop_order (order_id VARCHAR(20) NOT NULL UNIQUE, quantity INTEGER CHECK (quantity >= 0), placed "
                                + product.timeType + ", note VARCHAR(200), event_id VARCHAR(200) UNIQUE)")
                .update();
        opened.add(StepRig.of(
                "sql-row-sink",
                "connector:sql-row?dataSource=shop&table=shop_order&" + parameters,
                Map.of(),
                Map.of("shop", database)));
        return jdbc;
    }

    @AfterEach
    void stop() {
        opened.forEach(StepRig::close);
    }

    private static long rows(JdbcClient jdbc) {
        return jdbc.sql("SELECT COUNT(*) FROM shop_order").query(Long.class).single();
    }

    private static String note(JdbcClient jdbc) {
        return jdbc.sql("SELECT note FROM shop_order").query(String.class).single();
    }

    @ParameterizedTest
    @EnumSource
    void bindsEachValue(Product product) throws Exception {
        JdbcClient jdbc = start(product, "operation=insert");

        Exchange after = rig().send(StepRig.EVENT_ID, """
                {"ORDER_ID": "1001", "quantity": 4, "placed": "2026-01-01T12:00:00Z", "note": "'); DROP TABLE shop_order; --"}""", Map.of("CamelSqlQuery", "DELETE FROM shop_order"));

        assertThat(after.getException()).isNull();
        assertThat(after.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
        assertThat(note(jdbc)).isEqualTo("'); DROP TABLE shop_order; --");
    }

    @ParameterizedTest
    @EnumSource
    void replacesTheRowWithTheSameKeys(Product product) throws Exception {
        JdbcClient jdbc = start(product, "operation=upsert&keys=order_id");

        rig().send("{\"order_id\": \"1001\", \"quantity\": 4, \"note\": \"first\"}");
        Exchange after = rig().send("{\"order_id\": \"1001\", \"quantity\": 5, \"note\": {\"a\": [1]}}");

        assertThat(after.getException()).isNull();
        assertThat(rows(jdbc)).isEqualTo(1);
        assertThat(note(jdbc)).isEqualTo("{\"a\":[1]}");
    }

    @ParameterizedTest
    @EnumSource
    void addsNothingOnARepeat(Product product) throws Exception {
        JdbcClient jdbc = start(product, "eventColumn=event_id");

        rig().send("{\"order_id\": \"1001\"}");
        Exchange after = rig().send("{\"order_id\": \"1001\"}");

        assertThat(after.getException()).isNull();
        assertThat(rows(jdbc)).isEqualTo(1);
        assertThat(jdbc.sql("SELECT event_id FROM shop_order")
                        .query(String.class)
                        .single())
                .isEqualTo(StepRig.EVENT_ID);
    }

    @ParameterizedTest
    @EnumSource
    void runsTheStatement(Product product) throws Exception {
        JdbcClient jdbc = start(
                product,
                "operation=statement&statement=RAW(INSERT INTO shop_order (order_id, note) VALUES (:#id, :#eventId || ' 100%+'))");

        Exchange after = rig().send("{\"id\": \"1001\"}");

        assertThat(after.getException()).isNull();
        assertThat(note(jdbc)).isEqualTo(StepRig.EVENT_ID + " 100%+");
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatNoRetryCanMend(Product product) throws Exception {
        start(product, "operation=upsert&keys=order_id");

        Failed constraint = rig().failure("{\"order_id\": \"1001\", \"quantity\": -1}");
        assertThat(constraint.isFinal()).isTrue();
        assertThat(constraint.reason()).contains("the database refuses the row");
        assertThat(rig().failure("{\"order_id\": \"1001\", \"colour\": 1}").reason())
                .containsIgnoringCase("no column colour; its columns are order_id, quantity");
        assertThat(rig().failure("{\"quantity\": 1}").reason()).containsIgnoringCase("the body has no /order_id");
        assertThat(rig().failure("[]").isFinal()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void retriesWhileTheTableIsMissing(Product product) throws Exception {
        JdbcClient jdbc = start(product, "operation=insert");
        jdbc.sql("DROP TABLE shop_order").update();

        Failed missing = rig().failure("{\"order_id\": \"1001\"}");

        assertThat(missing.isFinal()).isFalse();
        assertThat(missing.reason()).contains("has no table shop_order");
    }
}

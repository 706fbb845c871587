package dev.sealpost.source;

import dev.sealpost.application.Application;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.event.Event;
import dev.sealpost.event.Publisher;
import dev.sealpost.route.event.FailureText;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of an outbox route between the query and the marks ({@code bean: {ref: jdbcOutbox, method: publish}}).
 *
 * <p>In: the rows as the body, in the order in which they are to be published; the exchange properties {@code outboxBatch} (the
 * limit of the query) and, optional, {@code outboxApplication}. Out: the exchange properties {@code outboxPublished} and
 * {@code outboxRefused}, each a list of maps with {@code id}, and with {@code error} in the second; {@code pollMore} where the
 * page was full.
 */
public final class OutboxPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);

    private final Publisher publisher;
    private final ApplicationDirectory directory;
    private final ApplicationStore store;
    private final Clock clock;
    private final OutboxMetrics figures;

    OutboxPublisher(
            Publisher publisher,
            ApplicationDirectory directory,
            ApplicationStore store,
            Clock clock,
            OutboxMetrics figures) {
        this.publisher = publisher;
        this.directory = directory;
        this.store = store;
        this.clock = clock;
        this.figures = figures;
    }

    /**
     * The step before the query: sets the exchange property {@code outboxPayload} to an SQL expression for the column.
     *
     * @param dataSource a name under {@code sealpost.data-sources}
     * @throws SQLException when there is no such table or column, or the database does not answer
     */
    public void look(Exchange exchange, String dataSource, String table, String column) throws SQLException {
        DataSource database = CamelContextHelper.mandatoryLookup(exchange.getContext(), dataSource, DataSource.class);
        exchange.setProperty("outboxPayload", ReadableColumn.of(database, table, column));
    }

    /**
     * Returns once all rows that can be published are on the disk of the broker.
     *
     * @throws dev.sealpost.event.IngestRefusedException when they cannot be kept now: no row may be marked
     */
    public void publish(@Body List<Map<String, Object>> rows, Exchange exchange) {
        OutboxPage page = new OutboxPage(
                exchange.getProperty(PollConsumer.NAME, "", String.class),
                exchange.getProperty("outboxApplication", "", String.class),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                this::find);
        if (page.source().isEmpty()) {
            throw new IllegalStateException(
                    "an outbox route starts from: poll:<name>; the name is part of every event's id");
        }
        List<Event> events = new ArrayList<>();
        List<Map<String, Object>> published = new ArrayList<>();
        List<Map<String, Object>> refused = new ArrayList<>();
        for (Map<String, Object> columns : rows) {
            OutboxRow row = new OutboxRow(columns);
            Object id = row.id();
            try {
                events.add(row.event(page));
                published.add(Map.of("id", id));
            } catch (IllegalArgumentException e) {
                refused.add(Map.of("id", id, "error", FailureText.clean(String.valueOf(e.getMessage()))));
            }
        }
        if (!events.isEmpty()) {
            publisher.publishAll(events);
        }
        figures.add(published.size(), refused.size());
        report(page, published.size(), refused);
        exchange.setProperty("outboxPublished", published);
        exchange.setProperty("outboxRefused", refused);
        exchange.setProperty(
                PollConsumer.MORE,
                rows.size() >= exchange.getProperty("outboxBatch", Integer.MAX_VALUE, Integer.class));
    }

    private static void report(OutboxPage page, int published, List<Map<String, Object>> refused) {
        if (!refused.isEmpty()) {
            LOG.warn(
                    "outbox.refused poll={} rows={} firstId={} firstReason=\"{}\"",
                    page.source(),
                    refused.size(),
                    refused.getFirst().get("id"),
                    refused.getFirst().get("error"));
        }
        if (published > 0) {
            LOG.debug("outbox.published poll={} rows={}", page.source(), published);
        }
    }

    /** In memory, else in the database: another node may have made it just now. */
    private Optional<ApplicationId> find(String name) {
        return directory.find(name).or(() -> store.find(name).map(Application::id));
    }
}

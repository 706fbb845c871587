package dev.sealpost.source.poll;

import dev.sealpost.application.Application;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.event.Event;
import dev.sealpost.event.Publisher;
import dev.sealpost.route.event.EventHeaders;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Publishes the rows of an outbox, as the step of a route between the query and the update ({@code bean: {ref: jdbcOutbox,
 * method: publish}}).
 *
 * <p>In: the rows as the body, in the order of publication; the exchange properties {@code outboxBatch} (the limit of the
 * query) and optionally {@code outboxApplication}. Out: the exchange properties {@code outboxPublished} and {@code
 * outboxRefused}, each a list of maps with {@code id}, and with {@code error} in the second; {@code pollMore} is true if the
 * page was full.
 */
@Component("jdbcOutbox")
public final class OutboxPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);

    private final Publisher publisher;
    private final ApplicationDirectory directory;
    private final ApplicationStore store;
    private final Clock clock;
    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();

    OutboxPublisher(Publisher publisher, ApplicationDirectory directory, ApplicationStore store, Clock clock) {
        this.publisher = publisher;
        this.directory = directory;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Prepares the query: sets the exchange property {@code outboxPayload} to an SQL expression for the column.
     *
     * @param dataSource name under {@code sealpost.data-sources}
     * @throws SQLException if the table or column does not exist, or the database does not answer
     */
    public void look(Exchange exchange, String dataSource, String table, String column) throws SQLException {
        DataSource database = CamelContextHelper.mandatoryLookup(exchange.getContext(), dataSource, DataSource.class);
        exchange.setProperty("outboxPayload", ReadableColumn.of(database, table, column));
    }

    /**
     * Publishes the rows. Returns once the broker has stored them on disk.
     *
     * @throws dev.sealpost.event.IngestRefusedException if the broker cannot store them now; then no row may be marked
     */
    public void publish(@Body List<Map<String, Object>> rows, Exchange exchange) {
        OutboxPage page = new OutboxPage(
                exchange.getProperty(PollConsumer.NAME, "", String.class),
                exchange.getProperty("outboxApplication", "", String.class),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                this::find);
        if (page.source().isEmpty()) {
            throw new IllegalStateException(
                    "an outbox route must start with from: poll:<name>; the name is part of every event's id");
        }
        List<Event> events = new ArrayList<>();
        List<Map<String, Object>> accepted = new ArrayList<>();
        List<Map<String, Object>> rejected = new ArrayList<>();
        for (Map<String, Object> columns : rows) {
            OutboxRow row = new OutboxRow(columns);
            Object id = row.id();
            try {
                events.add(row.event(page));
                accepted.add(Map.of("id", id));
            } catch (IllegalArgumentException e) {
                rejected.add(Map.of("id", id, "error", FailureText.clean(String.valueOf(e.getMessage()))));
            }
        }
        if (!events.isEmpty()) {
            publisher.publishAll(events);
        }
        EventHeaders.countPublished(exchange, accepted.size());
        published.add(accepted.size());
        refused.add(rejected.size());
        report(page, accepted.size(), rejected);
        exchange.setProperty("outboxPublished", accepted);
        exchange.setProperty("outboxRefused", rejected);
        exchange.setProperty(
                PollConsumer.MORE,
                rows.size() >= exchange.getProperty("outboxBatch", Integer.MAX_VALUE, Integer.class));
    }

    /** Returns the rows published as events since this node started, including repeats. */
    public long published() {
        return published.sum();
    }

    /** Returns the rows refused since this node started; the reason is stored in the row. */
    public long refused() {
        return refused.sum();
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

    /** Searches the memory, then the database: another node may have created the application just now. */
    private Optional<ApplicationId> find(String name) {
        return directory.find(name).or(() -> store.find(name).map(Application::id));
    }
}

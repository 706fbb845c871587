package dev.sealpost.source.poll;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStores;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.identifier.Ksuid;
import dev.sealpost.route.ConnectorBeans;
import dev.sealpost.route.event.EventComponents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** One run of a node, as far as polls go: a real Camel context with the shipped files, over a real database. */
final class PollRig implements AutoCloseable {

    static final ApplicationId ACME = new ApplicationId("app_acme");

    final DefaultCamelContext camel = new DefaultCamelContext();
    final CollectedEvents events = new CollectedEvents();
    final Polls polls = new Polls(Clock.systemUTC());
    final OutboxPublisher outbox;
    volatile boolean databaseDown;

    PollRig(TestDatabase database, Properties configuration) {
        String run = "node_" + Ksuid.at(Instant.now());
        Writes writes = new Writes() {
            private final Writes direct = database.writes();

            @Override
            public <T> T write(SqlWork<T> work) {
                if (databaseDown) {
                    throw new DatabaseUnavailableException("the database is away", null);
                }
                return direct.write(work);
            }
        };
        ConnectorBeans.prepare(camel);
        camel.getPropertiesComponent().setInitialProperties(configuration);
        camel.addComponent("event", EventComponents.publishing(events, new Applications(), Clock.systemUTC()));
        camel.getRegistry()
                .bind(
                        "pollSurroundings",
                        new PollEnvironment(
                                run,
                                polls,
                                new PollRows(writes, database.reads(), database.leaseHolder(run)),
                                Clock.systemUTC(),
                                new Random(1)));
        outbox = new OutboxPublisher(
                events, new Applications(), ApplicationStores.over(writes, database.reads()), Clock.systemUTC());
        camel.getRegistry().bind("jdbcOutbox", outbox);
    }

    /** Two applications, acme and other. */
    private static final class Applications extends ApplicationDirectory {

        @Override
        public Optional<ApplicationId> find(String idOrUid) {
            return switch (idOrUid) {
                case "acme" -> Optional.of(ACME);
                case "other" -> Optional.of(new ApplicationId("app_other"));
                default -> Optional.empty();
            };
        }
    }

    /** The route of a file in {@code routes/}, with another interval. */
    void start(String file, String interval) throws Exception {
        start(file, interval, text -> text);
    }

    void start(String file, String interval, UnaryOperator<String> change) throws Exception {
        RedeliveryPolicyDefinition quiet = new RedeliveryPolicyDefinition();
        quiet.setLogExhausted("false");
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(quiet);
        camel.getCamelContextExtension().setErrorHandlerFactory(handler);
        String text = change.apply(
                Files.readString(Path.of("routes", file)).replaceFirst("interval: \\S+", "interval: " + interval));
        camel.start();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromBytes("file:" + file, text.getBytes(StandardCharsets.UTF_8)));
    }

    PollStatus status(String poll) {
        return Optional.ofNullable(polls.statuses().get(poll)).orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
    }
}

package dev.sealpost.source.poll;

import dev.sealpost.route.event.EventHeaders;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Runs its route round after round while it is started. */
final class PollConsumer extends DefaultConsumer {

    /**
     * Exchange property (String). In: the cursor after the last page, empty before the first. Out: the cursor after this page.
     */
    static final String CURSOR = "pollCursor";

    /** Exchange property, out: true if another page is available (Boolean or text). */
    static final String MORE = "pollMore";

    /** Exchange property, out: number of items in the whole list, where the source says so (Long or text). */
    static final String TOTAL = "pollTotal";

    /** Exchange property, in: number of the backfill, from 1 (Long). */
    static final String BACKFILL = "pollBackfill";

    /** Exchange property, in: the name of the poll (String). */
    static final String NAME = "pollName";

    private final PollEndpoint endpoint;
    private @Nullable PollLoop loop;

    PollConsumer(PollEndpoint endpoint, Processor steps) {
        super(endpoint, steps);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        PollEnvironment node = environment();
        PollLoop started = node.loop(endpoint.options(), this::run);
        node.polls().started(started);
        loop = started;
        started.start();
    }

    /** Lets a running round finish; Camel waits for it as for any exchange. */
    @Override
    protected void doStop() throws Exception {
        PollLoop started = loop;
        if (started != null) {
            started.stop();
            environment().polls().stopped(started);
        }
        super.doStop();
    }

    private PollEnvironment environment() {
        PollEnvironment environment = endpoint.getCamelContext().getRegistry().findSingleByType(PollEnvironment.class);
        if (environment == null) {
            throw new IllegalStateException("poll: runs only in a Sealpost node");
        }
        return environment;
    }

    private RoundResult run(String cursor, long backfill) {
        Exchange exchange = createExchange(false);
        LongAdder published = new LongAdder();
        try {
            exchange.setProperty(EventHeaders.PUBLISHED, published);
            exchange.setProperty(BACKFILL, backfill);
            exchange.setProperty(NAME, endpoint.options().name());
            exchange.setProperty(CURSOR, cursor);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            RoundResult result = result(exchange, cursor, published.sum());
            if (result instanceof RoundResult.Read page) {
                environment().polls().read(page);
            }
            return result;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static RoundResult result(Exchange exchange, String cursor, long published) {
        Exception exception = exchange.getException();
        if (exception != null) {
            return RoundResult.Failed.by(exception);
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new RoundResult.Failed("the route rolled back", Optional.empty());
        }
        String reached = exchange.getProperty(CURSOR, cursor, String.class);
        return new RoundResult.Read(
                reached,
                exchange.getProperty(MORE, false, Boolean.class),
                published,
                Optional.ofNullable(exchange.getProperty(TOTAL, Long.class)));
    }
}

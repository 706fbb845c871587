package dev.sealpost.source;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Runs its route round by round for as long as it is started. */
final class PollConsumer extends DefaultConsumer {

    /** Exchange property, in: how far the last page went (String; empty: none was read). Out: how far this one went. */
    static final String CURSOR = "pollCursor";

    /** Exchange property, out: true when the next page waits already (Boolean or text). */
    static final String MORE = "pollMore";

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
        PollEnvironment node = surroundings();
        PollLoop started = node.loop(endpoint.options(), this::run);
        node.polls().started(started);
        loop = started;
        started.start();
    }

    /** A round that is going on ends by itself, and Camel waits for it as for any exchange. */
    @Override
    protected void doStop() throws Exception {
        PollLoop started = loop;
        if (started != null) {
            started.stop();
            surroundings().polls().stopped(started);
        }
        super.doStop();
    }

    private PollEnvironment surroundings() {
        PollEnvironment found = endpoint.getCamelContext().getRegistry().findSingleByType(PollEnvironment.class);
        if (found == null) {
            throw new IllegalStateException("poll: runs in a node of Sealpost only");
        }
        return found;
    }

    private RoundResult run(String cursor) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setProperty(NAME, endpoint.options().name());
            exchange.setProperty(CURSOR, cursor);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            return result(exchange, cursor);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static RoundResult result(Exchange exchange, String cursor) {
        Exception exception = exchange.getException();
        if (exception != null) {
            return RoundResult.Failed.by(exception);
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new RoundResult.Failed("the route rolled back", Optional.empty());
        }
        String reached = exchange.getProperty(CURSOR, cursor, String.class);
        return new RoundResult.Read(reached, exchange.getProperty(MORE, false, Boolean.class));
    }
}

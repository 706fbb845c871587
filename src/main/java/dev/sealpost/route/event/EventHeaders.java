package dev.sealpost.route.event;

import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;

/** Headers of an event in a route. */
public final class EventHeaders {

    /** Id of the event in a route {@code from: event:}; uid of the new event for {@code to: event:}. */
    public static final String EVENT_ID = "SealpostEventId";

    /** Type of the event. Read-only: {@code to: event:} takes the type from its URI. */
    public static final String EVENT_TYPE = "SealpostEventType";

    /** Id of the application; for {@code to: event:} id or uid. */
    public static final String APPLICATION = "SealpostApplication";

    /** Channels of the event for {@code to: event:}, separated by commas. */
    public static final String CHANNELS = "SealpostChannels";

    /** Attempt number, from 1 (Integer). */
    public static final String ATTEMPT = "SealpostAttempt";

    /** Time of publication: ISO 8601 in UTC, with milliseconds (String). */
    public static final String TIMESTAMP = "SealpostTimestamp";

    /** Id of the batch in a route that consumes batches: the same at every attempt of this batch. */
    public static final String BATCH_ID = "SealpostBatchId";

    /** Number of events in the batch (Integer). */
    public static final String BATCH_SIZE = "SealpostBatchSize";

    /** Exchange property that counts the events published by an exchange and its parts ({@link LongAdder}); may be absent. */
    public static final String PUBLISHED = "SealpostPublished";

    private EventHeaders() {}

    /** Adds to {@link #PUBLISHED}, if something counts. */
    public static void countPublished(Exchange exchange, long events) {
        if (exchange.getProperty(PUBLISHED) instanceof LongAdder count) {
            count.add(events);
        }
    }
}

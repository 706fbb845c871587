package dev.sealpost.route.event;

/** The headers that an event has inside a route. */
public final class EventHeaders {

    /** In a route that starts {@code from: event:}: the event's id. For {@code to: event:}: your own id for the event. */
    public static final String EVENT_ID = "SealpostEventId";

    /** The event's type. Read-only: what {@code to: event:} publishes is named in its URI. */
    public static final String EVENT_TYPE = "SealpostEventType";

    /** Id or, for {@code to: event:}, id or uid of the application. */
    public static final String APPLICATION = "SealpostApplication";

    /** For {@code to: event:}: the event's channels, separated by commas. */
    public static final String CHANNELS = "SealpostChannels";

    /** Which attempt this is, from 1 (Integer). */
    public static final String ATTEMPT = "SealpostAttempt";

    /** When the event was published: ISO 8601 in UTC, to the millisecond (String). */
    public static final String TIMESTAMP = "SealpostTimestamp";

    private EventHeaders() {}
}

package dev.sealpost.delivery.record;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.OptionalLong;

/** A fact committed by the recorder, on which the delivery loop acts. */
public sealed interface Committed {

    /**
     * Accepted event of a message.
     *
     * @param destinations destinations to deliver to at once
     * @param ordered destinations for which a row with a sequence number was written
     */
    record Accepted(Event event, ReceivedMessage message, List<DestinationId> destinations, List<DestinationId> ordered)
            implements Committed {}

    /** Redelivered or repeated event that was accepted before. */
    record Repeated(EventId event, ReceivedMessage message) implements Committed {}

    /** Message that is not an event. */
    record NotUnderstood(ReceivedMessage message, String reason) implements Committed {}

    /**
     * Leased rows of a destination.
     *
     * @param nextDue due time of the next row, in milliseconds since 1970; empty when there is none
     */
    record Leased(LeaseRequest request, List<InFlight> deliveries, OptionalLong nextDue) implements Committed {}

    /** Slow delivery that now has a row leased to this node. */
    record RowWritten(InFlight delivery) implements Committed {}

    /**
     * Settled delivery.
     *
     * @param result the result recorded, possibly reduced from the one submitted
     */
    record Settled(InFlight delivery, Result result) implements Committed {}

    /** Delivery whose result cannot be recorded; it must be repeated. */
    record Unrecordable(InFlight delivery) implements Committed {}

    /** Deliveries that expired in their rows. */
    record Expired(int rows) implements Committed {}

    /** Message whose content is stored elsewhere. */
    record Acknowledgeable(ReceivedMessage message) implements Committed {}
}

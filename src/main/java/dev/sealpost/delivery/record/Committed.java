package dev.sealpost.delivery.record;

import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.event.Event;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.OptionalLong;

/** One fact that a transaction of the recorder has put on disk, and that the delivery loop acts on. */
public sealed interface Committed {

    /**
     * The event of a message was accepted.
     *
     * @param destinations that it may be delivered to at once
     * @param ordered destinations that have a row for it now, because their deliveries follow each other
     */
    record Accepted(Event event, ReceivedMessage message, List<DestinationId> destinations, List<DestinationId> ordered)
            implements Committed {}

    /** The event of a message was accepted before; nothing is left to do. */
    record Repeated(ReceivedMessage message) implements Committed {}

    /** A message is no event. */
    record NotUnderstood(ReceivedMessage message, String reason) implements Committed {}

    /**
     * Due rows of a destination were leased.
     *
     * @param nextDue when its next row is due, in milliseconds since 1970; empty when it has none
     */
    record Leased(LeaseRequest request, List<InFlight> deliveries, OptionalLong nextDue) implements Committed {}

    /** A slow delivery has a row of its own, with a lease of this node. */
    record RowWritten(InFlight delivery) implements Committed {}

    /**
     * A delivery has left this node.
     *
     * @param result as it was recorded, which may say less than what was submitted
     */
    record Settled(InFlight delivery, Result result) implements Committed {}

    /** Nothing can be recorded of a delivery. It has to come again. */
    record Unrecordable(InFlight delivery) implements Committed {}

    /** Deliveries that expired in their rows have ended. */
    record Expired(int rows) implements Committed {}

    /** The content of a message is safe elsewhere. */
    record Acknowledgeable(ReceivedMessage message) implements Committed {}
}

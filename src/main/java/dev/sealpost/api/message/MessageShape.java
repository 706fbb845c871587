package dev.sealpost.api.message;

import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Expiry;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.identifier.Uid;
import java.util.Set;

/** Shape of a posted event, which {@link MessageIn} reads without building a tree. */
final class MessageShape {

    private static final Shape RAW_PAYLOAD = Shape.of(
            "RawPayloadIn",
            Member.of("rawPayload", JsonType.text(0, Integer.MAX_VALUE), "What the receivers get, byte for byte.")
                    .orNull()
                    .like("\"a,b\""),
            Member.of(
                            "headers",
                            new JsonType.Nested(Shape.of(
                                    "RawPayloadHeadersIn",
                                    Member.of("content-type", JsonType.text(0, Integer.MAX_VALUE), "Its media type.")
                                            .orNull()
                                            .like("\"text/csv\""))),
                            "Headers of the request.")
                    .orNull());

    static final Shape SHAPE = Shape.of(
                    "MessageIn",
                    Member.of(
                                    "eventType",
                                    JsonType.text(1, EventType.LONGEST).matching(EventType.PATTERN),
                                    "Type of the event.")
                            .asRequired()
                            .like("\"order.created\""),
                    Member.of("payload", new JsonType.AnyObject(), "What the receivers get, byte for byte.")
                            .asRequired()
                            .like("{\"orderId\": \"o-1\", \"total\": 12.50}"),
                    Member.of(
                                    "eventId",
                                    JsonType.text(1, Uid.LONGEST_UID).matching(Uid.PATTERN),
                                    "Your own id of the event; a message with an id that was accepted before is not sent"
                                            + " again.")
                            .orNull()
                            .like("\"order-1-created\""),
                    labels(
                            "channels",
                            MessageIn.MOST_CHANNELS,
                            "Channels; an endpoint with channels needs one of them."),
                    labels("tags", MessageIn.MOST_TAGS, "Tags, to find the message."),
                    Member.of(
                                    "expiresAt",
                                    JsonType.instant(),
                                    "Time after which it is not sent any more; excludes `expireAfter`.")
                            .orNull(),
                    Member.of(
                                    "expireAfter",
                                    new JsonType.Whole(1, Expiry.LONGEST.toSeconds()),
                                    "Seconds after which it is not sent any more; excludes `expiresAt`.")
                            .orNull()
                            .like("3600"),
                    Member.of(
                                    "payloadRetentionPeriod",
                                    new JsonType.Whole(PayloadPeriod.FEWEST, PayloadPeriod.MOST),
                                    "Days for which the payload is kept.")
                            .orNull()
                            .like("30"),
                    Member.of(
                                    "transformationsParams",
                                    new JsonType.Nested(RAW_PAYLOAD),
                                    "A payload as text, in the place of an empty `payload`, as Svix's clients send it.")
                            .orNull(),
                    Member.notYet("application"),
                    Member.notYet("deliverAt"),
                    Member.notYet("payloadRetentionHours"))
            .andOf(Set.of("id", "timestamp"));

    private MessageShape() {}

    private static Member labels(String name, int most, String text) {
        return Member.of(
                        name,
                        new JsonType.Items(JsonType.text(1, Uid.LONGEST_LABEL).matching(Uid.PATTERN), 0, most),
                        text)
                .orNull()
                .like("[\"shop-1\"]");
    }
}

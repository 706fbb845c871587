package dev.sealpost.api.endpoint;

import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.EventType;
import dev.sealpost.transform.Transformation;

/** Reads transformations from requests. */
final class TransformationIn {

    private static final String CODE = "code";
    private static final String ENABLED = "enabled";

    private static final String EXAMPLE =
            "\"function handler(webhook) { webhook.payload = { text: webhook.payload.orderId }; return webhook; }\"";

    static final Shape PATCH = Shape.of(
            "EndpointTransformationPatch",
            Member.of(
                            CODE,
                            JsonType.text(0, Transformation.LONGEST),
                            "JavaScript with a function `handler(webhook)`; empty or null: none.")
                    .orNull()
                    .like(EXAMPLE),
            Member.of(ENABLED, new JsonType.Flag(), "Whether the requests are changed by it.")
                    .orNull()
                    .like("true"));

    static final Shape PREVIEW = Shape.of(
            "EndpointTransformationPreviewIn",
            Member.of(
                            CODE,
                            JsonType.text(1, Transformation.LONGEST),
                            "Code to try; absent or null: that of the endpoint.")
                    .orNull()
                    .like(EXAMPLE),
            Member.of(
                            "eventType",
                            JsonType.text(1, EventType.LONGEST).matching(EventType.PATTERN),
                            "Type of the event.")
                    .asRequired()
                    .like("\"order.created\""),
            Member.of("payload", new JsonType.AnyObject(), "Payload of the event.")
                    .asRequired()
                    .like("{\"orderId\": \"o-1\"}"));

    private TransformationIn() {}

    /** Reads a change; absent members are kept. */
    static Transformation changed(Fields fields, Transformation old) {
        Transformation changed = new Transformation(
                fields.value(CODE, old.code(), "", Fields::text),
                fields.value(ENABLED, old.enabled(), false, Fields::flag));
        fields.throwIfInvalid();
        return changed;
    }
}

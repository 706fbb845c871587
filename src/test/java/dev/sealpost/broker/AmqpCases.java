package dev.sealpost.broker;

import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** Changes to a message of AMQP that a client may make, whether or not they make sense. */
public final class AmqpCases {

    private AmqpCases() {}

    /** Returns what puts this value in each place of a message, by the name of the place. */
    public static Map<String, Consumer<Message>> places(@Nullable Object value) {
        Map<String, Consumer<Message>> places = new LinkedHashMap<>();
        places.put("property", message -> setProperty(message, "at", value));
        places.put(
                "annotation",
                message ->
                        message.setMessageAnnotations(new MessageAnnotations(one(Symbol.valueOf("x-opt-at"), value))));
        places.put(
                "delivery",
                message -> message.setDeliveryAnnotations(
                        new DeliveryAnnotations(one(Symbol.valueOf("x-opt-at"), value))));
        places.put("footer", message -> message.setFooter(new Footer(one(Symbol.valueOf("at"), value))));
        places.put("value", message -> message.setBody(new AmqpValue(value)));
        places.put("sequence", message -> message.setBody(new AmqpSequence(java.util.Arrays.asList(value, 1))));
        return places;
    }

    /** Returns what fills each field, in whatever way, by a name. */
    public static Map<String, Consumer<Message>> fields() {
        Map<String, Consumer<Message>> fields = new LinkedHashMap<>();
        for (Object id : List.of("text", UnsignedLong.valueOf(-1L), UUID.randomUUID(), new Binary(new byte[] {1}))) {
            fields.put("message-id-" + id.getClass().getSimpleName(), message -> message.setMessageId(id));
            fields.put("correlation-id-" + id.getClass().getSimpleName(), message -> message.setCorrelationId(id));
        }
        fields.put("subject", message -> message.setSubject("a\r\nb"));
        fields.put("user-id", message -> message.setUserId(new byte[] {1, (byte) 255}));
        fields.put("group", message -> message.setGroupId("group"));
        fields.put("group-sequence", message -> message.setGroupSequence(1L << 31));
        fields.put("reply-to", message -> message.setReplyTo("elsewhere"));
        fields.put("expiry", message -> message.setExpiryTime(1));
        fields.put("creation", message -> message.setCreationTime(-1));
        fields.put("content-type", message -> message.setContentType("application/json"));
        fields.put("content-type-odd", message -> message.setContentType("é;;=\u0000"));
        fields.put("java", message -> message.setContentType("application/x-java-serialized-object"));
        fields.put("priority", message -> message.setPriority((short) 200));
        fields.put("ttl", message -> message.setTtl(1));
        fields.put("delivery-count", message -> message.setDeliveryCount(1L << 31));
        fields.put("durable", message -> message.setDurable(true));
        fields.put("no-body", message -> message.setBody(null));
        for (String annotation : List.of(
                "x-opt-delivery-time",
                "x-opt-delivery-delay",
                "x-opt-ingress-time",
                "x-opt-jms-dest",
                "x-opt-jms-reply-to",
                "x-opt-jms-msg-type",
                "x-opt-routing-type")) {
            for (Object value : List.of("text", true, 5, new Date(0), List.of(1))) {
                fields.put(annotation + "-" + value.getClass().getSimpleName(), message -> {
                    message.setProperties(new Properties());
                    message.setReplyTo("elsewhere");
                    message.setMessageAnnotations(new MessageAnnotations(one(Symbol.valueOf(annotation), value)));
                });
            }
        }
        for (Object value : List.of("text", true, 5, new Binary(new byte[] {1}))) {
            for (String name : List.of(
                    "_AMQ_LARGE_COMPRESSED",
                    "_AMQ_SCHED_DELIVERY",
                    "_AMQ_ROUTE_TO",
                    "_AMQ_DUPL_ID",
                    "_hornetq.forced.delivery.seq",
                    "mqtt.user.property.exists",
                    "JMSXDeliveryCount",
                    "JMS_AMQP_ORIGINAL_ENCODING")) {
                fields.put(
                        name.replace('.', '_') + "-" + value.getClass().getSimpleName(),
                        message -> setProperty(message, name, value));
            }
        }
        return fields;
    }

    /** Sets an application property, to any value. */
    @SuppressWarnings("unchecked")
    public static void setProperty(Message message, String name, @Nullable Object value) {
        message.getApplicationProperties().getValue().put(name, value);
    }

    private static <K> Map<K, Object> one(K key, @Nullable Object value) {
        Map<K, Object> map = new HashMap<>();
        map.put(key, value);
        return map;
    }
}

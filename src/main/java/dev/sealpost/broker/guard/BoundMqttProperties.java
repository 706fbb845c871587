package dev.sealpost.broker.guard;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;

/**
 * Rejects an MQTT 5 message whose properties do not fit into the journal. Artemis would close the connection, and the
 * client would resend the message after each reconnect.
 */
final class BoundMqttProperties {

    private static final byte QUOTA_EXCEEDED = MqttReasonCodes.PubAck.QUOTA_EXCEEDED.byteValue();

    /** Length of the prefix that Artemis adds to the name of a user property, with room for its number. */
    private static final int PREFIX = "mqtt.ordered.user.property.".length() + 10;

    private BoundMqttProperties() {}

    static boolean isTooLarge(MqttPublishMessage publish) {
        long size = publish.variableHeader().properties().listAll().stream()
                .mapToLong(BoundMqttProperties::size)
                .sum();
        return size > BrokerProperties.LARGEST_OF_ALL;
    }

    /** Artemis writes two bytes for each UTF-16 unit. */
    private static long size(MqttProperty<?> property) {
        return switch (property) {
            case UserProperties user ->
                user.value().stream()
                        .mapToLong(each -> 2L * (PREFIX + each.key.length() + each.value.length()))
                        .sum();
            case StringProperty text -> 2L * text.value().length();
            case BinaryProperty bytes -> bytes.value().length;
            default -> Long.BYTES;
        };
    }

    /** Returns a PUBACK or PUBREC with the reason (section 3.4.2.1); for QoS 0, which has no answer, a DISCONNECT. */
    static MqttMessage answer(MqttPublishMessage publish) {
        MqttProperties reason = new MqttProperties();
        reason.add(new StringProperty(MqttPropertyType.REASON_STRING.value(), BrokerProperties.tooLarge()));
        if (publish.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE) {
            return MqttMessageBuilders.disconnect()
                    .reasonCode(QUOTA_EXCEEDED)
                    .properties(reason)
                    .build();
        }
        MqttMessageType type = publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE
                ? MqttMessageType.PUBACK
                : MqttMessageType.PUBREC;
        return new MqttMessage(
                new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttPubReplyMessageVariableHeader(publish.variableHeader().packetId(), QUOTA_EXCEEDED, reason));
    }
}

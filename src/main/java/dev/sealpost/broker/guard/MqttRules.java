package dev.sealpost.broker.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Collections;

/**
 * Allows an MQTT client only to publish, and answers as required by <a
 * href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html">MQTT 5</a>.
 *
 * <ul>
 * <li>Subscriptions are refused before Artemis sees them. Artemis would refuse them too, but then delete the queue of
 * that name, which may be {@code events} with all its messages (seen with 2.55.0).
 * <li>Retained messages are refused: an event is not state for later subscribers.
 * <li>Sessions end with their connection. Without subscriptions they would only occupy memory for each client id.
 * </ul>
 */
final class MqttRules extends ChannelDuplexHandler {

    private static final byte RETAIN_NOT_SUPPORTED = MqttReasonCodes.Disconnect.RETAIN_NOT_SUPPORTED.byteValue();
    private static final int NOT_AUTHORIZED = 0x87;
    /** Return code of MQTT 3.1.1. */
    private static final int FAILURE = 0x80;

    private static final short NO_SUBSCRIPTION_EXISTED = 0x11;
    private static final int SESSION_EXPIRY_INTERVAL = MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();

    /** Reason codes and properties exist since MQTT 5. */
    private boolean isVersion5;

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof MqttMessage packet) || packet.decoderResult().isFailure()) {
            context.fireChannelRead(read);
            return;
        }
        switch (packet) {
            case MqttConnectMessage connect -> connect(context, connect);
            case MqttPublishMessage publish -> publish(context, publish);
            case MqttSubscribeMessage subscribe -> answer(context, subscribe, refused(subscribe));
            case MqttUnsubscribeMessage unsubscribe -> answer(context, unsubscribe, refused(unsubscribe));
            default -> {
                if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT
                        && packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
                    endWithConnection(header.properties());
                }
                context.fireChannelRead(packet);
            }
        }
    }

    private void connect(ChannelHandlerContext context, MqttConnectMessage connect) {
        isVersion5 = connect.variableHeader().version() >= MqttVersion.MQTT_5.protocolLevel();
        endWithConnection(connect.variableHeader().properties());
        if (!connect.variableHeader().isWillRetain()) {
            context.fireChannelRead(connect);
            return;
        }
        MqttConnectReturnCode code = isVersion5
                ? MqttConnectReturnCode.CONNECTION_REFUSED_RETAIN_NOT_SUPPORTED
                : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
        end(
                context,
                connect,
                MqttMessageBuilders.connAck()
                        .returnCode(code)
                        .sessionPresent(false)
                        .build());
    }

    private void publish(ChannelHandlerContext context, MqttPublishMessage publish) {
        if (BoundMqttProperties.isTooLarge(publish)) {
            MqttMessage answer = BoundMqttProperties.answer(publish);
            if (answer.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
                end(context, publish, answer);
            } else {
                answer(context, publish, answer);
            }
        } else if (!publish.fixedHeader().isRetain()) {
            context.fireChannelRead(publish);
        } else if (isVersion5) {
            end(
                    context,
                    publish,
                    MqttMessageBuilders.disconnect()
                            .reasonCode(RETAIN_NOT_SUPPORTED)
                            .build());
        } else {
            ReferenceCountUtil.release(publish);
            context.close();
        }
    }

    private static void endWithConnection(MqttProperties properties) {
        if (properties.getProperty(SESSION_EXPIRY_INTERVAL) != null) {
            properties.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL, 0));
        }
    }

    private MqttMessage refused(MqttSubscribeMessage subscribe) {
        int[] codes = subscribe.payload().topicSubscriptions().stream()
                .mapToInt(topic -> isVersion5 ? NOT_AUTHORIZED : FAILURE)
                .toArray();
        return new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                subscribe.idAndPropertiesVariableHeader().withEmptyProperties(),
                new MqttSubAckPayload(codes));
    }

    private MqttMessage refused(MqttUnsubscribeMessage unsubscribe) {
        var answer = MqttMessageBuilders.unsubAck()
                .packetId(unsubscribe.variableHeader().messageId());
        if (isVersion5) {
            Short[] codes = Collections.nCopies(unsubscribe.payload().topics().size(), NO_SUBSCRIPTION_EXISTED)
                    .toArray(Short[]::new);
            answer.addReasonCodes(codes);
        }
        return answer.build();
    }

    private static void answer(ChannelHandlerContext context, MqttMessage packet, MqttMessage answer) {
        ReferenceCountUtil.release(packet);
        context.writeAndFlush(answer);
    }

    private static void end(ChannelHandlerContext context, MqttMessage packet, MqttMessage last) {
        ReferenceCountUtil.release(packet);
        context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** Announces unsupported features to an MQTT 5 client (section 3.2.2.3). */
    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
        if (written instanceof MqttConnAckMessage answer
                && answer.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED
                && isVersion5) {
            MqttProperties properties = answer.variableHeader().properties();
            properties.add(new IntegerProperty(MqttPropertyType.RETAIN_AVAILABLE.value(), 0));
            properties.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL, 0));
            properties.add(new IntegerProperty(MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE.value(), 0));
            properties.add(new IntegerProperty(MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE.value(), 0));
        }
        context.write(written, promise);
    }
}

package dev.sealpost.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.mqtt.MqttDecoder;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQFrameDecoder2;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Limits the frames of Core, MQTT and STOMP; AMQP has its own limit of 128 KiB. Artemis itself buffers frames of any
 * size in memory, even before authentication. Artemis calls this on the thread of the connection, before it reads the
 * first frame.
 */
public final class LimitFrames implements ActiveMQServerPlugin {

    private static final String MQTT_DECODER = "sealpost-mqtt-decoder";
    /** Name that Artemis gives to its last handler. */
    private static final String LAST_HANDLER = "handler";

    private final int limit;

    /** @param limit maximum size of a frame in bytes */
    public LimitFrames(int limit) {
        this.limit = limit;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            Channel channel = netty.getChannel();
            try {
                limit(connection, channel.pipeline());
            } catch (RuntimeException e) {
                // Artemis only logs the failure of a plugin, and would go on without the limit.
                channel.close();
                throw e;
            }
        }
    }

    private void limit(RemotingConnection connection, ChannelPipeline pipeline) {
        switch (connection) {
            case CoreRemotingConnection core ->
                pipeline.replace(ActiveMQFrameDecoder2.class, "sealpost-core-decoder", new CoreDecoder(limit));
            case MQTTConnection mqtt -> {
                // Artemis answers packets of up to twice the limit that they are too large.
                pipeline.replace(MqttDecoder.class, MQTT_DECODER, new MqttDecoder(2 * limit));
                pipeline.addAfter(MQTT_DECODER, "sealpost-mqtt-rules", new MqttRules());
            }
            case StompConnection stomp ->
                pipeline.addBefore(LAST_HANDLER, "sealpost-stomp-limit", new StompLimit(stomp, limit));
            default -> {}
        }
    }

    /**
     * Decodes length-prefixed frames. Passes each on in a buffer of its exact size, positioned after the length, as the
     * packets of Artemis expect.
     */
    private static final class CoreDecoder extends LengthFieldBasedFrameDecoder {

        private static final int LENGTH_FIELD = Integer.BYTES;

        CoreDecoder(int limit) {
            super(limit, 0, LENGTH_FIELD);
        }

        @Override
        protected ByteBuf extractFrame(ChannelHandlerContext context, ByteBuf buffer, int index, int length) {
            return context.alloc()
                    .buffer(length)
                    .writeBytes(buffer, index, length)
                    .skipBytes(LENGTH_FIELD);
        }
    }

    /** Limits the incomplete frame that the decoder of STOMP buffers. */
    private static final class StompLimit extends ChannelInboundHandlerAdapter {

        private final StompConnection client;
        private final int limit;

        StompLimit(StompConnection client, int limit) {
            this.client = client;
            this.limit = limit;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.fireChannelRead(bytes);
            if (client.getFrameHandler().getDecoder().data > limit) {
                StompRules.refuse(client, "A frame must not exceed " + limit + " bytes");
            }
        }
    }
}

package dev.sealpost.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.persistence.Persister;
import org.apache.activemq.artemis.core.protocol.core.impl.CoreProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompProtocolManagerFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQFrameDecoder2;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/**
 * Creates the {@link BoundedProtocol}s for Core, MQTT and STOMP; AMQP has its own limit of 128 KiB. Factories
 * registered explicitly take precedence over those that Artemis discovers.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
public final class BoundedProtocols implements ProtocolManagerFactory<BaseInterceptor> {

    private static final int LENGTH_FIELD = Integer.BYTES;
    private static final String MQTT_DECODER = "sealpost-mqtt-decoder";
    private static final AttributeKey<StompConnection> CLIENT = AttributeKey.valueOf("sealpost.stomp");

    private final ProtocolManagerFactory artemis;
    private final int limit;

    private BoundedProtocols(ProtocolManagerFactory artemis, int limit) {
        this.artemis = artemis;
        this.limit = limit;
    }

    /**
     * @param limit maximum size of a frame in bytes
     */
    public static List<ProtocolManagerFactory> of(int limit) {
        return List.of(
                new BoundedProtocols(new CoreProtocolManagerFactory(), limit),
                new BoundedProtocols(new MQTTProtocolManagerFactory(), limit),
                new BoundedProtocols(new StompProtocolManagerFactory(), limit));
    }

    @Override
    public ProtocolManager createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing)
            throws Exception {
        if (artemis instanceof StompProtocolManagerFactory) {
            return new Stomp(
                    artemis.createProtocolManager(server, parameters, with(incoming, new StompRules()), outgoing));
        }
        ProtocolManager manager = artemis.createProtocolManager(server, parameters, incoming, outgoing);
        return artemis instanceof MQTTProtocolManagerFactory ? new Mqtt(manager) : new Core(manager);
    }

    private static List<BaseInterceptor> with(List<BaseInterceptor> others, BaseInterceptor ours) {
        List<BaseInterceptor> all = new ArrayList<>(others);
        all.add(ours);
        return all;
    }

    private final class Core extends BoundedProtocol {

        Core(ProtocolManager manager) {
            super(manager, BoundedProtocols.this);
        }

        @Override
        public void addChannelHandlers(ChannelPipeline pipeline) {
            super.addChannelHandlers(pipeline);
            pipeline.replace(ActiveMQFrameDecoder2.class, "sealpost-core-decoder", new CoreDecoder(limit));
        }
    }

    /**
     * Decodes length-prefixed frames. Passes each on in a buffer of its exact size, positioned after the length, as the
     * packets of Artemis expect.
     */
    private static final class CoreDecoder extends LengthFieldBasedFrameDecoder {

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

    private final class Mqtt extends BoundedProtocol {

        Mqtt(ProtocolManager manager) {
            super(manager, BoundedProtocols.this);
        }

        /**
         * Passes packets of up to twice the limit to Artemis, which answers that they are too large; closes the
         * connection beyond that.
         */
        @Override
        public void addChannelHandlers(ChannelPipeline pipeline) {
            super.addChannelHandlers(pipeline);
            pipeline.replace(MqttDecoder.class, MQTT_DECODER, new MqttDecoder(2 * limit));
            pipeline.addAfter(MQTT_DECODER, "sealpost-mqtt-rules", new MqttRules());
        }
    }

    private final class Stomp extends BoundedProtocol {

        Stomp(ProtocolManager manager) {
            super(manager, BoundedProtocols.this);
        }

        @Override
        public void updateInterceptors(List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) {
            super.updateInterceptors(with(incoming, new StompRules()), outgoing);
        }

        @Override
        public ConnectionEntry createConnectionEntry(Acceptor acceptor, Connection connection) {
            ConnectionEntry entry = super.createConnectionEntry(acceptor, connection);
            if (connection instanceof NettyConnection netty && entry.connection instanceof StompConnection client) {
                netty.getChannel().attr(CLIENT).set(client);
            }
            return entry;
        }

        @Override
        public void addChannelHandlers(ChannelPipeline pipeline) {
            super.addChannelHandlers(pipeline);
            pipeline.addLast("sealpost-stomp-limit", new StompLimit(limit));
        }
    }

    /** Limits the incomplete frame that the decoder buffers. */
    private static final class StompLimit extends ChannelInboundHandlerAdapter {

        private final int limit;

        StompLimit(int limit) {
            this.limit = limit;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.fireChannelRead(bytes);
            StompConnection client = context.channel().attr(CLIENT).get();
            if (client != null && client.getFrameHandler().getDecoder().data > limit) {
                StompRules.refuse(client, "A frame must not exceed " + limit + " bytes");
            }
        }
    }

    @Override
    public Persister[] getPersister() {
        return artemis.getPersister();
    }

    @Override
    public List<BaseInterceptor> filterInterceptors(List<BaseInterceptor> interceptors) {
        return artemis.filterInterceptors(interceptors);
    }

    @Override
    public String[] getProtocols() {
        return artemis.getProtocols();
    }

    @Override
    public String getModuleName() {
        return artemis.getModuleName();
    }

    @Override
    public void loadProtocolServices(ActiveMQServer server, List<ActiveMQComponent> services) {
        artemis.loadProtocolServices(server, services);
    }

    @Override
    public void updateProtocolServices(ActiveMQServer server, List<ActiveMQComponent> services) throws Exception {
        artemis.updateProtocolServices(server, services);
    }
}

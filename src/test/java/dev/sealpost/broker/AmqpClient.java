package dev.sealpost.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** An AMQP client that sends any section of any type, which no client of JMS does. For one thread. */
public final class AmqpClient implements AutoCloseable {

    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Sender sender;
    private long sent;

    /** @param address that it sends to */
    public AmqpClient(int port, String user, String password, String address) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        Sasl sasl = transport.sasl();
        sasl.client();
        sasl.plain(user, password);
        transport.bind(connection);
        connection.setContainer("test");
        connection.open();
        Session session = connection.session();
        session.open();
        sender = session.sender("sender");
        Target target = new Target();
        target.setAddress(address);
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.setSenderSettleMode(SenderSettleMode.MIXED);
        sender.open();
        while (sender.getCredit() == 0) {
            pump();
            requireOpen();
        }
    }

    /** Sends a message and returns the answer of the broker: accepted, or rejected with a reason. */
    public DeliveryState send(Message message) throws IOException {
        return send(encoded(message));
    }

    /** @param encoded a message, or what claims to be one */
    public DeliveryState send(byte[] encoded) throws IOException {
        Delivery delivery = begin(encoded);
        while (delivery.getRemoteState() == null) {
            pump();
            requireOpen();
        }
        DeliveryState state = delivery.getRemoteState();
        delivery.settle();
        return state;
    }

    /** Sends it settled, so that nothing is answered. */
    public void sendSettled(Message message) throws IOException {
        sendSettled(encoded(message));
    }

    public void sendSettled(byte[] encoded) throws IOException {
        begin(encoded).settle();
        write();
    }

    private static byte[] encoded(Message message) {
        byte[] encoded = new byte[4 * 1024 * 1024];
        return Arrays.copyOf(encoded, message.encode(encoded, 0, encoded.length));
    }

    private Delivery begin(byte[] encoded) throws IOException {
        while (sender.getCredit() == 0) {
            pump();
        }
        Delivery delivery =
                sender.delivery(ByteBuffer.allocate(Long.BYTES).putLong(sent++).array());
        sender.send(encoded, 0, encoded.length);
        sender.advance();
        return delivery;
    }

    private void requireOpen() throws IOException {
        if (connection.getRemoteState() == EndpointState.CLOSED || sender.getRemoteState() == EndpointState.CLOSED) {
            throw new IOException(connection.getRemoteCondition() + " " + sender.getRemoteCondition());
        }
    }

    private void write() throws IOException {
        while (transport.pending() > 0) {
            byte[] bytes = new byte[transport.pending()];
            transport.head().get(bytes);
            socket.getOutputStream().write(bytes);
            transport.pop(bytes.length);
        }
    }

    private void pump() throws IOException {
        write();
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[Math.min(64 * 1024, transport.capacity())];
        int length = in.read(bytes);
        if (length < 0) {
            throw new IOException("the broker has closed the connection");
        }
        transport.tail().put(bytes, 0, length);
        transport.process();
        write();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

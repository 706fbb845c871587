package dev.sealpost.broker.message;

import dev.sealpost.broker.guard.GuardCore;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** Composes a message inside the broker, with the same content and limits as the client of Artemis. */
final class ComposeMessage {

    /** Body from which the broker keeps a message in a file of its own, in bytes. */
    private static final int LARGE = ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE;

    private static final int BLOCK = 100 * 1024;
    private static final int HEADERS = 128;
    private static final int PROPERTY = 16;
    private static final byte PRIORITY = 4;
    private static final int NO_ID_YET = 0;

    private final StorageManager storage;

    ComposeMessage(StorageManager storage) {
        this.storage = storage;
    }

    /** @throws Exception when the file of a large message cannot be written */
    Message compose(String address, OutgoingMessage outgoing) throws Exception {
        return switch (outgoing.body()) {
            case Body.Bytes(byte[] bytes) when bytes.length < LARGE -> small(address, outgoing, bytes);
            case Body.Bytes(byte[] bytes) -> large(address, outgoing, new ByteArrayInputStream(bytes));
            case Body.Stream(InputStream stream) -> large(address, outgoing, stream);
        };
    }

    private static ICoreMessage small(String address, OutgoingMessage outgoing, byte[] body) {
        ICoreMessage message = headers(address, outgoing, body.length);
        message.getBodyBuffer().writeBytes(body);
        return message;
    }

    private static ICoreMessage headers(String address, OutgoingMessage outgoing, int body) {
        CoreMessage message = new CoreMessage(NO_ID_YET, HEADERS + body + sizeOf(outgoing.properties()));
        message.setType(Message.BYTES_TYPE);
        message.setDurable(true);
        message.setPriority(PRIORITY);
        message.setTimestamp(System.currentTimeMillis());
        message.setAddress(address);
        outgoing.properties().forEach(message::putStringProperty);
        GuardCore.requireRouting(message);
        return message;
    }

    private static int sizeOf(Map<String, String> properties) {
        int size = 0;
        for (Map.Entry<String, String> each : properties.entrySet()) {
            size += PROPERTY + 2 * (each.getKey().length() + each.getValue().length());
        }
        return size;
    }

    private Message large(String address, OutgoingMessage outgoing, InputStream body) throws Exception {
        LargeServerMessage message =
                storage.createCoreLargeMessage(storage.generateID(), headers(address, outgoing, 0));
        try {
            long size = write(body, message);
            message.toMessage().putLongProperty(Message.HDR_LARGE_BODY_SIZE, size);
            return message.toMessage();
        } catch (Exception e) {
            message.deleteFile();
            throw e;
        }
    }

    private static long write(InputStream body, LargeServerMessage message) throws Exception {
        byte[] block = new byte[BLOCK];
        long size = 0;
        int length;
        while ((length = body.readNBytes(block, 0, BLOCK)) > 0) {
            message.addBytes(length == BLOCK ? block : Arrays.copyOf(block, length));
            size += length;
        }
        boolean synced = true;
        message.releaseResources(synced, true);
        return size;
    }
}

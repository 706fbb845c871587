package dev.sealpost.broker;

/** A broker with a client, for the tests of other packages. */
public record RunningBroker(EmbeddedBroker broker, BrokerClient client) implements AutoCloseable {

    public long count(String queue) {
        return broker.count(queue);
    }

    public void stop() throws Exception {
        broker.stop();
    }

    @Override
    public void close() throws Exception {
        client.close();
        broker.stop();
    }
}

package dev.sealpost.broker;

/** Apache Artemis, in this process or elsewhere. */
public sealed interface Broker permits EmbeddedBroker, ExternalBroker {

    /** The name that message ids are unique under. */
    String nodeId();

    /** Whether it takes and gives messages. */
    boolean isActive();

    /** Whether this node has to refuse events because the broker's disk is nearly full. */
    boolean isDiskNearlyFull();

    /**
     * Messages in the queue, given out and not yet acknowledged ones too.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    long count(String queue);
}

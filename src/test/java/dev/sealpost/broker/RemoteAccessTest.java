package dev.sealpost.broker;

import org.junit.jupiter.api.Nested;

/** Tests of messages inside the embedded broker, repeated over connections, as to an external broker. */
class RemoteAccessTest {

    @Nested
    @OverConnections
    class OwnMessages extends OwnMessagesTest {}

    @Nested
    @OverConnections
    class StrangersBodies extends StrangersBodiesTest {}

    @Nested
    @OverConnections
    class StrangersMessages extends StrangersMessagesTest {}

    @Nested
    @OverConnections
    class Embedded extends EmbeddedBrokerTest {}

    @Nested
    @OverConnections
    class Access extends BrokerAccessTest {}
}

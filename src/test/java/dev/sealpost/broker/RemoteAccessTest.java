package dev.sealpost.broker;

import org.junit.jupiter.api.Nested;

/** What holds for messages inside the embedded broker holds over connections, as to an external one. */
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

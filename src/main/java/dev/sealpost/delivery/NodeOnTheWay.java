package dev.sealpost.delivery;

import dev.sealpost.broker.EmbeddedBroker;

/** What this node and its broker have. */
record NodeOnTheWay(Dispatcher dispatcher, EmbeddedBroker broker, boolean isAlone) implements ReadLedger.OnTheWay {

    @Override
    public ReadLedger.Held held() {
        return dispatcher.held();
    }

    @Override
    public long inQueue(String queue) {
        return broker.count(queue);
    }
}

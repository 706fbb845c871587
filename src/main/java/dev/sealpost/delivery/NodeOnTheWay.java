package dev.sealpost.delivery;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.Broker;

/** What this node and its broker have. */
record NodeOnTheWay(Dispatcher dispatcher, Broker broker, boolean isAlone) implements ReadLedger.OnTheWay {

    @Override
    public ReadLedger.Held held() {
        return dispatcher.held();
    }

    @Override
    public long inQueue(String queue) {
        return queue.equals(Addresses.EVENTS)
                ? broker.eventQueues().stream().mapToLong(broker::count).sum()
                : broker.count(queue);
    }
}

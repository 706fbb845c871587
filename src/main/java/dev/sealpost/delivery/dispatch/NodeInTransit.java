package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.Broker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.ledger.ReadLedger;

/** Deliveries of this node and its broker that are not in the database. */
record NodeInTransit(DeliveryLoop loop, Broker broker, boolean isAlone) implements ReadLedger.InTransit {

    @Override
    public HeldDeliveries held() {
        return loop.held();
    }

    @Override
    public long inQueue(String queue) {
        return queue.equals(Addresses.EVENTS)
                ? broker.eventQueues().stream().mapToLong(broker::count).sum()
                : broker.count(queue);
    }
}

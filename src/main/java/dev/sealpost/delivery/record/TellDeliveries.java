package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.DeliveryWatch;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.node.Registry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the delivery news of a transaction, and publishes them after its commit. Confined to the recorder's thread. */
public final class TellDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(TellDeliveries.class);

    private final Registry<DeliveryWatch> watches;
    private final List<DeliveryNews> news = new ArrayList<>();

    public TellDeliveries(Registry<DeliveryWatch> watches) {
        this.watches = watches;
    }

    /** Discards news of a transaction that was not committed. */
    void begin() {
        news.clear();
    }

    void delivered(Delivery delivery, Attempted attempted) {
        if (delivery.attemptKey().number() > 1 || delivery.attemptKey().cycle() > 1) {
            news.add(new DeliveryNews.Succeeded(delivery, attempted));
        }
    }

    void add(DeliveryNews item) {
        news.add(item);
    }

    void committed() {
        if (!news.isEmpty()) {
            news.forEach(item -> watches.all().forEach(watch -> notifyWatch(watch, item)));
            news.clear();
        }
    }

    private static void notifyWatch(DeliveryWatch watch, DeliveryNews item) {
        FailureGuard.run(
                () -> watch.told(item),
                e -> LOG.warn(
                        "delivery.watch-failed eventId={} reason={}",
                        item.delivery().event().id(),
                        e.toString()));
    }
}

package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryListener;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.node.Registry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the delivery news of a transaction, and publishes them after its commit. Confined to the recorder's thread. */
public final class PublishDeliveryNews {

    private static final Logger LOG = LoggerFactory.getLogger(PublishDeliveryNews.class);

    private final Registry<DeliveryListener> listeners;
    private final List<DeliveryNews> news = new ArrayList<>();

    public PublishDeliveryNews(Registry<DeliveryListener> listeners) {
        this.listeners = listeners;
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
            news.forEach(item -> listeners.all().forEach(listener -> notify(listener, item)));
            news.clear();
        }
    }

    private static void notify(DeliveryListener listener, DeliveryNews item) {
        FailureGuard.run(
                () -> listener.recorded(item),
                e -> LOG.warn(
                        "delivery.listener-failed eventId={} reason={}",
                        item.delivery().event().id(),
                        e.toString()));
    }
}

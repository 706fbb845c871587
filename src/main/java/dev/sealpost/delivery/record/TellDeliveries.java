package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.DeliveryWatch;
import dev.sealpost.node.Registry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the news of a transaction, and tells them when it is committed. For the recorder's thread. */
public final class TellDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(TellDeliveries.class);

    private final Registry<DeliveryWatch> watches;
    private final List<DeliveryNews> news = new ArrayList<>();

    public TellDeliveries(Registry<DeliveryWatch> watches) {
        this.watches = watches;
    }

    /** What was gathered and not committed did not happen. */
    void begin() {
        news.clear();
    }

    void delivered(Delivery delivery, Attempted attempted) {
        if (delivery.attemptKey().number() > 1 || delivery.attemptKey().cycle() > 1) {
            news.add(new DeliveryNews.Succeeded(delivery, attempted));
        }
    }

    void add(DeliveryNews what) {
        news.add(what);
    }

    void committed() {
        if (!news.isEmpty()) {
            news.forEach(what -> watches.all().forEach(watch -> tell(watch, what)));
            news.clear();
        }
    }

    private static void tell(DeliveryWatch watch, DeliveryNews what) {
        try {
            watch.told(what);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn(
                    "delivery.watch-failed eventId={} reason={}",
                    what.delivery().event().id(),
                    e.toString());
        }
    }
}

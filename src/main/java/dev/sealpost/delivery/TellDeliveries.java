package dev.sealpost.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the news of a transaction, and tells them when it is committed. For the recorder's thread. */
final class TellDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(TellDeliveries.class);

    private final Supplier<Stream<DeliveryWatch>> watches;
    private final List<DeliveryNews> news = new ArrayList<>();

    /** @param watches asked for late: they may need what this package offers */
    TellDeliveries(Supplier<Stream<DeliveryWatch>> watches) {
        this.watches = watches;
    }

    /** What was gathered and not committed did not happen. */
    void begin() {
        news.clear();
    }

    void delivered(Delivery delivery, Attempted attempted) {
        if (delivery.turn().number() > 1 || delivery.turn().cycle() > 1) {
            news.add(new DeliveryNews.Succeeded(delivery, attempted));
        }
    }

    void add(DeliveryNews what) {
        news.add(what);
    }

    void committed() {
        if (!news.isEmpty()) {
            List<DeliveryWatch> all = watches.get().toList();
            news.forEach(what -> all.forEach(watch -> tell(watch, what)));
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

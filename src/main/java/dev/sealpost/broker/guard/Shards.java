package dev.sealpost.broker.guard;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Queues of the embedded broker among which the events of applications are divided, so that they do not wait behind the flood
 * of another application. All events of an application are in one shard, in order.
 */
public final class Shards {

    private static final int COUNT = 32;

    /** Names of the queues; each has an address of the same name, so that a flood pages out its own shard only. */
    public static final List<String> ALL = IntStream.range(0, COUNT)
            .mapToObj(number -> Addresses.EVENTS + "." + number)
            .toList();

    private Shards() {}

    /** Returns the shard of an application. It depends on the id alone, so that it is the same after a restart. */
    public static String of(String applicationId) {
        return ALL.get(Math.floorMod(applicationId.hashCode(), COUNT));
    }
}

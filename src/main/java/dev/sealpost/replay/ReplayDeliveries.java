package dev.sealpost.replay;

import dev.sealpost.database.Position;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.replay.FindReplayable.Found;
import dev.sealpost.replay.FindReplayable.Looked;
import dev.sealpost.replay.ReplayRoom.Room;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes deliveries due again. Writes rows and cursor in one transaction, so that a replay resumes exactly after a crash. */
final class ReplayDeliveries implements ReplayStep {

    private final FindReplayable find;
    private final ReplayRoom room;
    private final Reopen reopen;
    private final Store store;

    /**
     * Storage of replays.
     *
     * @param madeDue receives destinations with due rows, after the commit
     */
    record Store(Writes writes, ReplayLeases leases, Consumer<DestinationId> madeDue) {}

    ReplayDeliveries(FindReplayable find, ReplayRoom room, Reopen reopen, Store store) {
        this.find = find;
        this.room = room;
        this.reopen = reopen;
        this.store = store;
    }

    @Override
    public Stepped step(Replay replay, int most) {
        Optional<DestinationId> destination = replay.order().destination();
        if (destination.isPresent()) {
            Optional<Stepped> stop = stop(room.of(destination.get()), destination.get());
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        Picked picked = new Picked(most);
        Found found = find.find(replay);
        for (Looked looked : found.looked()) {
            if (!picked.take(looked)) {
                break;
            }
        }
        if (picked.lookedAt == 0 && !found.looked().isEmpty()) {
            return new Stepped.Waits(picked.why);
        }
        boolean finished = found.isLast() && picked.lookedAt == found.looked().size();
        return write(replay, picked, finished);
    }

    private static Optional<Stepped> stop(Room room, DestinationId destination) {
        return switch (room) {
            case Room.Open open -> Optional.empty();
            case Room.Full(String why) -> Optional.of(new Stepped.Waits(why));
            case Room.Closed(String why) -> Optional.of(new Stepped.Waits(why));
            case Room.Gone gone -> Optional.of(new Stepped.Fails(destination + " was deleted"));
        };
    }

    private Stepped write(Replay replay, Picked picked, boolean finished) {
        Stepped.Went went = store.writes().write(sql -> {
            long begun = System.nanoTime();
            int sent = 0;
            int left = picked.passedOver;
            for (Map.Entry<DestinationId, List<EventId>> each : picked.events.entrySet()) {
                Reopen.Reopened reopened = reopen.reopen(sql, each.getKey(), each.getValue());
                sent += reopened.opened() + reopened.hastened();
                left += reopened.left();
            }
            store.leases()
                    .save(
                            sql,
                            replay.advanced(
                                    replay.progress().plus(picked.cursor, picked.lookedAt, sent, left), finished));
            return new Stepped.Went(sent, Duration.ofNanos(System.nanoTime() - begun));
        });
        picked.events.keySet().forEach(store.madeDue());
        return went;
    }

    /** Deliveries taken by one step, up to the free capacity. */
    private final class Picked {

        private final int most;
        private final Map<DestinationId, Room> rooms = new HashMap<>();
        private final Map<DestinationId, List<EventId>> events = new LinkedHashMap<>();
        private int taken;
        private int lookedAt;
        private int passedOver;
        private Optional<Position> cursor = Optional.empty();
        private String why = "";

        Picked(int most) {
            this.most = most;
        }

        /** Takes a candidate. Returns false when there is no capacity now. */
        boolean take(Looked looked) {
            if (looked.wanted() && !reserve(looked.key())) {
                return false;
            }
            lookedAt++;
            cursor = Optional.of(looked.position());
            return true;
        }

        private boolean reserve(DeliveryKey key) {
            if (taken == most) {
                return false;
            }
            List<EventId> chosen = events.getOrDefault(key.destination(), List.of());
            switch (rooms.computeIfAbsent(key.destination(), room::of)) {
                case Room.Open(int capacity) -> {
                    if (chosen.size() == capacity) {
                        return false;
                    }
                    events.computeIfAbsent(key.destination(), first -> new ArrayList<>())
                            .add(key.event());
                    taken++;
                }
                case Room.Full(String full) -> {
                    why = full;
                    return false;
                }
                // Among many destinations, an unready one is skipped and keeps its dead letters.
                case Room.Closed closed -> passedOver++;
                case Room.Gone gone -> passedOver++;
            }
            return true;
        }
    }
}

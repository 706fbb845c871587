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

/**
 * Makes deliveries due again. Rows and cursor are written in one transaction, so whoever goes on after a crash begins where
 * the rows end.
 */
final class ReplayDeliveries implements ReplayStep {

    private final FindReplayable find;
    private final ReplayRoom room;
    private final Reopen reopen;
    private final Store desk;

    /**
     * Where it writes.
     *
     * @param madeDue told of destinations whose rows are due, after the commit
     */
    record Store(Writes writes, ReplayLeases leases, Consumer<DestinationId> madeDue) {}

    ReplayDeliveries(FindReplayable find, ReplayRoom room, Reopen reopen, Store desk) {
        this.find = find;
        this.room = room;
        this.reopen = reopen;
        this.desk = desk;
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
        Stepped.Went went = desk.writes().write(sql -> {
            long begun = System.nanoTime();
            int sent = 0;
            int left = picked.passedOver;
            for (Map.Entry<DestinationId, List<EventId>> each : picked.events.entrySet()) {
                Reopen.Reopened reopened = reopen.reopen(sql, each.getKey(), each.getValue());
                sent += reopened.opened() + reopened.hastened();
                left += reopened.left();
            }
            desk.leases()
                    .save(
                            sql,
                            replay.advanced(
                                    replay.progress().plus(picked.cursor, picked.lookedAt, sent, left), finished));
            return new Stepped.Went(sent, Duration.ofNanos(System.nanoTime() - begun));
        });
        picked.events.keySet().forEach(desk.madeDue());
        return went;
    }

    /** What a step takes of what was found: up to where there is room. */
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

        /** False when there is no room for it now. */
        boolean take(Looked looked) {
            if (looked.wanted() && !place(looked.key())) {
                return false;
            }
            lookedAt++;
            cursor = Optional.of(looked.position());
            return true;
        }

        private boolean place(DeliveryKey key) {
            if (taken == most) {
                return false;
            }
            List<EventId> chosen = events.getOrDefault(key.destination(), List.of());
            switch (rooms.computeIfAbsent(key.destination(), room::of)) {
                case Room.Open(int places) -> {
                    if (chosen.size() == places) {
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
                // Where there are many destinations, one that takes nothing keeps its dead letters.
                case Room.Closed closed -> passedOver++;
                case Room.Gone gone -> passedOver++;
            }
            return true;
        }
    }
}

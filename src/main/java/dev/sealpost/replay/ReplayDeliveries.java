package dev.sealpost.replay;

import dev.sealpost.database.Position;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.replay.FindReplayable.Candidate;
import dev.sealpost.replay.FindReplayable.CandidatePage;
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
    private final Writes writes;
    private final ReplayLeases leases;
    private final Consumer<DestinationId> madeDue;

    /** @param madeDue receives destinations with due rows, after the commit */
    ReplayDeliveries(
            FindReplayable find,
            ReplayRoom room,
            Reopen reopen,
            Writes writes,
            ReplayLeases leases,
            Consumer<DestinationId> madeDue) {
        this.find = find;
        this.room = room;
        this.reopen = reopen;
        this.writes = writes;
        this.leases = leases;
        this.madeDue = madeDue;
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
        CandidatePage found = find.find(replay);
        for (Candidate candidate : found.candidates()) {
            if (!picked.take(candidate)) {
                break;
            }
        }
        if (picked.examined == 0 && !found.candidates().isEmpty()) {
            return new Stepped.Waits(picked.why);
        }
        boolean finished =
                found.isLast() && picked.examined == found.candidates().size();
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
        Stepped.Went went = writes.write(sql -> {
            long begun = System.nanoTime();
            int sent = 0;
            int left = picked.skipped;
            for (Map.Entry<DestinationId, List<EventId>> each : picked.events.entrySet()) {
                Reopen.Reopened reopened = reopen.reopen(sql, each.getKey(), each.getValue());
                sent += reopened.opened() + reopened.hastened();
                left += reopened.left();
            }
            leases.save(
                    sql, replay.advanced(replay.progress().plus(picked.cursor, picked.examined, sent, left), finished));
            return new Stepped.Went(sent, Duration.ofNanos(System.nanoTime() - begun));
        });
        picked.events.keySet().forEach(madeDue);
        return went;
    }

    /** Deliveries taken by one step, up to the free capacity. */
    private final class Picked {

        private final int most;
        private final Map<DestinationId, Room> rooms = new HashMap<>();
        private final Map<DestinationId, List<EventId>> events = new LinkedHashMap<>();
        private int taken;
        private int examined;
        private int skipped;
        private Optional<Position> cursor = Optional.empty();
        private String why = "";

        Picked(int most) {
            this.most = most;
        }

        /** Takes a candidate. Returns false when there is no capacity now. */
        boolean take(Candidate candidate) {
            if (candidate.wanted() && !reserve(candidate.key())) {
                return false;
            }
            examined++;
            cursor = Optional.of(candidate.position());
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
                case Room.Closed closed -> skipped++;
                case Room.Gone gone -> skipped++;
            }
            return true;
        }
    }
}

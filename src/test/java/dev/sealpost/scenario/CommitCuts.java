package dev.sealpost.scenario;

import dev.sealpost.faults.FaultProxy;
import dev.sealpost.faults.FaultProxy.Direction;
import dev.sealpost.faults.FaultProxy.Ruling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Cuts connections to PostgreSQL around their commits, of which it understands as much of the protocol as that takes
 * (PostgreSQL 15, "Frontend/Backend Protocol": message formats). Thread-safe.
 */
final class CommitCuts {

    /** Place at which a connection is cut. */
    enum Cut {
        /** The server never sees the COMMIT. */
        BEFORE_IT_IS_SENT,
        /** The server gets the COMMIT, and whether it has done it when the connection is gone, nobody can say. */
        WHEN_IT_IS_SENT,
        /** The server has done it, and its answer is lost. */
        INSTEAD_OF_ITS_ANSWER
    }

    private final RandomGenerator random;
    private final int oneIn;
    private final Map<Cut, Integer> made = new EnumMap<>(Cut.class);
    private boolean armed;

    /** @param oneIn of so many commits, one is cut */
    CommitCuts(RandomGenerator random, int oneIn) {
        this.random = random;
        this.oneIn = oneIn;
    }

    /** Follows a new connection from its first byte. */
    FaultProxy.Inspection follow() {
        return new Conversation();
    }

    synchronized void arm(boolean isArmed) {
        armed = isArmed;
    }

    synchronized Map<Cut, Integer> made() {
        return new EnumMap<>(made);
    }

    synchronized int total() {
        return made.values().stream().mapToInt(Integer::intValue).sum();
    }

    private synchronized Ruling commit(Conversation at) {
        if (!armed || random.nextInt(oneIn) != 0) {
            return Ruling.FORWARD;
        }
        Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
        made.merge(cut, 1, Integer::sum);
        return switch (cut) {
            case BEFORE_IT_IS_SENT -> Ruling.CUT_BEFORE;
            case WHEN_IT_IS_SENT -> Ruling.CUT_AFTER;
            case INSTEAD_OF_ITS_ANSWER -> {
                at.silenced = true;
                yield Ruling.FORWARD;
            }
        };
    }

    /** Messages of one client, in order. */
    private final class Conversation implements FaultProxy.Inspection {

        private static final int SSL_REQUEST = 80877103;

        private final Set<String> commits = new HashSet<>();
        private ByteBuffer unread = ByteBuffer.allocate(0);
        private boolean started;
        private boolean silenced;

        @Override
        public Ruling rule(Direction direction, byte[] bytes) {
            if (direction == Direction.TO_CLIENT) {
                return silenced ? Ruling.CUT_BEFORE : Ruling.FORWARD;
            }
            ByteBuffer all = ByteBuffer.allocate(unread.remaining() + bytes.length)
                    .put(unread)
                    .put(bytes)
                    .flip();
            boolean isCommit = false;
            while (isWhole(all)) {
                isCommit |= isCommit(next(all));
            }
            unread = ByteBuffer.allocate(all.remaining()).put(all).flip();
            return isCommit ? commit(this) : Ruling.FORWARD;
        }

        /** The first messages have no type. */
        private boolean isWhole(ByteBuffer all) {
            int type = started ? 1 : 0;
            return all.remaining() >= type + 4 && all.remaining() >= type + all.getInt(all.position() + type);
        }

        private record Message(char type, byte[] content) {}

        private Message next(ByteBuffer all) {
            char type = started ? (char) all.get() : ' ';
            byte[] content = new byte[all.getInt() - 4];
            all.get(content);
            if (!started) {
                started = ByteBuffer.wrap(content).getInt() != SSL_REQUEST;
            }
            return new Message(type, content);
        }

        private boolean isCommit(Message message) {
            String[] words = new String(message.content(), StandardCharsets.ISO_8859_1).split("\u0000", -1);
            return switch (message.type()) {
                case 'Q' -> words[0].equalsIgnoreCase("COMMIT");
                case 'P' -> {
                    if (words[1].equalsIgnoreCase("COMMIT")) {
                        commits.add(words[0]);
                    } else {
                        commits.remove(words[0]);
                    }
                    yield false;
                }
                case 'B' -> commits.contains(words[1]);
                default -> false;
            };
        }
    }
}

package dev.sealpost.source.poll;

import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Dependencies shared by all polls of a node.
 *
 * @param run run of this node, as in {@link dev.sealpost.node.NodeName}
 */
record PollEnvironment(String run, Polls polls, PollRows rows, Clock clock, RandomGenerator chance) {

    PollLoop loop(PollOptions options, PollLoop.Round round) {
        PollLease lease =
                new PollLease(rows, options.name(), newHolder(), PollLease.lease(options.interval()), System::nanoTime);
        return new PollLoop(options, round, lease, new PollPace(options.interval(), chance), polls.newStatus());
    }

    /**
     * Releases a new holder for each start of a route: after a reload the old run may still be busy and holds the lease until
     * it ends.
     */
    private String newHolder() {
        return run + "/" + Ksuid.at(clock.instant());
    }
}

package dev.sealpost.source;

import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What all polls of a node share.
 *
 * @param run of this node, as {@link dev.sealpost.node.NodeName} has it
 */
record PollEnvironment(String run, Polls polls, PollRows rows, Clock clock, RandomGenerator chance) {

    PollLoop loop(PollOptions options, PollLoop.Round round) {
        PollLease turn =
                new PollLease(rows, options.name(), newHolder(), PollLease.lease(options.interval()), System::nanoTime);
        return new PollLoop(options, round, turn, new PollPace(options.interval(), chance), polls.newStanding());
    }

    /** New for each start of a route: after a reload the old run may still be busy, and it is its turn until it has ended. */
    private String newHolder() {
        return run + "/" + Ksuid.at(clock.instant());
    }
}

package dev.sealpost.route.deploy;

import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.deployment.Deployment;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.deployment.Proposal;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Deploys bundles from this node, which becomes the coordinator: all live nodes check a version before any of them loads it. Public
 * methods return when the proposal has ended, after {@code sealpost.deployment.patience} at the latest.
 */
public final class Deploy {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Deployments deployments;
    private final Proposals proposals;
    private final PrepareDeployment prepare;
    private final FollowDeployments follow;
    private final Duration patience;

    Deploy(
            Deployments deployments,
            Proposals proposals,
            PrepareDeployment prepare,
            FollowDeployments follow,
            Duration patience) {
        this.deployments = deployments;
        this.proposals = proposals;
        this.prepare = prepare;
        this.follow = follow;
        this.patience = patience;
    }

    /**
     * Adds a version, and makes it the active one on all nodes.
     *
     * @throws InvalidFieldsException with all problems that this node finds; then nothing has changed
     * @throws dev.sealpost.deployment.ProposalOpenException while another version is being prepared
     */
    public Proposal deploy(Bundle bundle, String author, String note) {
        List<Violation> violations = prepare.check(bundle).stream()
                .map(problem -> Bundle.violation(problem.file(), problem.toString()))
                .toList();
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
        Deployment added = deployments.add(bundle, PrepareDeployment.credentials(bundle), author, note);
        return activate(added.version(), author);
    }

    /**
     * Makes a stored version the active one on all nodes.
     *
     * @throws dev.sealpost.deployment.ProposalOpenException while another version is being prepared
     */
    public Proposal activate(long version, String author) {
        if (version == ActiveVersion.FILES) {
            Proposal files = proposals.activateFiles(author);
            follow.step();
            return files;
        }
        Proposal proposal = proposals.open(version, author, patience);
        do {
            follow.step();
            proposal = proposals.conclude(proposal.number());
        } while (proposal.state() == Proposal.State.OPEN && pause());
        follow.step();
        return proposal;
    }

    /** Returns false if this thread has to end; the proposal then expires. */
    private static boolean pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
        return !Thread.currentThread().isInterrupted();
    }
}

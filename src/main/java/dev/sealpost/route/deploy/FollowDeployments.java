package dev.sealpost.route.deploy;

import dev.sealpost.delivery.DestinationsReady;
import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.deployment.NodeReport.Stage;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.node.BackOff;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.load.RouteProblems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Follows the deployments on this node: checks the version of an open proposal, loads the active version, and reports both. Repeats
 * a failed load after a growing pause.
 */
final class FollowDeployments {

    private static final BackOff RETRY = new BackOff(Duration.ofSeconds(30), Duration.ofMinutes(10));

    private final Proposals proposals;
    private final Deployments deployments;
    private final PrepareDeployment prepare;
    private final LoadDeployment load;
    private final RouteProblems routeProblems;
    private boolean isStarted;
    private long answered;
    private Loaded loaded = new Loaded(0, 0, 0, List.of());
    private boolean isReported = true;
    private long retryAt;
    private volatile List<String> problems = List.of();

    /**
     * Result of the last load.
     *
     * @param proposal the proposal that activated the version
     * @param failures failed loads in a row
     */
    private record Loaded(long version, long proposal, int failures, List<String> problems) {}

    FollowDeployments(
            Proposals proposals,
            Deployments deployments,
            PrepareDeployment prepare,
            LoadDeployment load,
            RouteProblems routeProblems) {
        this.proposals = proposals;
        this.deployments = deployments;
        this.prepare = prepare;
        this.load = load;
        this.routeProblems = routeProblems;
    }

    /** Selects the files of the start before routes are loaded. */
    @EventListener(ApplicationStartedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    synchronized void start() {
        ActiveVersion active = proposals.active();
        loaded = new Loaded(active.version(), active.proposal(), 0, load.startWith(active));
        isReported = !active.isDeployed();
    }

    /** Begins to follow when the files of the start are loaded. */
    @EventListener(DestinationsReady.class)
    synchronized void begin() {
        isStarted = true;
    }

    /** Does what is to be done now. */
    synchronized void step() {
        if (!isStarted) {
            return;
        }
        ActiveVersion active = proposals.active();
        if (active.openProposal() != 0 && active.openProposal() != answered) {
            answer(active.openProposal());
        }
        if (active.proposal() != loaded.proposal()) {
            load(active, 0);
        } else if (loaded.failures() > 0 && System.nanoTime() - retryAt >= 0) {
            load(active, loaded.failures());
        }
        List<String> now = current();
        if (!isReported || !now.equals(problems)) {
            report(now);
        }
    }

    private void answer(long proposal) {
        proposals.find(proposal).ifPresent(open -> {
            List<String> found = deployments
                    .bundle(open.version())
                    .map(bundle -> prepare.check(bundle).stream()
                            .map(RouteFileProblem::toString)
                            .toList())
                    .orElse(List.of("version " + open.version() + " has no files"));
            proposals.report(proposal, found.isEmpty() ? Stage.PREPARED : Stage.UNPREPARED, found);
        });
        answered = proposal;
    }

    private void load(ActiveVersion active, int failures) {
        List<String> found = load.load(active);
        int inARow = found.isEmpty() ? 0 : failures + 1;
        retryAt = System.nanoTime() + RETRY.after(inARow).toNanos();
        loaded = new Loaded(active.version(), active.proposal(), inARow, found);
        isReported = false;
    }

    /** Returns the problems of the load, and those of files that run no more or, since the start, not yet. */
    private List<String> current() {
        if (loaded.version() == ActiveVersion.FILES) {
            return List.of();
        }
        List<String> all = new ArrayList<>(loaded.problems());
        if (loaded.failures() == 0) {
            routeProblems.all().forEach(problem -> all.add(problem.toString()));
        }
        return List.copyOf(all);
    }

    private void report(List<String> now) {
        proposals.report(loaded.proposal(), now.isEmpty() ? Stage.LOADED : Stage.FAILED, now);
        problems = now;
        isReported = true;
    }

    /** Returns the problems that kept this node from loading the active version; empty if it runs. */
    List<String> problems() {
        return problems;
    }
}

package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Deployment;
import dev.sealpost.deployment.NodeReport;
import dev.sealpost.deployment.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deployment in an answer.
 *
 * @param version 0: each node uses its own files
 * @param active whether all nodes use this version
 * @param by who added it
 * @param credentials names of the credentials that its files use
 * @param files names of its files; only where one deployment is asked for
 * @param proposal the last proposal to make it the active version
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DeploymentOut(
        long version,
        boolean active,
        Optional<String> by,
        Optional<String> note,
        Optional<Instant> createdAt,
        Optional<String> sha256,
        List<String> credentials,
        Optional<List<String>> files,
        Optional<ProposalOut> proposal) {

    /**
     * Proposal in an answer.
     *
     * @param state {@code open}, {@code activated}, {@code refused} or {@code expired}
     * @param by who proposed it
     * @param nodes reports of the live nodes
     */
    record ProposalOut(long id, String state, String by, Instant openedAt, Instant expiresAt, List<NodeOut> nodes) {}

    /**
     * Report of a node.
     *
     * @param stage {@code prepared}, {@code unprepared}, {@code loaded} or {@code failed}; {@code silent}: none yet
     */
    record NodeOut(String node, String stage, List<String> problems) {

        static NodeOut of(NodeReport report) {
            return new NodeOut(report.node(), report.stage().word(), report.problems());
        }

        static NodeOut silent(String node) {
            return new NodeOut(node, "silent", List.of());
        }
    }

    static DeploymentOut of(Deployment deployment, ActiveVersion active) {
        return new DeploymentOut(
                deployment.version(),
                deployment.version() == active.version(),
                Optional.of(deployment.author()),
                Optional.of(deployment.note()),
                Optional.of(deployment.createdAt()),
                Optional.of(deployment.sha256()),
                deployment.credentials(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the answer about the files of each node. */
    static DeploymentOut ofFiles(Proposal proposal) {
        return new DeploymentOut(
                        ActiveVersion.FILES,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())
                .with(proposal, List.of(), Set.of());
    }

    DeploymentOut with(Proposal proposal, List<NodeReport> reports, Set<String> silent) {
        List<NodeOut> nodes = Stream.concat(
                        reports.stream().map(NodeOut::of), silent.stream().map(NodeOut::silent))
                .toList();
        return new DeploymentOut(
                version,
                active,
                by,
                note,
                createdAt,
                sha256,
                credentials,
                files,
                Optional.of(new ProposalOut(
                        proposal.number(),
                        proposal.state().word(),
                        proposal.author(),
                        proposal.openedAt(),
                        proposal.expiresAt(),
                        nodes)));
    }

    DeploymentOut withFiles(List<String> names) {
        return new DeploymentOut(
                version, active, by, note, createdAt, sha256, credentials, Optional.of(names), proposal);
    }
}

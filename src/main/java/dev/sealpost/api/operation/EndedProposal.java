package dev.sealpost.api.operation;

import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.deployment.NodeReport;
import dev.sealpost.deployment.Proposal;
import dev.sealpost.deployment.ProposalOpenException;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/**
 * Proposal that has ended, as an answer or a problem.
 *
 * @param refusals the reports of the nodes that are not prepared
 */
record EndedProposal(Proposal proposal, List<NodeReport> refusals, List<String> silent) {

    /** @throws ProblemException 409 while another proposal is open */
    static EndedProposal of(Proposals proposals, Supplier<Proposal> end) {
        try {
            Proposal proposal = end.get();
            return new EndedProposal(
                    proposal,
                    proposals.reports(proposal.number()).stream()
                            .filter(report -> report.stage() == NodeReport.Stage.UNPREPARED)
                            .toList(),
                    List.copyOf(proposals.silent(proposal.number())));
        } catch (ProposalOpenException e) {
            throw new ProblemException(HttpStatus.CONFLICT, "deployment_open", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns this if all nodes are prepared.
     *
     * @throws ProblemException 409 if a node was not prepared or silent
     */
    EndedProposal requireActivated() {
        return switch (proposal.state()) {
            case ACTIVATED -> this;
            case REFUSED ->
                throw problem(
                        "deployment_refused",
                        refusals.stream()
                                .map(refusal -> "on " + refusal.node() + ": " + String.join("; ", refusal.problems()))
                                .collect(Collectors.joining("; ")));
            case OPEN, EXPIRED ->
                throw problem(
                        "deployment_expired",
                        (silent.isEmpty() ? "the nodes" : String.join(", ", silent))
                                + " did not answer in time: a node may be stuck, or run an earlier release");
        };
    }

    /**
     * Returns this if all nodes are prepared.
     *
     * @param bundle the posted files, to point to
     * @throws InvalidFieldsException with the problems that other nodes found
     * @throws ProblemException 409 if a node was silent
     */
    EndedProposal requireActivated(Bundle bundle) {
        if (proposal.state() == Proposal.State.REFUSED) {
            throw new InvalidFieldsException(refusals.stream()
                    .flatMap(refusal -> refusal.problems().stream()
                            .map(problem -> violation(bundle, problem, "on " + refusal.node() + ": " + problem)))
                    .toList());
        }
        return requireActivated();
    }

    private static Violation violation(Bundle bundle, String problem, String message) {
        return bundle.files().keySet().stream()
                .filter(file -> problem.startsWith(file + ":"))
                .findFirst()
                .map(file -> Bundle.violation(file, message))
                .orElseGet(() -> new Violation("/files", message));
    }

    private ProblemException problem(String code, String why) {
        return new ProblemException(
                HttpStatus.CONFLICT,
                code,
                "version " + proposal.version() + " was not activated, and nothing has changed on any node: " + why);
    }

    /** @param get returns the answer about a version */
    DeploymentOut shownAs(Function<String, DeploymentOut> get) {
        return proposal.version() == ActiveVersion.FILES
                ? DeploymentOut.ofFiles(proposal)
                : get.apply(Long.toString(proposal.version()));
    }
}

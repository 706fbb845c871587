package dev.sealpost.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.deployment.Deployment;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.route.deploy.Deploy;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /deployment}: files that all nodes use instead of their own, by version. */
@RestController
@RequestMapping("/api/v1/deployment")
class DeploymentController {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NOTE = 1024;

    private final Deploy deploy;
    private final Deployments deployments;
    private final Proposals proposals;
    private final ReadBody read;

    DeploymentController(Deploy deploy, Deployments deployments, Proposals proposals, ReadBody read) {
        this.deploy = deploy;
        this.deployments = deployments;
        this.proposals = proposals;
        this.read = read;
    }

    /** Files of a deployment in an answer, in the format in which they are posted. */
    record FilesOut(Map<String, String> files) {}

    /** Lists the versions that are kept, newest first. */
    @Operation(needs = Permission.VIEW, summary = "List the versions of the deployed files")
    @GetMapping
    ListResponse<DeploymentOut> list() {
        ActiveVersion active = proposals.active();
        return ListResponse.whole(deployments.list().stream()
                .map(deployment -> shown(deployment, active))
                .toList());
    }

    @Operation(needs = Permission.VIEW, summary = "Get a version of the deployed files")
    @GetMapping("/{version}")
    DeploymentOut get(@PathVariable("version") String version) {
        Deployment deployment = find(version);
        return shown(deployment, proposals.active())
                .withFiles(List.copyOf(bundle(deployment).files().keySet()));
    }

    @Operation(needs = Permission.OPERATE, summary = "Get the files of a version")
    @GetMapping("/{version}/files")
    FilesOut files(@PathVariable("version") String version) {
        return new FilesOut(bundle(find(version)).files());
    }

    /** Deploys {@code {"files", "by", "note"}} to all nodes; answers when they are all prepared, or one is not. */
    @Operation(needs = Permission.OPERATE, summary = "Deploy files to all nodes")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    DeploymentOut deploy(HttpServletRequest request, Principal who) {
        IdempotencyHeader.refuse(request);
        Fields fields = read.fields(request, Bundle.LONGEST);
        fields.require("files");
        Map<String, String> files = fields.value("files", Map.of(), DeploymentController::files);
        String by = by(fields, who);
        String note = fields.value("note", "", "", node -> line(node, LONGEST_NOTE));
        fields.throwIfInvalid();
        Bundle bundle = Bundle.of(files);
        return EndedProposal.of(proposals, () -> deploy.deploy(bundle, by, note))
                .requireActivated(bundle)
                .shownAs(this::get);
    }

    /** Makes a version the active one again, with an optional {@code {"by"}}. 0: each node its own files. */
    @Operation(needs = Permission.OPERATE, summary = "Activate a version of the deployed files")
    @PostMapping("/{version}/activate")
    DeploymentOut activate(@PathVariable("version") String version, HttpServletRequest request, Principal who) {
        IdempotencyHeader.refuse(request);
        Fields fields = read.fields(request);
        String by = by(fields, who);
        fields.throwIfInvalid();
        long number = version.equals("0") ? ActiveVersion.FILES : find(version).version();
        return activate(number, by);
    }

    /** Makes the version the active one that was active before, with an optional {@code {"by"}}. */
    @Operation(needs = Permission.OPERATE, summary = "Activate the version that was active before")
    @PostMapping("/rollback")
    DeploymentOut rollBack(HttpServletRequest request, Principal who) {
        IdempotencyHeader.refuse(request);
        Fields fields = read.fields(request);
        String by = by(fields, who);
        fields.throwIfInvalid();
        return activate(
                proposals
                        .previous()
                        .orElseThrow(() -> new ProblemException(
                                HttpStatus.CONFLICT,
                                "no_earlier_deployment",
                                "no version before the active one was active and is kept; activate version 0 to use the"
                                        + " files of each node")),
                by);
    }

    private DeploymentOut activate(long version, String by) {
        return EndedProposal.of(proposals, () -> deploy.activate(version, by))
                .requireActivated()
                .shownAs(this::get);
    }

    private DeploymentOut shown(Deployment deployment, ActiveVersion active) {
        DeploymentOut out = DeploymentOut.of(deployment, active);
        return proposals
                .lastOf(deployment.version())
                .map(last -> out.with(last, proposals.reports(last.number()), proposals.silent(last.number())))
                .orElse(out);
    }

    private Deployment find(String version) {
        return (version.matches("[0-9]{1,18}")
                        ? deployments.find(Long.parseLong(version))
                        : Optional.<Deployment>empty())
                .orElseThrow(() -> ProblemException.notFound("version"));
    }

    private Bundle bundle(Deployment deployment) {
        return deployments.bundle(deployment.version()).orElseThrow(() -> ProblemException.notFound("version"));
    }

    private static Map<String, String> files(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("an object with the content of each file by its name is expected");
        }
        Map<String, String> files = new TreeMap<>();
        node.properties().forEach(file -> {
            if (!file.getValue().isTextual()) {
                throw new IllegalArgumentException("the content of " + file.getKey() + " must be a string");
            }
            files.put(file.getKey(), file.getValue().textValue());
        });
        return files;
    }

    private static String by(Fields fields, Principal who) {
        return fields.value("by", who.getName(), who.getName(), node -> line(node, LONGEST_NAME));
    }

    private static String line(JsonNode node, int most) {
        String text = Fields.text(node).strip();
        if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("one line of at most " + most + " characters is expected");
        }
        return text;
    }
}

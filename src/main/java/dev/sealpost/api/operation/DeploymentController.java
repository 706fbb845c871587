package dev.sealpost.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
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
    private static final int MOST_FILES = 10_000;

    private static final Member BY = Member.of(
                    "by", JsonType.text(0, LONGEST_NAME), "Who asks for it; absent: the owner of the token.")
            .orNull()
            .like("\"ada\"");

    static final Shape SHAPE = Shape.of(
            "DeploymentIn",
            Member.of(
                            "files",
                            new JsonType.Entries(JsonType.text(0, Bundle.LONGEST), MOST_FILES, LONGEST_NAME),
                            "Content of each file by its name.")
                    .asRequired()
                    .like(
                            "{\"routes/orders.camel.yaml\": \"- route:\\n    id: orders\\n    from:\\n      uri: event:order.*\\n"
                                    + "      steps:\\n        - log:\\n            message: order\\n\"}"),
            BY,
            Member.of("note", JsonType.text(0, LONGEST_NOTE), "What changes, in one line.")
                    .orNull()
                    .like("\"Orders to the warehouse\""));

    static final Shape ACTIVATION = Shape.of("ActivationIn", BY);

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
    @BodyShape(DeploymentController.class)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    DeploymentOut deploy(HttpServletRequest request, Principal who) {
        IdempotencyHeader.refuse(request);
        Fields fields = read.fields(request, Bundle.LONGEST);
        Map<String, String> files = fields.value("files", Map.of(), DeploymentController::files);
        String by = by(fields, who);
        String note = fields.value("note", "", "", DeploymentController::line);
        fields.throwIfInvalid();
        Bundle bundle = Bundle.of(files);
        return EndedProposal.of(proposals, () -> deploy.deploy(bundle, by, note))
                .requireActivated(bundle)
                .shownAs(this::get);
    }

    /** Makes a version the active one again, with an optional {@code {"by"}}. 0: each node its own files. */
    @Operation(needs = Permission.OPERATE, summary = "Activate a version of the deployed files")
    @BodyShape(value = DeploymentController.class, field = "ACTIVATION", required = false)
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
    @BodyShape(value = DeploymentController.class, field = "ACTIVATION", required = false)
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
        Map<String, String> files = new TreeMap<>();
        node.properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return files;
    }

    private static String by(Fields fields, Principal who) {
        return fields.value("by", who.getName(), who.getName(), DeploymentController::line);
    }

    private static String line(JsonNode node) {
        String text = Fields.text(node).strip();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("one line is expected, without control characters");
        }
        return text;
    }
}

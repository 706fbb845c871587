package dev.sealpost.route.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.route.command.NodeApi.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command {@code deployments}: lists the versions, and what each node reports about the last attempt to activate one. */
@Command(
        name = "deployments",
        description = "Lists the deployed versions, newest first, and the nodes that use them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "1:refused", "2:invalid usage", "69:the node cannot be reached"})
public final class DeploymentsCommand implements Callable<Integer> {

    @Mixin
    private NodeApi api = new NodeApi();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter error = spec.commandLine().getErr();
        try {
            JsonNode list = api.call("/deployment", Optional.empty()).path("data");
            list.forEach(deployment -> out.println(line(deployment)));
            if (list.valueStream()
                    .noneMatch(deployment -> deployment.path("active").asBoolean())) {
                error.println("No version is active: each node uses its own files.");
            }
            return 0;
        } catch (RefusedException e) {
            e.lines().forEach(error::println);
            return DeployCommand.REFUSED;
        } catch (IOException e) {
            error.println(api + ": " + DeployCommand.reason(e));
            return DeployCommand.UNAVAILABLE;
        }
    }

    private static String line(JsonNode deployment) {
        boolean isActive = deployment.path("active").asBoolean();
        String state = isActive ? "ACTIVE" : deployment.at("/proposal/state").asText("new");
        String nodes = deployment
                .at("/proposal/nodes")
                .valueStream()
                .map(node ->
                        node.path("node").asText() + " " + node.path("stage").asText())
                .collect(Collectors.joining(", "));
        return String.join(
                        "  ",
                        deployment.path("version").asText(),
                        state,
                        deployment.path("createdAt").asText(),
                        deployment.path("by").asText(),
                        deployment.path("note").asText(),
                        isActive ? nodes : "")
                .strip();
    }
}

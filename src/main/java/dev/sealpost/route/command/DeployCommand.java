package dev.sealpost.route.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.route.command.NodeApi.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code deploy}: makes all nodes use the files of a folder, an earlier version, or their own files. */
@Command(
        name = "deploy",
        description = {
            "Makes all nodes use the routes, connectors and sources of a folder, or none of them.",
            "Every live node checks the files first. Prints each problem on a line file:line:column: reason; remedy."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all nodes use the version",
            "1:refused and nothing has changed, or a node could not load the version",
            "2:invalid usage",
            "69:the node cannot be reached"
        })
public final class DeployCommand implements Callable<Integer> {

    static final int REFUSED = 1;
    /** {@code EX_UNAVAILABLE} of {@code sysexits.h}. */
    static final int UNAVAILABLE = 69;

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST_LOOKS = 200;

    @Parameters(
            paramLabel = "<folder>",
            arity = "0..1",
            description = "Contains routes/, connectors/ and config/sources.yaml, like SEALPOST_HOME.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--rollback", description = "Makes the version active that was active before.")
    private boolean rollback;

    @Option(names = "--to", paramLabel = "<version>", description = "Makes this version active again.")
    private Optional<Long> to = Optional.empty();

    @Option(names = "--files", description = "Lets each node use its own files again.")
    private boolean files;

    @Option(
            names = "--by",
            paramLabel = "<name>",
            defaultValue = "${sys:user.name}",
            description = "Who deploys. Default: the user of this process.")
    private String by = "";

    @Option(names = "--note", paramLabel = "<text>", description = "Why, in one line.")
    private Optional<String> note = Optional.empty();

    @Mixin
    private NodeApi api = new NodeApi();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        long chosen = Stream.of(folder.isPresent(), rollback, to.isPresent(), files)
                .filter(given -> given)
                .count();
        if (chosen != 1) {
            throw new ParameterException(
                    spec.commandLine(), "deploy needs one of: <folder>, --rollback, --to <version>, --files");
        }
        folder.filter(path -> !Files.isDirectory(path)).ifPresent(path -> {
            throw new ParameterException(spec.commandLine(), path + " is not a folder");
        });
        try {
            return print(settled(api.call(path(), Optional.of(body()))));
        } catch (RefusedException e) {
            e.lines().forEach(line -> out().println(line));
            error().println("Refused. Nothing has changed on any node.");
            return REFUSED;
        } catch (IOException e) {
            error().println(api + ": " + reason(e));
            return UNAVAILABLE;
        }
    }

    private String path() {
        if (rollback) {
            return "/deployment/rollback";
        }
        return files
                ? "/deployment/0/activate"
                : to.map(version -> "/deployment/" + version + "/activate").orElse("/deployment");
    }

    private ObjectNode body() throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("by", by);
        if (folder.isPresent()) {
            note.ifPresent(text -> body.put("note", text));
            ObjectNode contents = body.putObject("files");
            DeployedFolder.read(folder.orElseThrow()).forEach(contents::put);
        }
        return body;
    }

    /** Waits until each node has loaded the active version or failed to. */
    private JsonNode settled(JsonNode first) throws IOException, RefusedException {
        JsonNode deployment = first;
        for (int look = 0; look < MOST_LOOKS && isLoading(deployment); look++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            deployment = api.call("/deployment/" + deployment.path("version").asLong(), Optional.empty());
        }
        return deployment;
    }

    private static boolean isLoading(JsonNode deployment) {
        return deployment.path("version").asLong() > 0
                && nodes(deployment)
                        .anyMatch(node -> Stream.of("prepared", "silent")
                                .anyMatch(node.path("stage").asText()::equals));
    }

    private static Stream<JsonNode> nodes(JsonNode deployment) {
        return deployment.at("/proposal/nodes").valueStream();
    }

    private int print(JsonNode deployment) {
        long version = deployment.path("version").asLong();
        if (version == 0) {
            out().println("Each node uses its own files.");
            return 0;
        }
        long loaded = nodes(deployment)
                .filter(node -> node.path("stage").asText().equals("loaded"))
                .count();
        out().println("Version " + version + " is active: "
                + count(deployment.path("files").size(), "file") + " on " + count(loaded, "node") + ".");
        long others = nodes(deployment)
                .filter(node -> !node.path("stage").asText().equals("loaded"))
                .peek(node -> {
                    out().println(node.path("node").asText() + ": "
                            + node.path("stage").asText() + "; it keeps what it ran before");
                    node.path("problems").forEach(problem -> out().println("  " + problem.asText()));
                })
                .count();
        return others == 0 ? 0 : REFUSED;
    }

    private static String count(long number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }

    /** Returns a readable reason: that of a refused connection has no message. */
    static String reason(IOException e) {
        return e.getMessage() == null
                ? "the node cannot be reached (" + e.getClass().getSimpleName() + ")"
                : e.getMessage();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter error() {
        return spec.commandLine().getErr();
    }
}

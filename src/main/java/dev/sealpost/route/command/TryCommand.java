package dev.sealpost.route.command;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Json;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.log.SecretValues;
import dev.sealpost.route.camel.PrepareCamel;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.ScratchCamel;
import dev.sealpost.route.event.ConsumedEvent;
import dev.sealpost.route.event.FailureText;
import dev.sealpost.route.file.HomeFiles;
import dev.sealpost.route.file.ParsedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code try}: runs a route once on a sample event, without calling anybody. */
@Command(
        name = "try",
        description = {
            "Runs a route once on a sample event, without calling anybody.",
            "Prints every step and the calls that would have been made."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the route ends well", "1:it does not, or its file is wrong", "2:wrongly called"})
public final class TryCommand implements Callable<Integer> {

    private static final Duration LONGEST_GROUP = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(2);
    private static final String ANY_BYTES = "application/octet-stream";

    private final Map<String, Object> defaults;
    private final List<String> settings;
    private final PrintStream out;
    private final PrintStream error;

    @Mixin
    private TryOptions options = new TryOptions();

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    private boolean help;

    /**
     * One that prints to the streams of this process.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @param settings as on the command line of a node
     */
    public TryCommand(Map<String, Object> defaults, List<String> settings) {
        this(defaults, settings, System.out, System.err);
    }

    public TryCommand(Map<String, Object> defaults, List<String> settings, PrintStream out, PrintStream error) {
        this.defaults = defaults;
        this.settings = settings;
        this.out = out;
        this.error = error;
    }

    /**
     * Prints every step and the calls that would have been made.
     *
     * @return the exit code: 0 the route ends well, 1 it does not or its file is wrong, 2 wrongly called
     */
    @Override
    public Integer call() {
        try {
            options.requireFiles();
            try (Offline offline = Offline.open(defaults, settings)) {
                HomeFiles.Asked files = new HomeFiles(offline.home()).ask(List.of(options.route()));
                List<RouteFileProblem> problems = problems(files, offline);
                if (!problems.isEmpty()) {
                    problems.forEach(out::println);
                    return CheckCommand.PROBLEMS;
                }
                return run(files, offline);
            }
        } catch (IllegalArgumentException e) {
            error.println(SecretValues.mask(String.valueOf(e.getMessage())));
            error.println("usage: try <route file> --event <file> [--type <event type>] [--answer <file>]");
            return CheckCommand.WRONGLY_CALLED;
        } catch (Exception e) {
            error.println(FailureText.of(e));
            return CheckCommand.WRONGLY_CALLED;
        }
    }

    private static List<RouteFileProblem> problems(HomeFiles.Asked files, Offline offline) {
        return new CheckFiles(offline.surroundings())
                .check(files.connectors().values(), files.routes().values()).values().stream()
                        .filter(file -> files.asked().contains(file.name()))
                        .flatMap(file -> file.problems().stream())
                        .toList();
    }

    private int run(HomeFiles.Asked files, Offline offline) throws Exception {
        PrintRun print = new PrintRun(
                out, options.answer().map(TryCommand::read).map(PrintRun::text).orElse("{}"));
        try (ScratchCamel scratch = ScratchCamel.open(offline.surroundings(), print)) {
            CamelContext camel = scratch.camel();
            PrepareCamel.followSteps(camel);
            camel.getCamelContextExtension().addInterceptStrategy(print);
            Route route = load(files, camel);
            EventType type = type(route, options.type());
            Exchange exchange = event(camel, route, type, read(options.event()));
            out.println(route.getRouteId() + " takes " + type);
            route.getProcessor().process(exchange);
            completeGroups(camel);
            Exception failure = exchange.getException();
            out.println(
                    failure == null
                            ? "The route ends well. No call was made."
                            : "The route fails: " + FailureText.of(failure) + ". No call was made.");
            return failure == null ? CheckCommand.FINE : CheckCommand.PROBLEMS;
        }
    }

    /** An aggregate waits for more than one sample: what it has is what it would send. */
    private void completeGroups(CamelContext camel) {
        for (Route route : camel.getRoutes()) {
            List<AggregateProcessor> waiting = route.getServices().stream()
                    .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
                    .filter(AggregateProcessor.class::isInstance)
                    .map(AggregateProcessor.class::cast)
                    .distinct()
                    .toList();
            for (AggregateProcessor aggregate : waiting) {
                out.println("  aggregate " + aggregate.getId() + " of " + route.getRouteId()
                        + " would send, once complete");
                aggregate.forceCompletionOfAllGroups();
                long deadline = System.nanoTime() + LONGEST_GROUP.toNanos();
                while (aggregate.getInProgressCompleteExchanges() > 0 && System.nanoTime() - deadline < 0) {
                    LockSupport.parkNanos(STEP.toNanos());
                }
            }
        }
    }

    /** Everything that is right, as other files may hold what the route calls; gives the first route of the file asked for. */
    private static Route load(HomeFiles.Asked files, CamelContext camel) throws Exception {
        for (RouteFileContent.Content connector : contents(files.connectors())) {
            addIfPossible(() -> ParsedFile.of(connector, camel).addRoutes());
        }
        List<ParsedFile> parsed = new ArrayList<>();
        for (RouteFileContent.Content file : contents(files.routes())) {
            addIfPossible(() -> {
                ParsedFile each = ParsedFile.of(file, camel);
                each.addConfigurations();
                parsed.add(each);
            });
        }
        for (ParsedFile each : parsed) {
            addIfPossible(each::addRoutes);
        }
        String asked = files.asked().iterator().next();
        RouteDefinition first =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .filter(route -> route.getResource() != null
                                && route.getResource()
                                        .getLocation()
                                        .equals("file:" + asked.replaceFirst("^classpath:", "")))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(asked + " holds no route"));
        return camel.getRoute(first.getId());
    }

    private interface Step {
        void run() throws Exception;
    }

    /** The file asked for was checked; of others only what can be built is of use. */
    private static void addIfPossible(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            // the command "check" says what is wrong with it
        }
    }

    private static List<RouteFileContent.Content> contents(Map<String, RouteFileContent> files) {
        return files.values().stream()
                .filter(RouteFileContent.Content.class::isInstance)
                .map(RouteFileContent.Content.class::cast)
                .toList();
    }

    private static EventType type(Route route, Optional<String> asked) {
        String uri = route.getEndpoint().getEndpointUri().replaceFirst("[?].*", "");
        if (!takesEvents(route)) {
            return new EventType(asked.orElse("sample"));
        }
        String wanted = uri.replaceFirst("^event:/*", "");
        if (asked.isEmpty() && wanted.contains("*")) {
            throw new IllegalArgumentException("the route takes " + wanted + ": say which with --type");
        }
        EventType type = new EventType(asked.orElse(wanted));
        if (!new EventTypePattern(wanted).matches(type)) {
            throw new IllegalArgumentException("the route takes " + wanted + " and not " + type);
        }
        return type;
    }

    /** As an attempt makes it, where the route takes events; else what starts the route brings the payload alone. */
    private static Exchange event(CamelContext camel, Route route, EventType type, byte[] payload) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(payload);
        if (takesEvents(route)) {
            Content content = new Content(Json.isWellFormed(payload) ? Content.JSON : ANY_BYTES, new Payload(payload));
            Event event = new Event(
                    new EventId("msg_sample"),
                    new ApplicationId("app_sample"),
                    Instant.now(),
                    Labels.of(type),
                    content);
            new ConsumedEvent(event, route.getRouteId()).enter(exchange, 1);
        }
        return exchange;
    }

    private static boolean takesEvents(Route route) {
        return route.getEndpoint().getEndpointUri().startsWith("event:");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}

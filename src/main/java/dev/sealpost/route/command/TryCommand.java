package dev.sealpost.route.command;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.Json;
import dev.sealpost.log.SecretValues;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.route.camel.PrepareCamel;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.ScratchCamel;
import dev.sealpost.route.event.ConsumedEvent;
import dev.sealpost.route.file.HomeFiles;
import dev.sealpost.route.file.ParsedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.subscription.DestinationId;
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
import java.util.regex.Pattern;
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

/** Command {@code try}: runs a route once on a sample event without making calls. */
@Command(
        name = "try",
        description = {
            "Runs a route once on a sample event without making calls.",
            "Prints every step and the calls that would have been made."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the route succeeds", "1:the route fails or its file is invalid", "2:invalid usage"})
public final class TryCommand implements Callable<Integer> {

    private static final Duration GROUP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);
    private static final Pattern BATCH_OPTION = Pattern.compile("[?&]batch=");
    private static final String ANY_BYTES = "application/octet-stream";

    private final CommandSurroundings surroundings;
    private final PrintStream out;
    private final PrintStream error;

    @Mixin
    private TryOptions options = new TryOptions();

    public TryCommand(CommandSurroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.error = surroundings.error();
    }

    /**
     * Prints every step and the calls that would have been made.
     *
     * @return exit code: 0 the route succeeds, 1 the route fails or its file is invalid, 2 invalid usage
     */
    @Override
    public Integer call() {
        try {
            options.requireFiles();
            try (Offline offline = Offline.open(surroundings)) {
                HomeFiles.SelectedFiles files = new HomeFiles(offline.home()).select(List.of(options.route()));
                List<RouteFileProblem> problems = problems(files, offline);
                if (!problems.isEmpty()) {
                    problems.forEach(out::println);
                    return CommandSurroundings.FAILED;
                }
                return run(files, offline);
            }
        } catch (IllegalArgumentException e) {
            error.println(SecretValues.mask(String.valueOf(e.getMessage())));
            error.println("usage: try <route file> --event <file> [--type <event type>] [--answer <file>]");
            return CommandSurroundings.USAGE_ERROR;
        } catch (Exception e) {
            error.println(FailureText.of(e));
            return CommandSurroundings.USAGE_ERROR;
        }
    }

    private static List<RouteFileProblem> problems(HomeFiles.SelectedFiles files, Offline offline) {
        return new CheckFiles(offline.environment())
                .check(files.connectors().values(), files.routes().values()).values().stream()
                        .filter(file -> files.requested().contains(file.name()))
                        .flatMap(file -> file.problems().stream())
                        .toList();
    }

    private int run(HomeFiles.SelectedFiles files, Offline offline) throws Exception {
        PrintRun print = new PrintRun(
                out, options.answer().map(TryCommand::read).map(PrintRun::text).orElse("{}"));
        try (ScratchCamel scratch = ScratchCamel.open(offline.environment(), print)) {
            CamelContext camel = scratch.camel();
            PrepareCamel.followSteps(camel);
            camel.getCamelContextExtension().addInterceptStrategy(print);
            Route route = load(files, camel);
            EventType type = type(route, options.type());
            Exchange exchange = event(camel, route, type, read(options.event()));
            out.println(route.getRouteId() + " consumes " + type);
            route.getProcessor().process(exchange);
            completeGroups(camel);
            Exception failure = exchange.getException();
            out.println(
                    failure == null
                            ? "The route succeeds. No call was made."
                            : "The route fails: " + FailureText.of(failure) + ". No call was made.");
            return failure == null ? CommandSurroundings.OK : CommandSurroundings.FAILED;
        }
    }

    /** Completes aggregates, which wait for more than one sample, with what they have. */
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
                long deadline = System.nanoTime() + GROUP_TIMEOUT.toNanos();
                while (aggregate.getInProgressCompleteExchanges() > 0 && System.nanoTime() - deadline < 0) {
                    LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                }
            }
        }
    }

    /** Loads all valid files, because the route may call routes of other files; returns the first route of the requested file. */
    private static Route load(HomeFiles.SelectedFiles files, CamelContext camel) throws Exception {
        for (RouteFileContent.FileContent connector : contents(files.connectors())) {
            addIfPossible(() -> ParsedFile.of(connector, camel).addRoutes());
        }
        List<ParsedFile> parsed = new ArrayList<>();
        for (RouteFileContent.FileContent file : contents(files.routes())) {
            addIfPossible(() -> {
                ParsedFile each = ParsedFile.of(file, camel);
                each.addConfigurations();
                parsed.add(each);
            });
        }
        for (ParsedFile each : parsed) {
            addIfPossible(each::addRoutes);
        }
        String requested = files.requested().iterator().next();
        RouteDefinition first =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .filter(route -> route.getResource() != null
                                && route.getResource()
                                        .getLocation()
                                        .equals("file:" + requested.replaceFirst("^classpath:", "")))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(requested + " has no route"));
        return camel.getRoute(first.getId());
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Ignores failures: the requested file was checked, and other files are optional. */
    private static void addIfPossible(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            // the command "check" reports it
        }
    }

    private static List<RouteFileContent.FileContent> contents(Map<String, RouteFileContent> files) {
        return files.values().stream()
                .filter(RouteFileContent.FileContent.class::isInstance)
                .map(RouteFileContent.FileContent.class::cast)
                .toList();
    }

    private static EventType type(Route route, Optional<String> requested) {
        String uri = route.getEndpoint().getEndpointUri().replaceFirst("[?].*", "");
        if (!consumesEvents(route)) {
            return new EventType(requested.orElse("sample"));
        }
        String consumed = uri.replaceFirst("^event:/*", "");
        if (requested.isEmpty() && consumed.contains("*")) {
            throw new IllegalArgumentException("the route consumes " + consumed + "; set the type with --type");
        }
        EventType type = new EventType(requested.orElse(consumed));
        if (!new EventTypePattern(consumed).matches(type)) {
            throw new IllegalArgumentException("the route consumes " + consumed + ", not " + type);
        }
        return type;
    }

    /** Creates the exchange of an attempt if the route consumes events; otherwise an exchange with the payload only. */
    private static Exchange event(CamelContext camel, Route route, EventType type, byte[] payload) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(payload);
        if (consumesEvents(route)) {
            Content content = new Content(Json.isWellFormed(payload) ? Content.JSON : ANY_BYTES, new Payload(payload));
            Event event = new Event(
                    new EventId("msg_sample"),
                    new ApplicationId("app_sample"),
                    Instant.now(),
                    Labels.of(type),
                    content);
            consumed(event, route).enter(exchange, 1);
        }
        return exchange;
    }

    /** Returns the event, or a batch of this event alone if the route consumes batches. */
    private static ConsumedEvent consumed(Event event, Route route) {
        String id = route.getRouteId();
        if (!BATCH_OPTION.matcher(route.getEndpoint().getEndpointUri()).find()) {
            return new ConsumedEvent(event, id);
        }
        Delivery delivery = new Delivery(event, DestinationId.ofRoute(id), Delivery.AttemptKey.FIRST);
        return ConsumedEvent.of(new DeliveryBatch(new BatchKey("batch_sample", 1), List.of(delivery)), id);
    }

    private static boolean consumesEvents(Route route) {
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

package dev.sealpost.api.endpoint;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.record.DeliveryMetrics;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.history.AttemptMinuteLog.Minute;
import dev.sealpost.history.AttemptMinuteLog.Of;
import dev.sealpost.history.AttemptMinuteLog.Pending;
import dev.sealpost.history.AttemptMinuteLog.Sums;
import dev.sealpost.subscription.DestinationId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code …/stats} of an endpoint, compatible with Svix, and {@code …/stats/minute} of an endpoint, an application or
 * the whole installation.
 */
@RestController
@RequestMapping("/api/v1")
class StatisticsController {

    private static final Duration DEFAULT_SPAN = Duration.ofHours(48);

    private final PathNames names;
    private final AttemptMinuteLog log;
    private final Clock clock;

    StatisticsController(PathNames names, AttemptMinuteLog log, Clock clock) {
        this.names = names;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Delivery counts of an endpoint.
     *
     * @param success delivered in the time span
     * @param pending waiting now
     * @param sending in a longer-running attempt now
     * @param fail turned into dead letters in the time span
     * @param canceled cancelled in the time span because the endpoint was deleted
     */
    record StatisticsOut(long success, long pending, long sending, long fail, long canceled) {}

    /**
     * Attempt statistics of one minute.
     *
     * @param timestamp start of the minute
     * @param attempts by outcome
     * @param deadLetters deliveries that ended without success
     * @param averageDurationMs of an attempt, in milliseconds
     * @param longestDurationMs in milliseconds
     */
    record MinuteOut(
            Instant timestamp,
            Map<String, Long> attempts,
            long deadLetters,
            long averageDurationMs,
            long longestDurationMs) {

        static MinuteOut of(Minute minute) {
            Sums sums = minute.sums();
            Map<String, Long> attempts = new LinkedHashMap<>();
            DeliveryMetrics.OUTCOMES.forEach(
                    outcome -> attempts.put(outcome, sums.attempts().getOrDefault(outcome, 0L)));
            return new MinuteOut(
                    minute.start(),
                    attempts,
                    sums.dead(),
                    sums.all() == 0 ? 0 : sums.durations().toMillis() / sums.all(),
                    sums.longestDuration().toMillis());
        }
    }

    /** Minutes with attempts, oldest first. */
    record MinutesOut(List<MinuteOut> data) {}

    /** Counts of the deliveries to an endpoint that ended, for Svix's clients. */
    record AttemptStatisticsOut(long success, long fail, long canceled) {}

    private record TimeSpan(Instant since, Instant until) {}

    @Operation(needs = Permission.VIEW, summary = "Count the deliveries to an endpoint by outcome")
    @GetMapping("/app/{app}/endpoint/{endpoint}/stats")
    @QueryParameters({"since", "until"})
    StatisticsOut ofEndpoint(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        DestinationId endpoint = endpoint(app, name);
        TimeSpan span = span(request);
        Sums sums = log.sums(new Of.OneDestination(endpoint), span.since(), span.until());
        Pending pending = log.pending(endpoint);
        return new StatisticsOut(sums.succeeded(), pending.waiting(), pending.sending(), sums.dead(), sums.cancelled());
    }

    @Operation(needs = Permission.VIEW, summary = "Count the deliveries to an endpoint that ended")
    @GetMapping("/app/{app}/endpoint/{endpoint}/attempt-stats")
    @QueryParameters({"since", "until"})
    AttemptStatisticsOut ended(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        TimeSpan span = span(request);
        Sums sums = log.sums(new Of.OneDestination(endpoint(app, name)), span.since(), span.until());
        return new AttemptStatisticsOut(sums.succeeded(), sums.dead(), sums.cancelled());
    }

    @Operation(needs = Permission.VIEW, summary = "List the attempts at an endpoint by minute")
    @GetMapping("/app/{app}/endpoint/{endpoint}/stats/minute")
    @QueryParameters({"since", "until"})
    MinutesOut minutesOfEndpoint(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        return minutes(new Of.OneDestination(endpoint(app, name)), request);
    }

    @Operation(needs = Permission.VIEW, summary = "List the attempts of an application by minute")
    @GetMapping("/app/{app}/stats/minute")
    @QueryParameters({"since", "until"})
    MinutesOut minutesOfApplication(@PathVariable("app") String app, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        return minutes(new Of.OneApplication(application), request);
    }

    @Operation(needs = Permission.VIEW, summary = "List the attempts of the installation by minute")
    @GetMapping("/stats/minute")
    @QueryParameters({"since", "until"})
    MinutesOut minutesOfEverything(HttpServletRequest request) {
        return minutes(new Of.Everything(), request);
    }

    private MinutesOut minutes(Of of, HttpServletRequest request) {
        TimeSpan span = span(request);
        return new MinutesOut(log.minutes(of, span.since(), span.until()).stream()
                .map(MinuteOut::of)
                .toList());
    }

    private DestinationId endpoint(String app, String name) {
        return names.formerDestination(names.application(app), name);
    }

    private TimeSpan span(HttpServletRequest request) {
        Query query = new Query(request);
        Instant now = clock.instant();
        Instant since = query.read("since", Query::instant).orElse(now.minus(DEFAULT_SPAN));
        Optional<Instant> until = query.read("until", Query::instant);
        if (until.filter(end -> end.isBefore(since)).isPresent()) {
            throw InvalidParameterException.ofQuery("until", "a time after since is expected");
        }
        return new TimeSpan(since, until.orElse(now));
    }
}

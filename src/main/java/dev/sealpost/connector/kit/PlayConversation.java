package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.call.CallInput;
import dev.sealpost.connector.call.CallResult;
import dev.sealpost.connector.call.CallSpec.Repeat;
import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorParameter;
import dev.sealpost.connector.kit.Conversation.Attempt;
import dev.sealpost.connector.kit.Conversation.GivenAnswer;
import dev.sealpost.connector.kit.Conversation.Outcome;
import dev.sealpost.connector.kit.Conversation.Scene;
import dev.sealpost.connector.kit.Conversation.Turn;
import dev.sealpost.connector.kit.StandInVendor.Received;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.egress.OutboundCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays the scenes of a conversation against a connector, by real HTTP on the loopback address. */
final class PlayConversation {

    /** Every call of a conversation happens at this time, so that requests with a time are always the same. */
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    private static final String SERVER = "{server}";

    private final Connector connector;
    private final Conversation conversation;
    private final JsonNode example;
    private final VendorClient client;
    private final StandInVendor vendor;
    private final List<ConnectorFinding> findings = new ArrayList<>();

    PlayConversation(
            Connector connector,
            Conversation conversation,
            JsonNode example,
            VendorClient client,
            StandInVendor vendor) {
        this.connector = connector;
        this.conversation = conversation;
        this.example = conversation.event().orElse(example);
        this.client = client;
        this.vendor = vendor;
    }

    List<ConnectorFinding> play() {
        conversation.scenes().stream()
                .filter(scene -> scene.skipped().isEmpty())
                .forEach(this::scene);
        conversation.scenes().stream()
                .filter(scene -> scene.name().equals("success"))
                .findFirst()
                .ifPresent(this::repeats);
        return List.copyOf(findings);
    }

    private void scene(Scene scene) {
        for (int i = 0; i < scene.attempts().size(); i++) {
            Attempt attempt = scene.attempts().get(i);
            String place = scene.attempts().size() == 1 ? scene.name() : scene.name() + ", attempt " + (i + 1);
            new JudgeAttempt(place, connector, conversation, findings)
                    .judge(attempt, run(attempt, "event"), vendor.received());
        }
    }

    /** Requires that a repeated call is the same request, and that another event has another key. */
    private void repeats(Scene success) {
        Attempt attempt = success.attempts().getFirst();
        List<Received> first = received(attempt, "event");
        if (!first.equals(received(attempt, "event"))) {
            findings.add(new ConnectorFinding("repeat", "a repeat of the call makes another request"));
        }
        boolean hasKey = connector.call().orElseThrow().repeat() instanceof Repeat.Key;
        if (hasKey && first.equals(received(attempt, "another event"))) {
            findings.add(new ConnectorFinding("repeat", "spec.call declares a key, but no request contains $key"));
        }
    }

    private List<Received> received(Attempt attempt, String event) {
        run(attempt, event);
        return vendor.received();
    }

    /**
     * Result of an attempt.
     *
     * @param pause of the credential
     */
    record Played(
            Outcome outcome,
            String reason,
            Optional<Duration> retryAfter,
            Optional<Duration> pause,
            Optional<CallResult> result) {}

    private Played run(Attempt attempt, String event) {
        vendor.answer(attempt.turns().stream().map(Turn::answer).toList());
        boolean silent = attempt.turns().stream().anyMatch(turn -> turn.answer() instanceof GivenAnswer.Silence);
        KeptPause limits = new KeptPause();
        MakeCall.Surroundings node = new MakeCall.Surroundings(client, limits, CallLocks.none(), NOON);
        try (OutboundCall deadline = OutboundCall.open(silent ? IMPATIENCE : PATIENCE)) {
            CallResult result =
                    new MakeCall(connector.name(), connector.call().orElseThrow(), node).call(input(attempt, event));
            return new Played(Outcome.SUCCEEDED, "", Optional.empty(), limits.longest, Optional.of(result));
        } catch (ReceiverFailure e) {
            return failed(e.outcome(), String.valueOf(e.getMessage()), limits.longest);
        }
    }

    private static Played failed(AttemptOutcome outcome, String reason, Optional<Duration> pause) {
        Optional<Duration> wait = outcome instanceof Throttled throttled ? throttled.retryAfter() : Optional.empty();
        Outcome seen =
                switch (outcome) {
                    case Throttled throttled -> Outcome.THROTTLED;
                    case Failed failed when failed.isFinal() -> Outcome.FINAL;
                    default -> Outcome.AGAIN;
                };
        return new Played(seen, reason, wait, pause, Optional.empty());
    }

    /** Keeps the longest pause, and lets every request pass: a scene has all its exchanges. */
    private static final class KeptPause implements CredentialLimits {

        private Optional<Duration> longest = Optional.empty();

        @Override
        public Optional<Duration> pause(String credential) {
            return Optional.empty();
        }

        @Override
        public void pause(String credential, Duration time) {
            if (longest.isEmpty() || longest.get().compareTo(time) < 0) {
                longest = Optional.of(time);
            }
        }
    }

    /** Returns true if the URL of the credential applies: a default of the parameter would be the vendor's own URL. */
    private boolean credentialHasUrl() {
        boolean hasDefault = connector.parameters().stream()
                .filter(parameter -> parameter.name().equals(CallVariables.BASE_URL))
                .anyMatch(parameter -> parameter.defaultValue().isPresent());
        return !hasDefault
                && conversation
                        .credential()
                        .filter(members -> members.has("url") || members.has("secretUrl"))
                        .isPresent();
    }

    private CallInput input(Attempt attempt, String operation) {
        Map<String, String> given = new HashMap<>(conversation.parameters());
        given.putAll(attempt.parameters());
        given.replaceAll((name, value) -> value.replace(SERVER, vendor.url()));
        List<String> names =
                connector.parameters().stream().map(ConnectorParameter::name).toList();
        if (names.contains(CallVariables.BASE_URL) && !credentialHasUrl()) {
            given.putIfAbsent(CallVariables.BASE_URL, vendor.url());
        }
        if (names.contains(CallVariables.CREDENTIAL)) {
            given.put(CallVariables.CREDENTIAL, "conversation");
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "msg_2x9Qf0GkzYc1dQ7mB3LrT5vWpZa");
        event.put("type", "example.happened");
        event.put("application", "app_1");
        event.put("time", "2026-01-01T12:00:00.000Z");
        JsonNode cursor = attempt.page()
                .flatMap(Conversation.SourcePage::cursor)
                .<JsonNode>map(TextNode::valueOf)
                .orElseGet(NullNode::getInstance);
        return new CallInput(
                attempt.event().orElse(example),
                connector.values(given),
                conversation.credential().map(members -> TestCredentials.of(members, vendor.url(), client, NOON)),
                event,
                operation,
                cursor);
    }
}

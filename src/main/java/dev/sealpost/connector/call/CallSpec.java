package dev.sealpost.connector.call;

import dev.sealpost.connector.credential.CredentialKind;
import dev.sealpost.connector.credential.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Declaration of a connector's calls: its {@code spec.call}.
 *
 * @param credential kinds of credentials that the connector accepts, with their places; empty: it needs none
 * @param requires JSON pointers (RFC 6901) of the members that the body must have; parameters can name members
 * @param repeat effect of a repeated call
 * @param scope jq: part of the body that distinguishes the calls of one event; empty: the position of the step is enough
 * @param headers of every request
 * @param requests in their order; at least one
 * @param lock key under which only one call at a time runs on all nodes, for a search followed by a creation
 * @param answers rules for the answers of every request, after those of the request
 * @param error jq over an error answer: the vendor's message, for people
 * @param pause jq over an answer: seconds for which the vendor wants the credential to pause; null: none
 * @param output jq over the last answer: the body after the call; empty: that answer as it is
 * @param source how pages are read; only of sources
 * @param test request that shows whether a credential works
 */
public record CallSpec(
        Map<CredentialKind, Placement> credential,
        List<CallTemplate> requires,
        Repeat repeat,
        Optional<Jq> scope,
        RequestFields headers,
        List<RequestSpec> requests,
        Optional<CallTemplate> lock,
        List<AnswerRule> answers,
        Optional<Jq> error,
        Optional<Jq> pause,
        Optional<Jq> output,
        Optional<SourceSpec> source,
        Optional<RequestSpec> test) {

    /** Returns the kinds of credentials as a user writes them, in alphabetical order. */
    public List<String> acceptedKinds() {
        return credential.keySet().stream().map(CredentialKind::word).sorted().toList();
    }

    /** Effect of a repeated call. */
    public sealed interface Repeat {

        /** A repeat changes nothing more: the call sets a state. */
        record Harmless() implements Repeat {}

        /**
         * The vendor recognizes the repeat by the key {@code $key}.
         *
         * @param remembered time for which it does
         */
        record Key(Duration remembered) implements Repeat {}

        /** A repeat acts twice, such as posting a message again. */
        record None() implements Repeat {}
    }

    /** Content of a request. */
    public sealed interface RequestContent {

        record None() implements RequestContent {}

        /** JSON. */
        record Body(Jq jq) implements RequestContent {}

        /** {@code application/x-www-form-urlencoded}; fields whose value is null are left out. */
        record Form(RequestFields fields) implements RequestContent {}
    }

    /**
     * One request.
     *
     * @param id name by which later expressions refer to its answer, as {@code $id}
     * @param when condition (jq over the body); a request that is skipped has the answer null
     * @param url template: absolute, or a path below {@code {baseUrl}}
     * @param query parameters; those whose value is null are left out
     * @param json whether a successful answer must be JSON, or empty
     */
    public record RequestSpec(
            String id,
            Optional<Jq> when,
            String method,
            CallTemplate url,
            RequestFields query,
            RequestFields headers,
            RequestContent content,
            List<AnswerRule> answers,
            boolean json) {}

    /** Meaning of an answer. */
    public enum Verdict {
        /** The request succeeded; the next one follows. */
        OK,
        /** The whole call is done; no further request follows. */
        DONE,
        /** Starts again with the first request: somebody else was faster. At most three times, then as {@link #AGAIN}. */
        RESTART,
        /** The call failed; a later attempt may succeed. */
        AGAIN,
        /** The call failed; no repeat can help. */
        FINAL,
        /** The vendor asks to wait. */
        THROTTLED
    }

    /**
     * Rule for answers. The first one that matches applies.
     *
     * @param when jq over the answer's JSON body (null if it has none), with {@code $status}, {@code $headers} and {@code $now}
     * @param reason jq over the same: text for people
     * @param retryAfter jq over the same: seconds to wait, for {@link Verdict#THROTTLED}
     */
    public record AnswerRule(Jq when, Verdict is, Optional<Jq> reason, Optional<Jq> retryAfter) {}

    /**
     * Pages of a source. The requests can use {@code $cursor}: null at first, then what {@code cursor} returned.
     *
     * @param items jq over the last answer: array of items
     * @param id jq over an item: its id at the vendor, which makes a repeated page harmless
     * @param cursor jq over the last answer: the next cursor; null leaves it as it is
     * @param more jq over the last answer: whether another page can be read at once
     */
    public record SourceSpec(Jq items, Jq id, Jq cursor, Optional<Jq> more) {}
}

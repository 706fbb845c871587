package dev.sealpost.connector.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Successful answer of a token endpoint (RFC 6749, section 5.1).
 *
 * @param life time until the access token expires; empty if the vendor did not say
 * @param refreshToken new refresh token; empty if the earlier one stays valid
 * @param url base URL for the API, if the credential takes it from the answer
 */
record TokenAnswer(String accessToken, Optional<Duration> life, Optional<String> refreshToken, Optional<String> url) {

    /** Longest time before its end at which a token is renewed. */
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

    /** Part of the life of a token that is the margin of a short one. */
    private static final int PART = 10;

    /** Longest life that is believed. */
    private static final long LONGEST_LIFE = Duration.ofDays(366).toSeconds();

    /** @param json has a text {@code access_token} */
    static TokenAnswer of(JsonNode json, Optional<String> urlMember) {
        String accessToken = json.path("access_token").asText();
        // Some vendors write the number as a text.
        long seconds = Math.min(json.path("expires_in").asLong(0), LONGEST_LIFE);
        Optional<String> refreshToken =
                Optional.of(json.path("refresh_token").asText("")).filter(text -> !text.isEmpty());
        return new TokenAnswer(
                accessToken,
                seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty(),
                refreshToken,
                urlMember
                        .map(member -> json.path(member).asText("").replaceFirst("/+$", ""))
                        .filter(url -> !url.isEmpty()));
    }

    /** Returns the access token, whose life begins at this time. */
    Token token(Instant from) {
        return new Token(accessToken, life.map(from::plus), life.map(time -> from.plus(time.minus(margin(time)))), url);
    }

    /** Returns the time before its end at which a token with this life is renewed. */
    static Duration margin(Duration life) {
        Duration part = life.dividedBy(PART);
        return part.compareTo(LONGEST_MARGIN) < 0 ? part : LONGEST_MARGIN;
    }

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "TokenAnswer[life=" + life + "]";
    }
}

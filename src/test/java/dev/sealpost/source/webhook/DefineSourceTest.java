package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.source.webhook.SourceSettings.Older;
import dev.sealpost.source.webhook.SourceSettings.Repeats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

class DefineSourceTest {

    private static final String SECRET = "not-to-be-seen";

    private final Map<String, String> settings =
            new HashMap<>(Map.of("sources.stripe.application", "shop", "sources.stripe.secrets[0]", SECRET));

    private Source stripe() {
        return TestSources.with(settings).find("stripe").orElseThrow();
    }

    @Test
    void hasNoSourcesByDefault() {
        assertThat(TestSources.with(Map.of()).all()).isEmpty();
    }

    @Test
    void takesTheProviderOfTheSameNameAndItsDefaults() {
        Source source = stripe();

        assertThat(source.application()).isEqualTo("shop");
        assertThat(source.handling())
                .isEqualTo(new Source.Handling(Repeats.DROP, Older.MARK, false, Duration.ofDays(30)));
        assertThat(source.meaning().deliveryId()).isEqualTo(Expression.parse(List.of("/id")));
        assertThat(source.meaning().type().defaultType().name()).isEqualTo("stripe.other");
    }

    @Test
    void readsSecretsFromFilesAndLeavesOutEmptyOnes(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("stripe"), SECRET + "\n");
        settings.put("sources.stripe.secrets[0]", "");
        settings.put("sources.stripe.secrets[1]", "file:" + file);

        assertThat(stripe().trust().keys())
                .isEqualTo(
                        TestSources.of("stripe", "secrets[0]", SECRET).trust().keys());
    }

    @Test
    void overridesAKeyOfAProviderAndKeepsTheOthers() {
        settings.put("providers.stripe.timestamp.tolerance", "10m");

        assertThat(stripe().meaning().deliveryId()).isEqualTo(Expression.parse(List.of("/id")));
        Map<String, ProviderSettings> own = new BindByName(environment(), new ByteArrayResource(new byte[0]))
                .map(DefineSource.PROVIDERS, ProviderSettings.class);
        assertThat(own.values())
                .extracting(provider -> provider.timestamp().tolerance())
                .containsExactly(Duration.ofMinutes(10));
    }

    private MockEnvironment environment() {
        MockEnvironment environment = new MockEnvironment();
        settings.forEach((key, value) -> environment.setProperty("sealpost." + key, value));
        return environment;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources.stripe.provider          | strip            | sealpost.sources.stripe.provider      | unknown provider strip; known providers: github, hmac,",
                "sources.stripe.application       | ''               | sealpost.sources.stripe.application   | required: the uid or id of the application",
                "sources.stripe.application       | a b              | sealpost.sources.stripe.application   | a uid is",
                "sources.stripe.secrets[0]        | ''               | sealpost.sources.stripe.secrets       | at least one secret",
                "sources.stripe.secrets[0]        | ${NOT_SET}       | sealpost.sources.stripe.secrets[0]    | environment variable",
                "sources.stripe.verify-token      | ${NOT_SET}       | sealpost.sources.stripe.verify-token  | environment variable",
                "sources.stripe.secrets[0]        | file:/not/there  | sealpost.sources.stripe.secrets[0]    | /not/there cannot be read",
                "sources.stripe.event-type        | {type}           | sealpost.sources.stripe.event-type    | {type} is not one of",
                "sources.stripe.event-type        | a{/type          | sealpost.sources.stripe.event-type    | without a name and a }",
                "sources.stripe.default-type      | a b              | sealpost.sources.stripe.default-type  | an event type must be",
                "sources.stripe.delivery-id       | {header:}        | sealpost.sources.stripe.delivery-id   | {header:} is not one of",
                "sources.stripe.repeats           | maybe            | sealpost.sources.stripe.repeats       | maybe",
                "sources.stripe.tolerance         | long             | sealpost.sources.stripe.tolerance     | long",
                "sources.stripe.tolerance         | -1s              | sealpost.sources.stripe.tolerance     | more than 0",
                "sources.stripe.public-url        | example.com      | sealpost.sources.stripe.public-url    | an absolute URL",
                "sources.stripe.order.key         | {/id}            | sealpost.sources.stripe.order.version | grows",
                "sources.stripe.order.version     | {/id}            | sealpost.sources.stripe.order.key     | required when order.version is set",
                "sources.stripe.secret            | not-to-be-seen   | sealpost.sources.stripe.secret        | unknown key",
                "sources.stripe.order.newer       | drop             | sealpost.sources.stripe.order.newer   | unknown key",
                "sources.[A b].application        | shop             | sealpost.sources.A b                  | a name starts with a letter",
                "providers.stripe.signature.signed | {timestamp}     | sealpost.providers.stripe             | must contain {body}",
                "providers.stripe.signature.algorithm | md5          | sealpost.providers.stripe.signature.algorithm | md5",
            })
    void namesTheKeyThatIsWrongAndShowsNoSecret(String key, String value, String named, String reason) {
        settings.put(key, value);

        assertThatExceptionOfType(InvalidSourceException.class)
                .isThrownBy(() -> TestSources.with(settings))
                .withMessageStartingWith(named + ":")
                .withMessageContaining(reason)
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining(SECRET));
    }

    @ParameterizedTest
    @CsvSource({
        "twilio, public-url",
        "hubspot, public-url",
        "square, public-url",
        "meta, verify-token",
        "svix, secrets[0]"
    })
    void wantsWhatAProviderNeeds(String provider, String key) {
        Map<String, String> other =
                Map.of("sources." + provider + ".application", "shop", "sources." + provider + ".secrets[0]", SECRET);

        assertThatExceptionOfType(InvalidSourceException.class)
                .isThrownBy(() -> TestSources.with(other))
                .withMessageStartingWith("sealpost.sources." + provider + "." + key + ":")
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining(SECRET));
    }

    @Test
    void refusesAToleranceWhereNoTimeIsSigned() {
        assertThatExceptionOfType(InvalidSourceException.class)
                .isThrownBy(() -> TestSources.of("github", "tolerance", "1m"))
                .withMessageContaining("github signs no timestamp");
    }

    @Test
    void showsNoSecretAsText() {
        assertThat(stripe().toString()).doesNotContain(SECRET);
        assertThat(TestSources.of("meta", "verify-token", SECRET).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://a.example/in/square,     -,   https://a.example/in/square",
                "https://a.example/in/square,     a=1, https://a.example/in/square?a=1",
                "https://a.example/in/square?b=2, b=2, https://a.example/in/square?b=2"
            })
    void addsTheQueryToThePublicUrl(String publicUrl, String query, String signed) {
        assertThat(TestSources.of("square", "public-url", publicUrl).signedUrl(query))
                .isEqualTo(signed);
    }
}

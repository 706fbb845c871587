package dev.sealpost.source.webhook;

import dev.sealpost.event.EventType;
import dev.sealpost.identifier.Uid;
import dev.sealpost.signature.HmacKey;
import dev.sealpost.signature.VerifyWebhook;
import dev.sealpost.signature.WebhookScheme;
import dev.sealpost.source.webhook.Source.Handling;
import dev.sealpost.source.webhook.Source.Meaning;
import dev.sealpost.source.webhook.Source.Order;
import dev.sealpost.source.webhook.Source.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Creates a source from its settings, or reports the invalid setting. */
final class DefineSource {

    static final String SOURCES = "sealpost.sources";
    static final String PROVIDERS = "sealpost.providers";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final String FILE = "file:";
    private static final String APPLICATION_ID = "app_";

    private final Map<String, ProviderSettings> providers;

    DefineSource(Map<String, ProviderSettings> providers) {
        this.providers = Map.copyOf(providers);
    }

    /** @throws InvalidSourceException with a message that names the key */
    Source define(String name, SourceSettings settings) {
        String at = SOURCES + "." + name;
        require(
                NAME.matcher(name).matches(),
                at,
                "a name starts with a letter and contains only lower-case letters, digits and -");
        String providerName = settings.provider().isEmpty() ? name : settings.provider();
        ProviderSettings provider = provider(at, providerName);
        return new Source(
                name,
                application(at, settings.application()),
                trust(at, settings, providerName, provider),
                meaning(at, name, settings, provider),
                new Handling(
                        settings.repeats(),
                        settings.order().older(),
                        settings.order().isKept(),
                        settings.order().keep()));
    }

    private ProviderSettings provider(String at, String name) {
        ProviderSettings provider = providers.get(name);
        if (provider == null) {
            throw new InvalidSourceException(
                    at + ".provider",
                    "unknown provider " + name + "; known providers: "
                            + String.join(
                                    ", ", providers.keySet().stream().sorted().toList())
                            + "; declare another one as " + PROVIDERS + "." + name);
        }
        return provider;
    }

    private static String application(String at, String name) {
        String key = at + ".application";
        require(!name.isBlank(), key, "required: the uid or id of the application that owns the events");
        return name.startsWith(APPLICATION_ID) ? name : valid(key, () -> Uid.require(name, APPLICATION_ID));
    }

    private static Trust trust(String at, SourceSettings settings, String providerName, ProviderSettings provider) {
        WebhookScheme scheme = valid(PROVIDERS + "." + providerName, provider::scheme);
        if (!settings.tolerance().isZero()) {
            require(
                    scheme.timestamp().isPresent(),
                    at + ".tolerance",
                    providerName + " signs no timestamp, so a tolerance has no effect; remove it");
            WebhookScheme wide = scheme;
            scheme = valid(at + ".tolerance", () -> wide.within(settings.tolerance()));
        }
        require(
                !scheme.signsUrl() || !settings.publicUrl().isEmpty(),
                at + ".public-url",
                providerName + " signs the URL that it calls: set the URL that is configured at the provider");
        if (!settings.publicUrl().isEmpty()) {
            requireUrl(at + ".public-url", settings.publicUrl());
        }
        require(
                !provider.challenge().query().isConfigured()
                        || !settings.verifyToken().isBlank(),
                at + ".verify-token",
                providerName + " sends a verify token first: choose one and configure it here and at the provider");
        requireResolved(at + ".verify-token", settings.verifyToken());
        return new Trust(
                new VerifyWebhook(scheme),
                keys(at + ".secrets", settings.secrets(), provider.signature()),
                settings.publicUrl(),
                settings.verifyToken());
    }

    private static void requireUrl(String key, String text) {
        try {
            URI url = new URI(text);
            require(
                    url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme())),
                    key,
                    "must be an absolute URL such as https://hooks.example.com/in/name");
        } catch (URISyntaxException e) {
            throw new InvalidSourceException(key, "malformed URL: " + e.getReason());
        }
    }

    /** Skips empty secrets, so that the entry of an old secret can stay in the file. */
    private static List<HmacKey> keys(String at, List<String> secrets, ProviderSettings.Signature signature) {
        List<HmacKey> keys = new ArrayList<>();
        for (int i = 0; i < secrets.size(); i++) {
            String key = at + "[" + i + "]";
            requireResolved(key, secrets.get(i));
            String secret = secrets.get(i).startsWith(FILE)
                    ? read(key, secrets.get(i).substring(FILE.length()))
                    : secrets.get(i).strip();
            if (!secret.isEmpty()) {
                keys.add(valid(key, () -> HmacKey.of(secret, signature.secret(), signature.algorithm())));
            }
        }
        require(
                !keys.isEmpty(),
                at,
                "at least one secret must not be empty, such as ${STRIPE_SECRET} or file:/run/secrets/stripe");
        return keys;
    }

    /** Refuses an unresolved placeholder: its text would be a secret that anybody can guess. */
    private static void requireResolved(String key, String secret) {
        require(!secret.contains("${"), key, "its environment variable is not set");
    }

    private static String read(String key, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSourceException(key, "the file " + file + " cannot be read: " + e);
        }
    }

    private static Meaning meaning(String at, String name, SourceSettings settings, ProviderSettings provider) {
        List<String> types = settings.eventType().isEmpty() ? provider.eventType() : settings.eventType();
        List<String> ids = settings.deliveryId().isEmpty() ? provider.deliveryId() : settings.deliveryId();
        String defaultType = settings.defaultType().isEmpty() ? name + ".other" : settings.defaultType();
        ProviderSettings.BodyChallenge body = provider.challenge().body();
        valid(PROVIDERS + "." + name + ".challenge.body", () -> Expression.parse(pointers(body)));
        return new Meaning(
                new TypeOfEvent(
                        valid(at + ".event-type", () -> Expression.parse(types)),
                        valid(at + ".default-type", () -> new EventType(defaultType))),
                valid(at + ".delivery-id", () -> Expression.parse(ids)),
                provider.formField(),
                provider.items(),
                provider.challenge(),
                order(at + ".order", settings.order()));
    }

    private static List<String> pointers(ProviderSettings.BodyChallenge challenge) {
        return challenge.at().isEmpty() ? List.of() : List.of(challenge.at(), challenge.answer());
    }

    private static Order order(String at, SourceSettings.Order order) {
        if (!order.isKept()) {
            return new Order(new Expression(List.of()), new Expression(List.of()));
        }
        require(!order.key().isEmpty(), at + ".key", "required when order.version is set");
        require(
                !order.version().isEmpty(),
                at + ".version",
                "required when order.key is set: a number or time that grows");
        require(order.keep().isPositive(), at + ".keep", "must be more than 0");
        return new Order(
                valid(at + ".key", () -> Expression.parse(List.of(order.key()))),
                valid(at + ".version", () -> Expression.parse(List.of(order.version()))));
    }

    private static void require(boolean condition, String key, String reason) {
        if (!condition) {
            throw new InvalidSourceException(key, reason);
        }
    }

    private static <T> T valid(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSourceException(key, String.valueOf(e.getMessage()));
        }
    }
}

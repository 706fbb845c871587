package dev.sealpost.route.camel;

import dev.sealpost.log.SecretValues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.EndpointHelper;

/** Registers passwords and keys in endpoint URIs as secrets. */
public final class LearnSecrets {

    /** Names of endpoint options and headers that hold a secret. User names are not secrets. */
    public static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credential|api-?_?key|access-?_?key|authorization).*");

    private static final Pattern OPTION =
            Pattern.compile("[?&]([^=&]+)=(?:RAW\\(([^&]*?)\\)(?=&|$)|RAW\\{([^&]*?)}(?=&|$)|([^&]*))");
    private static final Pattern CONNECTOR = Pattern.compile("(?:connector|kamelet):");
    private static final int MIN_WORD_LENGTH = 12;
    private static final Pattern WORD = Pattern.compile("(?:[A-Za-z]+\\s+)?(\\S+)");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("^[a-z0-9+.-]+:(?://)?[^/?#@:]*:([^/?#@]+)@");

    private LearnSecrets() {}

    /** Registers the secrets of a step and of the input of its route. Skips values of events, whose number is unlimited. */
    static void step(Route route, NamedNode step) {
        uri(route.getCamelContext(), route.getEndpoint().getEndpointUri());
        String uri =
                switch (step) {
                    case ToDynamicDefinition to -> to.getUri();
                    case EndpointRequiredDefinition to -> to.getEndpointUri();
                    default -> null;
                };
        if (uri != null) {
            uri(route.getCamelContext(), uri);
        }
    }

    /** Returns the values of secret options by name. */
    public static Map<String, String> options(String uri) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Matcher options = OPTION.matcher(uri);
        while (options.find()) {
            String raw = options.group(2) != null ? options.group(2) : options.group(3);
            String value = raw != null ? raw : CamelSyntax.decode(options.group(4));
            if (isSecret(options.group(1), uri) && !value.startsWith("#") && !value.contains("${")) {
                secrets.put(options.group(1), value);
            }
        }
        return secrets;
    }

    /** The parameter {@code credential} of a connector is the name of one. */
    private static boolean isSecret(String option, String uri) {
        return NAME.matcher(option).matches()
                && !(option.equals("credential") && CONNECTOR.matcher(uri).lookingAt());
    }

    private static void uri(CamelContext camel, String written) {
        String uri = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camel, written);
        options(uri).values().forEach(LearnSecrets::add);
        basic(uri);
        Matcher user = USER_AND_PASSWORD.matcher(uri);
        if (user.find()) {
            add(CamelSyntax.decode(user.group(1)));
        }
    }

    /** Registers the header value for Basic authentication: a vendor may repeat it in an answer that a route logs. */
    private static void basic(String uri) {
        Map<String, String> options = new HashMap<>();
        HttpOptions.in(uri).forEach(option -> options.put(option.getKey(), withoutRaw(option.getValue())));
        String password = options.get("authpassword");
        if (password != null && !uri.contains("${")) {
            String both = options.getOrDefault("authusername", "") + ":" + password;
            SecretValues.add(Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String withoutRaw(String value) {
        return value.startsWith("RAW(") && value.endsWith(")") ? value.substring(4, value.length() - 1) : value;
    }

    /** Registers the constant value of a header: one word, optionally after another such as Bearer. */
    static void header(String name, String value) {
        Matcher word = WORD.matcher(value.strip());
        if (NAME.matcher(name).matches() && word.matches()) {
            add(word.group(1));
        }
    }

    /** Registers a value. Skips short words such as "secret" or "Bearer", because masking them would garble ordinary text. */
    private static void add(String value) {
        if (value.length() >= MIN_WORD_LENGTH || !value.chars().allMatch(Character::isLetter)) {
            SecretValues.add(value);
        }
    }
}

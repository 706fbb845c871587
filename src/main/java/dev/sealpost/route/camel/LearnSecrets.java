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

    /** The option of an endpoint, or the name of a header, that holds one. Names of users are none. */
    public static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credential|api-?_?key|access-?_?key|authorization).*");

    private static final Pattern OPTION =
            Pattern.compile("[?&]([^=&]+)=(?:RAW\\(([^&]*?)\\)(?=&|$)|RAW\\{([^&]*?)}(?=&|$)|([^&]*))");
    private static final int LONGEST_WORD = 12;
    private static final Pattern WORD = Pattern.compile("(?:[A-Za-z]+\\s+)?(\\S+)");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("^[a-z0-9+.-]+:(?://)?[^/?#@:]*:([^/?#@]+)@");

    private LearnSecrets() {}

    /** Those of a step, and of what its route starts with. Not those that come with events: they never end. */
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
            if (NAME.matcher(options.group(1)).matches() && !value.startsWith("#") && !value.contains("${")) {
                secrets.put(options.group(1), value);
            }
        }
        return secrets;
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

    /** A vendor may repeat the header that is made of them, and a log: step what the vendor said. */
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

    /** What a header holds that a route sets to the same value always: one word, behind another such as Bearer. */
    static void header(String name, String value) {
        Matcher word = WORD.matcher(value.strip());
        if (NAME.matcher(name).matches() && word.matches()) {
            add(word.group(1));
        }
    }

    /** Not a word such as "secret" or "Bearer", however bad a password it is: every text has it. */
    private static void add(String value) {
        if (value.length() >= LONGEST_WORD || !value.chars().allMatch(Character::isLetter)) {
            SecretValues.add(value);
        }
    }
}

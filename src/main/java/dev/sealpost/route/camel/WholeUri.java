package dev.sealpost.route.camel;

import dev.sealpost.egress.OutboundUrl;
import java.util.Optional;
import java.util.regex.Pattern;

/** URI that is a single untrusted value, such as a callback address in an event; few forms are allowed. */
record WholeUri(String uri, FillUri.Reader reader) {

    private static final Pattern NAMED = Pattern.compile("(direct|event):(?://)?([A-Za-z0-9._-]+)");
    private static final Pattern HTTP = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);

    /** Encoded delimiters of a URI, and an encoded %. */
    private static final Pattern ENCODED = Pattern.compile("(?i)%(?:2[13-9A-CF]|3[ABDF]|40|5[BD])");

    /** Route that sends webhooks. Only Sealpost itself may call it. */
    private static final String WEBHOOKS = "webhook-delivery";

    /** Returns true if the URI is that of the route that sends webhooks. */
    static boolean isOfWebhooks(String uri) {
        return uri.matches("(?s)direct:/*" + WEBHOOKS + "(?:[?].*)?");
    }

    /** Returns the problem, beginning with a verb; empty if the URI is allowed. */
    Optional<String> refusal() {
        return CamelSyntax.in(uri).or(() -> {
            var named = NAMED.matcher(uri);
            if (named.matches()) {
                return named.group(2).equals(WEBHOOKS)
                        ? Optional.of("names direct:" + WEBHOOKS + ", which only Sealpost itself may call")
                        : Optional.empty();
            }
            return HTTP.matcher(uri).matches()
                    ? http()
                    : Optional.of("is the whole URI and must then be direct:name, event:type or an http(s) URL");
        });
    }

    private Optional<String> http() {
        try {
            OutboundUrl.parse(uri);
        } catch (IllegalArgumentException e) {
            return Optional.of("is not an allowed address: " + e.getMessage());
        }
        if (reader == FillUri.Reader.HTTP_CLIENT) {
            return Optional.empty();
        }
        if (ENCODED.matcher(uri).find()) {
            return Optional.of(
                    "contains an encoded delimiter such as %2F or %26, which Camel would decode: set the URL as the header CamelHttpUri");
        }
        int query = uri.indexOf('?');
        for (String parameter :
                query < 0 ? new String[0] : uri.substring(query + 1).split("[&?;]")) {
            String name = parameter.replaceFirst("=.*", "");
            if (HttpOptions.has(name)) {
                return Optional.of("sets a Camel option in its query: "
                        + CamelSyntax.decode(name).replaceAll("[^A-Za-z0-9._-]", "?"));
            }
        }
        return Optional.empty();
    }
}

package dev.sealpost.route.camel;

import dev.sealpost.egress.OutboundUrl;
import java.util.Optional;
import java.util.regex.Pattern;

/** URI that is a single untrusted value, such as a callback address in an event; few forms are allowed. */
record WholeUri(String uri, FillUri.Reader reader) {

    private static final Pattern NAMED = Pattern.compile("(direct|event):(?://)?([A-Za-z0-9._-]+)");
    private static final Pattern HTTP = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);

    /** Characters that divide a URI, and % itself. */
    private static final Pattern ENCODED = Pattern.compile("(?i)%(?:2[13-9A-CF]|3[ABDF]|40|5[BD])");

    /** The route that sends webhooks is for the node alone. */
    private static final String WEBHOOKS = "webhook-delivery";

    /** Whether the URI is that of the route which sends webhooks. */
    static boolean isOfWebhooks(String uri) {
        return uri.matches("(?s)direct:/*" + WEBHOOKS + "(?:[?].*)?");
    }

    /** Returns the problem, beginning with a verb; empty if the URI is allowed. */
    Optional<String> refusal() {
        return CamelSyntax.in(uri).or(() -> {
            var named = NAMED.matcher(uri);
            if (named.matches()) {
                return named.group(2).equals(WEBHOOKS)
                        ? Optional.of("names direct:" + WEBHOOKS + ", which is for the node alone")
                        : Optional.empty();
            }
            return HTTP.matcher(uri).matches()
                    ? http()
                    : Optional.of("is a URI as a whole, and may then be direct:name, event:type or an http(s) address");
        });
    }

    private Optional<String> http() {
        try {
            OutboundUrl.parse(uri);
        } catch (IllegalArgumentException e) {
            return Optional.of("is no address that may be called: " + e.getMessage());
        }
        if (reader == FillUri.Reader.HTTP_CLIENT) {
            return Optional.empty();
        }
        if (ENCODED.matcher(uri).find()) {
            return Optional.of(
                    "has %2F, %26 or the like in it, which Camel would decode: set it as the header CamelHttpUri");
        }
        int query = uri.indexOf('?');
        for (String parameter :
                query < 0 ? new String[0] : uri.substring(query + 1).split("[&?;]")) {
            String name = parameter.replaceFirst("=.*", "");
            if (HttpOptions.has(name)) {
                return Optional.of("sets an option of Camel in its query: "
                        + CamelSyntax.decode(name).replaceAll("[^A-Za-z0-9._-]", "?"));
            }
        }
        return Optional.empty();
    }
}

package dev.sealpost.route.camel;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpEndpointUriFactory;

/**
 * Query parameters of an {@code http:} URI that Camel treats as its own options: the documented ones, and all other properties
 * of an endpoint.
 */
final class HttpOptions {

    private static final HttpEndpointUriFactory DOCUMENTED = new HttpEndpointUriFactory();

    /** Options that {@link HttpComponent} reads when it creates an endpoint. */
    private static final Set<String> READ = Set.of(
            "connectionrequesttimeout",
            "responsetimeout",
            "connecttimeout",
            "sotimeout",
            "httpbinding",
            "httpmethodrestrict",
            "muteexception");

    private static final Set<String> NAMES = Stream.of(
                    DOCUMENTED.propertyNames().stream().map(HttpOptions::lowerCase), READ.stream(), accessed("set"))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());
    /** Objects of an endpoint that have options of their own, such as {@code component.followRedirects}. */
    private static final Set<String> OWNERS = accessed("get").collect(Collectors.toUnmodifiableSet());

    private HttpOptions() {}

    private static Stream<String> accessed(String verb) {
        return Arrays.stream(HttpEndpoint.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith(verb) && name.length() > verb.length())
                .map(name -> lowerCase(name.substring(verb.length())));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** @param name the name as written in a URI, encoded or not */
    static boolean has(String name) {
        String plain = plain(name);
        String owner = plain.replaceFirst("[.\\[].*", "");
        boolean isNested = !owner.equals(plain);
        return NAMES.contains(plain)
                || (isNested
                        && (NAMES.contains(owner)
                                || OWNERS.contains(owner)
                                || DOCUMENTED.multiValuePrefixes().values().stream()
                                        .anyMatch(prefix -> plain.startsWith(lowerCase(prefix)))));
    }

    /** Camel treats clientConnectionManager, clientconnectionmanager and client-connection-manager as the same. */
    private static String plain(String name) {
        return lowerCase(CamelSyntax.decode(CamelSyntax.decode(name))).replaceAll("[-?]", "");
    }

    /** Returns the parameters of a URI of any component: names in lower case without dashes, and values. */
    static List<Map.Entry<String, String>> in(String uri) {
        int query = uri.indexOf('?');
        return query < 0
                ? List.of()
                : Arrays.stream(uri.substring(query + 1).split("&"))
                        .map(parameter -> parameter.split("=", 2))
                        .map(pair -> Map.entry(plain(pair[0]), pair.length < 2 ? "" : CamelSyntax.decode(pair[1])))
                        .toList();
    }
}

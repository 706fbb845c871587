package dev.sealpost.route.camel;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceResolver;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Restricts resources of routes (scripts, style sheets, schemas, connectors) to files and the class path. Camel would fetch
 * URLs with its own unguarded client.
 */
public final class LocalResources extends ServiceSupport implements ResourceResolver {

    private static final List<String> REMOTE = List.of("http", "https", "ftp", "jar");

    /** Matches endpoints that read a remote resource when they start. */
    private static final Pattern NAMED =
            Pattern.compile("(?i)^(?:xslt|xslt-saxon|validator|dataset):(?://)?https?:|[:=]resource:https?:"
                    + "|[?&](?:resourceUri|location)=https?:");

    private final String scheme;
    private @Nullable CamelContext camel;

    private LocalResources(String scheme) {
        this.scheme = scheme;
    }

    public static void in(CamelContext camel) {
        REMOTE.forEach(scheme -> camel.getRegistry()
                .bind(DefaultResourceLoader.RESOURCE_LOADER_KEY_PREFIX + scheme, new LocalResources(scheme)));
    }

    @Override
    public String getSupportedScheme() {
        return scheme;
    }

    /** Refuses an endpoint that would read a resource from a URL. */
    static Endpoint requireLocal(String uri, Endpoint endpoint) {
        if (NAMED.matcher(CamelSyntax.decode(uri)).find()) {
            throw refused();
        }
        return endpoint;
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException(
                "resources cannot be loaded from a URL (http:…): save the resource as a file and refer to it (file:…)");
    }

    @Override
    public Resource resolve(String location) {
        throw refused();
    }

    @Override
    @SuppressWarnings("NullAway") // set before it is used
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camel) {
        this.camel = camel;
    }
}

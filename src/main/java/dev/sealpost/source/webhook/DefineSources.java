package dev.sealpost.source.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** Creates all sources of the configuration or of a deployed file. Binds by hand because the keys are chosen by the operator. */
final class DefineSources {

    private static final Pattern KNOWN = Pattern.compile("sealpost[.](?:sources|providers)[.].+");
    /** In whichever of the notations that Spring takes, such as {@code verify-token} and {@code verifyToken}. */
    private static final Pattern SECRET = Pattern.compile(
            "sealpost[.]sources[.].+[.](?:secrets(?:\\[\\d+])?|verify[-_]?token)", Pattern.CASE_INSENSITIVE);

    /** A secret that only the node knows: a variable without a default, or a file. */
    private static final Pattern OF_THE_NODE = Pattern.compile("\\$\\{[^:}]+}|file:.+|");

    private final Environment environment;
    private final Resource providers;

    /** @param providers providers in the jar; the configuration can add and override some */
    DefineSources(Environment environment, Resource providers) {
        this.environment = environment;
        this.providers = providers;
    }

    /** @throws InvalidSourceException with a message that names the key */
    List<Source> ofConfiguration() {
        BindByName bind = new BindByName(environment, providers);
        return define(bind, bind);
    }

    /**
     * Creates the sources of a YAML file with the keys {@code sealpost.sources} and {@code sealpost.providers}.
     *
     * @throws InvalidSourceException with a message that names the key, also if the file contains a secret
     */
    List<Source> ofFile(String text) {
        List<PropertySource<?>> file = read(text);
        file.forEach(DefineSources::requireNoSecret);
        return define(BindByName.ofFile(environment, file), BindByName.withFile(environment, file, providers));
    }

    private static List<PropertySource<?>> read(String text) {
        try {
            return BindByName.load(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            throw new InvalidSourceException(
                    "the file is not YAML",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static void requireNoSecret(PropertySource<?> source) {
        if (!(source instanceof EnumerablePropertySource<?> file)) {
            return;
        }
        for (String key : file.getPropertyNames()) {
            if (!KNOWN.matcher(key).matches()) {
                throw new InvalidSourceException(
                        key, "a deployed file has only sealpost.sources and sealpost.providers");
            }
            if (SECRET.matcher(key).matches()
                    && !OF_THE_NODE
                            .matcher(String.valueOf(file.getProperty(key)).strip())
                            .matches()) {
                throw new InvalidSourceException(
                        key,
                        "a secret is not deployed: name a variable, such as ${STRIPE_SECRET}, or a file:<path> of each node");
            }
        }
    }

    private static List<Source> define(BindByName sources, BindByName providers) {
        DefineSource define = new DefineSource(providers.map(DefineSource.PROVIDERS, ProviderSettings.class));
        Map<String, SourceSettings> settings = sources.map(DefineSource.SOURCES, SourceSettings.class);
        return settings.entrySet().stream()
                .map(each -> define.define(each.getKey(), each.getValue()))
                .toList();
    }
}

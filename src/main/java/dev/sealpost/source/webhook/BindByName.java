package dev.sealpost.source.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** Binds settings whose keys are chosen by the operator. Error messages show no value that may be secret. */
final class BindByName {

    private static final String SECRET = "secret";

    private final Binder binder;

    private BindByName(Environment environment, List<ConfigurationPropertySource> sources) {
        this.binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
    }

    /**
     * Binds the keys of the environment.
     *
     * @param defaults YAML file with the values for keys that the environment does not set
     */
    BindByName(Environment environment, Resource defaults) {
        this(environment, all(ConfigurationPropertySources.get(environment), load(defaults)));
    }

    /** Binds the keys of a file only. Its placeholders are resolved in the environment. */
    static BindByName ofFile(Environment environment, List<PropertySource<?>> file) {
        return new BindByName(environment, all(List.of(), file));
    }

    /** Binds the keys of a file, then those of the environment, then the defaults. */
    static BindByName withFile(Environment environment, List<PropertySource<?>> file, Resource defaults) {
        List<ConfigurationPropertySource> sources = all(List.of(), file);
        sources.addAll(all(ConfigurationPropertySources.get(environment), load(defaults)));
        return new BindByName(environment, sources);
    }

    private static List<ConfigurationPropertySource> all(
            Iterable<ConfigurationPropertySource> first, List<PropertySource<?>> others) {
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        first.forEach(sources::add);
        ConfigurationPropertySources.from(others).forEach(sources::add);
        return sources;
    }

    static List<PropertySource<?>> load(Resource file) {
        try {
            return new YamlPropertySourceLoader().load(String.valueOf(file.getFilename()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** @throws InvalidSourceException with a message that names the key */
    <T> Map<String, T> map(String prefix, Class<T> type) {
        try {
            return binder.bind(
                            prefix,
                            Bindable.mapOf(String.class, type),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                    .orElse(Map.of());
        } catch (BindException e) {
            throw explained(e);
        }
    }

    private static InvalidSourceException explained(BindException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnboundConfigurationPropertiesException unbound) {
            String names = unbound.getUnboundProperties().stream()
                    .map(each -> each.getName().toString())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new InvalidSourceException(names, "unknown key; docs/sources.md lists all keys");
        }
        String key = e.getName().toString();
        return new InvalidSourceException(
                key,
                key.contains(SECRET)
                        ? "the value cannot be read; check that its environment variable is set"
                        : String.valueOf(root.getMessage()));
    }
}

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

    /** @param defaults YAML file with the values for keys that the environment does not set */
    BindByName(Environment environment, Resource defaults) {
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        ConfigurationPropertySources.from(load(defaults)).forEach(sources::add);
        this.binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
    }

    private static List<PropertySource<?>> load(Resource file) {
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

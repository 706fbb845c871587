package dev.sealpost.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * Names of settings, compared like Spring Boot: ignoring case and dashes.
 *
 * @param single names of single settings
 * @param lists names of lists, whose settings end with an index
 * @param open prefixes of arbitrary names
 * @param replaced names of earlier versions with their replacement; empty if there is none
 */
record SettingNames(
        Set<ConfigurationPropertyName> single,
        Set<ConfigurationPropertyName> lists,
        Set<ConfigurationPropertyName> open,
        Map<ConfigurationPropertyName, String> replaced) {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    static final List<String> CONFIGURATION =
            List.of("application.yaml", "application-demo.yaml", "application-cluster.yaml");

    /** Maps of Sealpost with arbitrary keys, validated by their readers. */
    private static final List<String> MAPS = List.of(
            "sealpost.sources",
            "sealpost.providers",
            "sealpost.data-sources",
            "sealpost.brokers",
            "sealpost.broker.producers");

    /** Prefixes of libraries that do not describe their settings or accept any name. */
    private static final List<String> OF_LIBRARIES = List.of(
            "hawtio",
            "management.endpoint.hawtio",
            "management.endpoint.jolokia",
            "camel.beans",
            "camel.kamelet",
            "camel.variable");

    /** Returns the settings of Sealpost, of its example routes, and of libraries that it configures. */
    static SettingNames ofSealpost(ClassLoader classes) {
        SettingNames names = empty();
        Stream.concat(MAPS.stream(), OF_LIBRARIES.stream())
                .map(ConfigurationPropertyName::of)
                .forEach(names.open::add);
        CONFIGURATION.forEach(file -> names.addFile(new ClassPathResource(file, classes)));
        return names;
    }

    /** Returns the settings that Spring Boot, Camel and other libraries describe in metadata. */
    static SettingNames ofLibraries(ClassLoader classes) {
        SettingNames names = empty();
        ObjectMapper json = new ObjectMapper();
        try {
            for (URL file : Collections.list(classes.getResources(METADATA))) {
                try (InputStream content = file.openStream()) {
                    json.readTree(content).path("properties").forEach(names::addProperty);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: " + METADATA, e);
        }
        names.replaced.keySet().removeIf(name -> names.single.contains(name) || names.open.contains(name));
        return names;
    }

    private static SettingNames empty() {
        return new SettingNames(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashMap<>());
    }

    private void addFile(ClassPathResource file) {
        try {
            for (PropertySource<?> document : new YamlPropertySourceLoader().load(file.getPath(), file)) {
                for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
                    addName(ConfigurationPropertyName.adapt(name, '.'));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: " + file.getPath(), e);
        }
    }

    private void addName(ConfigurationPropertyName name) {
        if (name.isLastElementIndexed()) {
            lists.add(name.getParent());
        } else {
            single.add(name);
        }
    }

    private void addProperty(JsonNode property) {
        ConfigurationPropertyName name =
                ConfigurationPropertyName.adapt(property.path("name").asText(), '.');
        JsonNode deprecation = property.path("deprecation");
        if (deprecation.path("level").asText().equals("error")) {
            replaced.put(name, deprecation.path("replacement").asText(""));
            return;
        }
        String type = property.path("type").asText().replaceFirst("<.*", "");
        switch (type) {
            case "java.util.Map", "java.util.Properties" -> open.add(name);
            case "java.util.List", "java.util.Set" -> lists.add(name);
            default -> {
                if (type.endsWith("[]")) {
                    lists.add(name);
                }
            }
        }
        single.add(name);
    }

    boolean contains(ConfigurationPropertyName name) {
        if (single.contains(name)) {
            return true;
        }
        for (int length = 1; length < name.getNumberOfElements(); length++) {
            ConfigurationPropertyName above = name.chop(length);
            if (open.contains(above) || (name.isNumericIndex(length) && lists.contains(above))) {
                return true;
            }
        }
        return false;
    }
}

package dev.sealpost.route.check;

import dev.sealpost.route.camel.PrepareCamel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.StringHelper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Jars that a Kamelet of Camel's catalog names as its dependencies and that are not there. */
final class KameletJars {

    private static final String FOLDER = StringHelper.after(PrepareCamel.CATALOG, ":") + "/";
    private static final String CAMEL = "camel:";
    private static final String OTHER = "mvn:";
    /** A name for several jars, all of which are there. */
    private static final String CORE = "camel:core";

    private KameletJars() {}

    /** Returns the artifacts as {@code sealpost lib add} takes them; empty if the catalog has no such Kamelet. */
    static List<String> missing(String kamelet) {
        List<String> dependencies = dependencies(kamelet);
        List<String> ofCamel = dependencies.stream()
                .filter(name -> name.startsWith(CAMEL) && !name.equals(CORE))
                .map(name -> "camel-" + name.substring(CAMEL.length()))
                .filter(artifact -> !isThere("org.apache.camel", artifact))
                .toList();
        return ofCamel.isEmpty()
                ? dependencies.stream()
                        .filter(name -> name.startsWith(OTHER))
                        .map(name -> name.substring(OTHER.length()))
                        .filter(name -> !isThere(name.replaceFirst(":.*", ""), name.split(":")[1]))
                        .toList()
                : ofCamel;
    }

    private static List<String> dependencies(String kamelet) {
        try (InputStream file = classes().getResourceAsStream(FOLDER + kamelet + ".kamelet.yaml")) {
            if (file == null) {
                return List.of();
            }
            Map<?, ?> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return content.get("spec") instanceof Map<?, ?> spec && spec.get("dependencies") instanceof List<?> names
                    ? names.stream().map(String::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isThere(String group, String artifact) {
        return classes().getResource("META-INF/maven/" + group + "/" + artifact + "/pom.properties") != null;
    }

    private static ClassLoader classes() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? KameletJars.class.getClassLoader() : ofThread;
    }
}

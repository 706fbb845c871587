package dev.sealpost.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.sealpost.delivery.AttemptOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Refuses a second meaning of a public name: a reader who has learned a type should not have to ask which of two it is. */
class NamesTest {

    private static final String ALERT = "an alert's settings are called as what it watches, as in sealpost.alert";
    private static final String POLICY = "a setting is called alike for all endpoints and for one";

    /** Names that public types of several packages share, each with the reason. */
    private static final Map<String, String> SHARED = Map.of(
            "Backup", ALERT,
            "DeadLetters", ALERT,
            "Disk", ALERT,
            "Breaker", POLICY,
            "Throttle", POLICY,
            "Connectors", "the settings are called as what they limit, as in sealpost.egress",
            "Profile", "what a user says about an application or an endpoint, and can change");

    @Test
    void aPublicNameHasOneMeaning() {
        Map<String, Set<String>> shared = packagesOfNames(new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages(PackageTable.ROOT));

        shared.values().removeIf(types -> types.size() < 2);
        assertThat(shared.keySet())
                .as("names of public types in several packages; give one another name, or the reason here: " + shared)
                .containsExactlyInAnyOrderElementsOf(SHARED.keySet());
    }

    @Test
    void seesNestedTypesAndPassesOverVariants() {
        Collection<JavaClass> types = new ClassFileImporter().importClasses(Map.class, Map.Entry.class);

        assertThat(packagesOfNames(types)).containsOnlyKeys("Map", "Entry");
        assertThat(packagesOfNames(
                        new ClassFileImporter().importClasses(AttemptOutcome.class, AttemptOutcome.Succeeded.class)))
                .containsOnlyKeys("AttemptOutcome");
    }

    private static Map<String, Set<String>> packagesOfNames(Iterable<JavaClass> types) {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : types) {
            if (isPublic(type) && !isVariant(type)) {
                packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName());
            }
        }
        return packages;
    }

    private static boolean isPublic(JavaClass type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && Stream.iterate(type, outer -> outer.getEnclosingClass().orElse(null))
                        .takeWhile(outer -> outer != null)
                        .allMatch(each -> each.getModifiers().contains(JavaModifier.PUBLIC));
    }

    /** Returns whether it is a variant of a closed set, which is read together with the name of the set. */
    private static boolean isVariant(JavaClass type) {
        List<Class<?>> interfaces = List.of(type.reflect().getInterfaces());
        return type.getEnclosingClass()
                .map(outer -> outer.isInterface()
                        && outer.reflect().isSealed()
                        && interfaces.stream().anyMatch(outer.reflect()::equals))
                .orElse(false);
    }
}

package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Settings that nobody reads, wherever they are written. */
@ExtendWith(OutputCaptureExtension.class)
class RefuseUnknownSettingsTest {

    private Path home;

    @BeforeEach
    void makeHome(@TempDir Path folder) {
        home = folder;
    }

    private void start(String yaml, Map<String, Object> variables) throws IOException {
        Path file = home.resolve("config/application.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }
        };
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("home", Map.of("sealpost.home.directory", home.toString())));
        new YamlPropertySourceLoader()
                .load("config", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addLast);
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new RefuseUnknownSettings().initialize(context);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delivery.batches",
                "delivry.batch",
                "databse.url",
                "home.date",
                "broker.tls.keystores",
                "alerts.disk.belov",
                "routes.reload.enable",
                "operational.enbled",
                "metrics.tokens"
            })
    void refusesOneOfOursInTheConfigurationAndNamesItsLine(String key) {
        assertThatThrownBy(() -> start("# mine\n\nsealpost." + key + ": secret\n", Map.of()))
                .isInstanceOf(UnusableHomeException.class)
                .hasMessageContaining(
                        "sealpost." + key + " (application.yaml:3) does not exist: did you mean sealpost.")
                .hasMessageNotContaining("secret");
    }

    @Test
    void namesOneOfALibraryInTheLog(CapturedOutput output) throws IOException {
        start("server:\n  prot: 1\nserver.adress: x\nlogging.level.x.y: DEBUG\nerp:\n  anything: 1\n", Map.of());

        assertThat(output)
                .contains(
                        "setting.unknown",
                        "server.prot (application.yaml:2)",
                        "did you mean server.port?",
                        "server.adress")
                .doesNotContain("erp", "logging.level");
    }

    @Test
    void namesAVariableInTheLog(CapturedOutput output) throws IOException {
        start(
                "",
                Map.of(
                        "SEALPOST_DATABSE_URL", "x",
                        "SEALPOST_DATABASE_URL", "x",
                        "SEALPOST_HOME", ".",
                        "SEALPOST_DELIVERY_IN_FLIGHT", "1",
                        "SEALPOST_DELIVERY_INFLIGHT", "1",
                        "SEALPOST_SOURCES_STRIPE_SECRETS_0", "x",
                        "SEALPOST_PORT_8080_TCP_ADDR", "x",
                        "SEALPOST_SERVICE_PORT_HTTP", "x",
                        "SEALPOST_JAVA_OPTS", "-Xmx1g",
                        "SEALPOST_CACHE", "off"));

        assertThat(output.toString().lines().filter(line -> line.contains("setting.unknown")))
                .singleElement()
                .asString()
                .contains("SEALPOST_DATABSE_URL");
    }

    static Stream<Class<?>> settings() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("dev.sealpost").stream().map(found -> {
            try {
                return Class.forName(found.getBeanClassName());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void knowsEverySettingOfSealpost(Class<?> settings) {
        String prefix = settings.getAnnotation(ConfigurationProperties.class).prefix();
        KnownSettings known = KnownSettings.in(home);

        assertThat(names(prefix, settings)).isNotEmpty().allSatisfy(name -> {
            assertThat(known.objectionToOurs(name)).as(name).isEmpty();
            assertThatCode(() -> ConfigurationPropertyName.of(name)).doesNotThrowAnyException();
        });
    }

    private static Stream<String> names(String prefix, Class<?> record) {
        return Stream.of(record.getRecordComponents()).flatMap(component -> {
            String name = prefix + "." + dashed(component);
            if (Map.class.isAssignableFrom(component.getType())) {
                return Stream.of(name + ".any.thing");
            }
            if (Collection.class.isAssignableFrom(component.getType())) {
                return Stream.of(name);
            }
            return component.getType().isRecord()
                            && component.getType().getPackageName().startsWith("dev.sealpost")
                            && component.getType().getEnclosingClass() != null
                    ? names(name, component.getType())
                    : Stream.of(name);
        });
    }

    private static String dashed(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Name.class))
                .map(Name::value)
                .orElseGet(
                        () -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT));
    }
}

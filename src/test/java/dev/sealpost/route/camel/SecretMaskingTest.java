package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.sealpost.log.LineOrStructureEncoder;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Fault 35: neither the log nor JMX shows a secret of a route, whether or not the route file contains it. */
class SecretMaskingTest {

    private static final List<String> SECRETS =
            List.of("literal-pass-1", "literal-token-2", "configured-pass-3", "header-token-4", "user-pass-5");

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        Properties configuration = new Properties();
        configuration.setProperty("vendor.password", "configured-pass-3");
        camel.getPropertiesComponent().setInitialProperties(configuration);
        camel.setSourceLocationEnabled(true);
        MaskedBeans.in(camel);
        GuardUris.in(camel);
        PrepareEndpoints.in(camel, Optional.empty());
        camel.start();
        String file = """
                - route:
                    id: vendors
                    from:
                      uri: direct:vendors
                      steps:
                        - setHeader: {name: X-Api-Key, expression: {constant: header-token-4}}
                        - to:
                            uri: https://one.example
                            parameters: {authMethod: Basic, authUsername: ada, authPassword: literal-pass-1}
                        - to: 'https://two.example?token=literal-token-2'
                        - to: 'https://three.example?authMethod=Basic&authUsername=ada&authPassword={{vendor.password}}'
                        - toD: 'https://ada:user-pass-5@four.example/${header.id}'
                        - to: 'https://five.example?authMethod=Basic&authUsername=ada&authPassword=short'
                """;
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromBytes(
                        "file:routes/vendors.camel.yaml", file.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void areMaskedInAttributesAndResultsOfOperations() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        List<String> shown = new ArrayList<>();

        for (ObjectName bean :
                beans.queryNames(new ObjectName("org.apache.camel:context=" + camel.getName() + ",*"), null)) {
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(bean).getAttributes()) {
                if (attribute.isReadable()) {
                    shown.add(bean + " " + attribute.getName() + " " + beans.getAttribute(bean, attribute.getName()));
                }
            }
            for (MBeanOperationInfo operation : beans.getMBeanInfo(bean).getOperations()) {
                if (operation.getName().matches("dump.*(Xml|Stats.*)")
                        && List.of(operation.getSignature()).stream()
                                .allMatch(parameter -> parameter.getType().equals("boolean"))) {
                    int count = operation.getSignature().length;
                    Object[] values = new Object[count];
                    String[] types = new String[count];
                    Arrays.fill(values, true);
                    Arrays.fill(types, "boolean");
                    shown.add(bean + " " + operation.getName() + " "
                            + beans.invoke(bean, operation.getName(), values, types));
                }
            }
        }

        assertThat(shown).anyMatch(text -> text.contains("ServiceLocationUrl") && text.contains("one.example"));
        assertThat(shown).anyMatch(text -> text.contains("dumpRouteAsXml") && text.contains("two.example"));
        assertThat(shown)
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRETS).doesNotContain("authPassword=short"));
    }

    @Test
    void areMaskedInTheLog() {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        LineOrStructureEncoder encoder = new LineOrStructureEncoder();
        encoder.setContext(loggers);
        encoder.setPattern("%msg%n%ex");
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();

        String line = new String(
                encoder.encode(new LoggingEvent(
                        "x",
                        loggers.getLogger("vendor"),
                        Level.INFO,
                        "the vendor says {}",
                        new IllegalStateException(String.join(" ", SECRETS)),
                        new Object[] {String.join(" ", SECRETS)})),
                StandardCharsets.UTF_8);

        assertThat(line).contains("the vendor says …").doesNotContain(SECRETS);
    }
}

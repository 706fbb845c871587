package dev.sealpost.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Jar of a user for {@code lib/}: classes of which neither the application nor its tests know. */
final class UserLibrary {

    private static final String COMPONENT = """
            package user;

            public class FarComponent extends org.apache.camel.support.DefaultComponent {
                @Override
                protected org.apache.camel.Endpoint createEndpoint(
                        String uri, String place, java.util.Map<String, Object> parameters) {
                    return new org.apache.camel.support.ProcessorEndpoint(
                            uri, this, exchange -> exchange.getMessage().setBody("from " + place));
                }

                public static String greet(String words) {
                    return words + ", hello";
                }
            }
            """;

    /** Spring Boot has configurations of its own where it finds this class, with methods that return it. */
    private static final String XML_MAPPER = """
            package com.fasterxml.jackson.dataformat.xml;

            public class XmlMapper extends com.fasterxml.jackson.databind.ObjectMapper {}
            """;

    private UserLibrary() {}

    /** Makes a jar with the component {@code far:} and with classes that Spring Boot looks for. */
    static void write(Path jar, Path work) throws IOException {
        Path classes = Files.createDirectories(work);
        compile(classes, "FarComponent", COMPONENT);
        compile(classes, "XmlMapper", XML_MAPPER);
        Files.createDirectories(jar.resolveSibling(""));
        try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name :
                    List.of("user/FarComponent.class", "com/fasterxml/jackson/dataformat/xml/XmlMapper.class")) {
                add(content, name, Files.readAllBytes(classes.resolve(name)));
            }
            add(
                    content,
                    "META-INF/services/org/apache/camel/component/far",
                    "class=user.FarComponent".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void compile(Path classes, String name, String source) throws IOException {
        Path file = Files.writeString(classes.resolve(name + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), file.toString());
        if (result != 0) {
            throw new IllegalStateException(name + " does not compile");
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}

package dev.sealpost.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.springframework.util.FileSystemUtils;

/** Runs a test once for each database of its {@link OnDatabase}. */
final class RunOnDatabase implements TestTemplateInvocationContextProvider {

    private static final Namespace NAMESPACE = Namespace.create(RunOnDatabase.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(OnDatabase.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Arrays.stream(context.getRequiredTestMethod()
                        .getAnnotation(OnDatabase.class)
                        .value())
                .map(On::new);
    }

    private record On(Dialect dialect) implements TestTemplateInvocationContext, ParameterResolver {

        @Override
        public String getDisplayName(int invocationIndex) {
            return dialect.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestDatabase.class;
        }

        /** The same one for the whole test, and closed after it. */
        @Override
        public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(NAMESPACE)
                    .getOrComputeIfAbsent(
                            TestDatabase.class, type -> open(context.getRequiredTestClass()), Opened.class)
                    .database();
        }

        private Opened open(Class<?> tests) {
            try {
                Path directory = Files.createTempDirectory("sealpost-test");
                return new Opened(
                        switch (dialect) {
                            case SQLITE -> TestDatabase.in(directory);
                            case POSTGRESQL -> TestDatabase.onServer(tests);
                        },
                        directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Opened(TestDatabase database, Path directory) implements CloseableResource {

        @Override
        public void close() throws Exception {
            database.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}

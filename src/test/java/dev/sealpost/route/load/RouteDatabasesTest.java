package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of the operator that routes may use. */
class RouteDatabasesTest extends RouteApplicationTestBase {

    @Test
    void letsRoutesUseADatabase() throws Exception {
        try (var application = start("sealpost.data-sources.shop.url=jdbc:sqlite::memory:")) {
            ProducerTemplate camel = application.getBean(CamelContext.class).createProducerTemplate();

            assertThat(camel.requestBody("jdbc:shop", "select 1 as one", String.class))
                    .contains("one=1");
        }
    }

    /** Camel would give the only pool it finds to a step that names none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql:select 1",
                "sql-stored:x()",
                "sql:select 1?dataSource=#readers",
                "jdbc:default",
                "jdbc:dataSource",
                "jdbc:readers"
            })
    void letsNoRouteUseTheDatabaseOfSealpost(String uri, @TempDir Path folder) throws Exception {
        file("routes/own.camel.yaml", """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - to: {uri: 'URI'}
                """.replace("URI", uri));
        try (TestDatabase database = TestDatabase.in(folder)) {
            moreBeans.put("readers", database.readers());
            try (var application = start()) {
                assertThat(application.getBean(RouteProblems.class).all())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.toString())
                                .contains("routes/own.camel.yaml", "sealpost.data-sources"));
                ProducerTemplate camel = application.getBean(CamelContext.class).createProducerTemplate();
                assertThatThrownBy(() -> camel.requestBody(uri, "select 1", Object.class))
                        .hasStackTraceContaining("ata");
            }
        }
    }

    @Test
    void refusesToStartWithAnInvalidNameOfADatabase() {
        assertThatThrownBy(() -> start("sealpost.data-sources.[my shop].url=jdbc:sqlite::memory:")
                        .close())
                .hasStackTraceContaining("a name must start with a letter");
    }
}

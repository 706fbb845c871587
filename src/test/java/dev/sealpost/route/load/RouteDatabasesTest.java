package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesToStartWithAnInvalidNameOfADatabase() {
        assertThatThrownBy(() -> start("sealpost.data-sources.[my shop].url=jdbc:sqlite::memory:")
                        .close())
                .hasStackTraceContaining("a name must start with a letter");
    }
}

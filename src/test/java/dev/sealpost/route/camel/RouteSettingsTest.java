package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.route.camel.RouteSettings.DataSourceSettings;
import dev.sealpost.route.load.RouteConfiguration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

class RouteSettingsTest {

    private final MockEnvironment environment = new MockEnvironment();

    private RouteSettings bind() {
        return new RouteConfiguration().routeSettings(environment);
    }

    @Test
    void hasNoDataSourcesByDefault() {
        assertThat(bind().dataSources()).isEmpty();
    }

    @Test
    void readsDataSources() {
        environment
                .withProperty("sealpost.data-sources.shop.url", "jdbc:sqlite::memory:")
                .withProperty("sealpost.data-sources.shop.user", "u")
                .withProperty("sealpost.data-sources.shop.password", "p");

        assertThat(bind().dataSources())
                .isEqualTo(Map.of("shop", new DataSourceSettings("jdbc:sqlite::memory:", "u", "p")));
    }

    @Test
    void refusesAnUnknownKey() {
        environment
                .withProperty("sealpost.data-sources.shop.url", "jdbc:sqlite::memory:")
                .withProperty("sealpost.data-sources.shop.usr", "u");

        assertThatThrownBy(this::bind).isInstanceOf(BindException.class).hasStackTraceContaining("shop.usr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[Shop Floor]", "[a?b]", "9lives"})
    void refusesABadName(String name) {
        environment.withProperty("sealpost.data-sources." + name + ".url", "jdbc:sqlite::memory:");

        assertThatThrownBy(this::bind).hasStackTraceContaining("a name must start with a letter");
    }

    @Test
    void refusesAUrlThatIsNotJdbc() {
        environment.withProperty("sealpost.data-sources.shop.url", "postgres://u:pa55@db/shop");

        assertThatThrownBy(this::bind).hasStackTraceContaining("must be a JDBC URL");
    }

    @Test
    void hidesThePasswordInToString() {
        assertThat(new DataSourceSettings("jdbc:x:y?password=s3cret", "u", "pa55").toString())
                .doesNotContain("pa55", "s3cret");
    }

    @Test
    void serveJdbcStepsByName() throws Exception {
        RouteSettings settings =
                new RouteSettings(Map.of("shop", new DataSourceSettings("jdbc:sqlite::memory:", "", "")));
        try (DataSources dataSources = new DataSources(settings);
                CamelContext camel = new DefaultCamelContext()) {
            dataSources.bind(camel.getRegistry());
            camel.start();

            Object rows = camel.createProducerTemplate().requestBody("jdbc:shop", "select 1 as one");

            assertThat(rows).isEqualTo(List.of(Map.of("one", 1)));
        }
    }

    @Test
    void connectsOnFirstUse() {
        RouteSettings settings = new RouteSettings(
                Map.of("far", new DataSourceSettings("jdbc:postgresql://127.0.0.1:1/none", "u", "p")));

        new DataSources(settings).close();
    }

    @Test
    void refusesANameThatIsInUse() throws Exception {
        RouteSettings settings =
                new RouteSettings(Map.of("shop", new DataSourceSettings("jdbc:sqlite::memory:", "", "")));
        try (DataSources dataSources = new DataSources(settings);
                CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("shop", "something");

            assertThatThrownBy(() -> dataSources.bind(camel.getRegistry()))
                    .hasMessageContaining("sealpost.data-sources.shop");
        }
    }
}

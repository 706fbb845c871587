package dev.sealpost.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.ConnectorBeans;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** The example routes with the connectors, as the demo runs them, against the sandbox. */
class ExampleRoutesTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private SandboxServer sandbox;
    private DataSource warehouse;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        sandbox = new SandboxServer();
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("warehouse.db"));
        warehouse = database;
        ConnectorBeans.prepare(camel);
        // In place of the platform's own component: what is sent to event:x reaches the routes that start from it.
        camel.addComponent("event", new DirectComponent());
        camel.getRegistry().bind("warehouse", warehouse);
    }

    @AfterEach
    void stop() {
        camel.stop();
        sandbox.close();
    }

    @Test
    void reservesStockForAnOrder() throws Exception {
        load("application-demo.yaml", "routes/orders-to-inventory.camel.yaml");

        Exchange after = publish(
                "order.created",
                "{\"orderId\":\"A-1\",\"inventoryItemId\":\"gid://shopify/InventoryItem/7\",\"quantity\":2}");

        assertThat(after.getException()).isNull();
        assertThat(sandbox.answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.body()).contains("inventoryAdjustmentGroup\":{"));
    }

    @Test
    void makesAContactOfASignUp() throws Exception {
        load("application-demo.yaml", "routes/signups-to-crm.camel.yaml");

        Exchange after =
                publish("user.signed-up", "{\"email\":\"ada@example.com\",\"firstName\":\"Ada\",\"lastName\":\"L\"}");

        assertThat(after.getException()).isNull();
        assertThat(sandbox.answers())
                .singleElement()
                .extracting(SandboxAnswer::status)
                .isEqualTo(200);
    }

    @Test
    void postsAnAlert() throws Exception {
        load("application-demo.yaml", "routes/alerts-to-chat.camel.yaml");

        Exchange after = publish("alert.raised", "{\"title\":\"<!channel> & more\",\"severity\":\"warning\"}");

        assertThat(after.getException()).isNull();
        assertThat(sandbox.answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.body()).contains("\"ok\":true"));
    }

    @Test
    void postsAnAlertAboutSealpostItself() throws Exception {
        load("application-demo.yaml", "routes/sealpost-alerts-to-chat.camel.yaml");
        // The pattern of the route is not understood by the component that stands in for the platform's.
        Exchange after = publish("sealpost.alert.*", """
                {"type":"sealpost.alert.fired","data":{"alert":"disk","text":"<1 MB> free"}}""");

        assertThat(after.getException()).isNull();
        assertThat(sandbox.answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.body()).contains("\"ok\":true"));
    }

    @Test
    void postsADispute() throws Exception {
        load("application-demo.yaml", "routes/disputes-to-chat.camel.yaml");

        Exchange after = publish("stripe.charge.dispute.created", """
                {"type":"charge.dispute.created","data":{"object":{"amount":1000,"currency":"usd","reason":"<b>",
                "charge":"ch_1"}}}""");

        assertThat(after.getException()).isNull();
        assertThat(sandbox.answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.body()).contains("\"ok\":true"));
    }

    @Test
    void writesAnOrderOnceHoweverOftenItComes() throws Exception {
        load("application-demo.yaml", "demo/warehouse.camel.yaml", "routes/orders-to-table.camel.xml");
        camel.createFluentProducerTemplate().to("direct:demo-warehouse").request();
        String order = "{\"orderId\":\"A-1\",\"inventoryItemId\":\"gid://shopify/InventoryItem/7\",\"quantity\":2}";

        Exchange first = publish("order.created", order);
        Exchange repeat = publish("order.created", order);

        assertThat(first.getException()).isNull();
        assertThat(repeat.getException()).isNull();
        assertThat(JdbcClient.create(warehouse)
                        .sql("SELECT event_id, order_id, inventory_item_id, quantity FROM shop_order")
                        .query()
                        .listOfRows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("event_id", "msg_1")
                        .containsEntry("order_id", "A-1")
                        .containsEntry("inventory_item_id", "gid://shopify/InventoryItem/7")
                        .containsEntry("quantity", 2));
    }

    @Test
    void loadsEveryExampleOutsideTheDemoWithoutStartingIt() throws Exception {
        load(
                "application.yaml",
                "routes/orders-to-inventory.camel.yaml",
                "routes/signups-to-crm.camel.yaml",
                "routes/alerts-to-chat.camel.yaml",
                "routes/sealpost-alerts-to-chat.camel.yaml",
                "routes/disputes-to-chat.camel.yaml",
                "routes/orders-to-table.camel.xml");

        assertThat(camel.getRoutes().stream()
                        .filter(route -> route.getEndpoint().getEndpointUri().startsWith("event:")))
                .hasSize(6)
                .noneMatch(route -> camel.getRouteController()
                        .getRouteStatus(route.getRouteId())
                        .isStarted());
    }

    private Exchange publish(String type, String payload) {
        return camel.createFluentProducerTemplate()
                .to("event:" + type)
                .withHeader("SealpostEventId", "msg_1")
                .withHeader("Content-Type", "application/json")
                .withBody(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private void load(String configuration, String... routes) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        for (String file : new String[] {configuration, "application.yaml"}) {
            new YamlPropertySourceLoader()
                    .load(file, new FileSystemResource(Path.of("config", file)))
                    .forEach(environment.getPropertySources()::addLast);
        }
        Properties properties = new Properties();
        environment.getPropertySources().forEach(source -> {
            if (source.getSource() instanceof Map<?, ?> map) {
                map.keySet()
                        .forEach(key -> properties.putIfAbsent(
                                String.valueOf(key), String.valueOf(environment.getProperty(String.valueOf(key)))));
            }
        });
        if (configuration.contains("demo")) {
            for (String vendor : new String[] {"hubspot", "shopify", "slack"}) {
                properties.setProperty(vendor + ".base-url", sandbox.url(vendor));
            }
        }
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.start();
        for (String route : routes) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("classpath:" + route));
        }
    }
}

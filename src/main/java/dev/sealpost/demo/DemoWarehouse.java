package dev.sealpost.demo;

import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The database of the shop that the route {@code orders-to-table} writes to: one that is not Sealpost's own. */
@Component
@Profile("demo")
final class DemoWarehouse {

    private final CamelContext camel;

    DemoWarehouse(CamelContext camel) {
        this.camel = camel;
    }

    /** Creates the table where it is missing. The primary key is what makes a repeat harmless. */
    void prepare() {
        DataSource warehouse = CamelContextHelper.mandatoryLookup(camel, "warehouse", DataSource.class);
        JdbcClient.create(warehouse).sql("""
                        CREATE TABLE IF NOT EXISTS shop_order (
                            event_id VARCHAR(64) PRIMARY KEY,
                            order_id VARCHAR(64) NOT NULL,
                            inventory_item_id VARCHAR(128) NOT NULL,
                            quantity INTEGER NOT NULL)
                        """).update();
    }
}

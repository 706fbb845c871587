package dev.sealpost.demo;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The database of the shop that the route {@code orders-to-table} writes to: one that is not Sealpost's own. */
@Component
@Profile("demo")
final class DemoWarehouse {

    private final DataSource warehouse;

    DemoWarehouse(@Qualifier("warehouse") DataSource warehouse) {
        this.warehouse = warehouse;
    }

    /** Creates the table where it is missing. The primary key is what makes a repeat harmless. */
    void prepare() {
        JdbcClient.create(warehouse).sql("""
                        CREATE TABLE IF NOT EXISTS shop_order (
                            event_id VARCHAR(64) PRIMARY KEY,
                            order_id VARCHAR(64) NOT NULL,
                            inventory_item_id VARCHAR(128) NOT NULL,
                            quantity INTEGER NOT NULL)
                        """).update();
    }
}

package dev.sealpost.demo;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Vendors of the demo: accept every call below {@code /demo/sandbox/} with the answer of the vendor to a success. */
@RestController
@Profile("demo")
final class DemoVendors {

    private static final Logger LOG = LoggerFactory.getLogger(DemoVendors.class);

    private static final Map<String, String> ANSWERS = Map.of(
            "hubspot",
            "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"512\",\"new\":true,\"archived\":false,\"properties\":{}}]}",
            "shopify",
            "{\"data\":{\"inventoryAdjustQuantities\":{\"inventoryAdjustmentGroup\":{\"id\":\"gid://shopify/InventoryAdjustmentGroup/1\"},\"userErrors\":[]}}}",
            "slack",
            "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1503435956.000247\"}");

    @PostMapping("/demo/sandbox/{vendor}/**")
    ResponseEntity<String> call(@PathVariable("vendor") String vendor) {
        String answer = ANSWERS.get(vendor);
        if (answer == null) {
            return ResponseEntity.notFound().build();
        }
        LOG.info("demo.vendor.called vendor={}", vendor);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }
}

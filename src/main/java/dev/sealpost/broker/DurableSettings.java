package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.Shards;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/** Refuses a broker whose effective settings could lose an accepted event. */
final class DurableSettings {

    private DurableSettings() {}

    /**
     * @throws IllegalStateException that names the setting, its actual and its required value
     */
    static void require(ActiveMQServer server) {
        Configuration configuration = server.getConfiguration();
        require("persistence-enabled", configuration.isPersistenceEnabled(), true);
        require("security-enabled", configuration.isSecurityEnabled(), true);
        require("journal-datasync", configuration.isJournalDatasync(), true);
        require("journal-sync-transactional", configuration.isJournalSyncTransactional(), true);
        require("journal-sync-non-transactional", configuration.isJournalSyncNonTransactional(), true);
        require("large-message-sync", configuration.isLargeMessageSync(), true);
        List<String> addresses = new ArrayList<>(Addresses.ALL);
        addresses.addAll(Shards.ALL);
        for (String address : addresses) {
            AddressSettings settings = server.getAddressSettingsRepository().getMatch(address);
            require(address + " max-delivery-attempts", settings.getMaxDeliveryAttempts(), -1);
            require(
                    address + " address-full-policy",
                    settings.getAddressFullMessagePolicy(),
                    AddressFullMessagePolicy.PAGE);
            require(address + " disk-full-policy", settings.getDiskFullMessagePolicy(), DiskFullMessagePolicy.FAIL);
            require(address + " no-expiry", settings.isNoExpiry(), true);
            require(address + " dead-letter-address", String.valueOf(settings.getDeadLetterAddress()), Addresses.DEAD);
            require(address + " queue is durable", isDurable(server, address), true);
        }
    }

    private static boolean isDurable(ActiveMQServer server, String queue) {
        return server.locateQueue(queue) != null && server.locateQueue(queue).isDurable();
    }

    private static void require(String setting, Object actual, Object required) {
        if (!required.equals(actual)) {
            throw new IllegalStateException("The broker could lose accepted events: " + setting + " is " + actual
                    + " and must be " + required + " (config/broker.xml).");
        }
    }
}

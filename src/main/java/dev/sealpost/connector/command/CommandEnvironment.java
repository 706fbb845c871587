package dev.sealpost.connector.command;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseSettings;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.egress.LoopbackClient;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.node.HomeSettings;
import dev.sealpost.node.PathSetting;
import dev.sealpost.signature.EncryptionKey;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SignatureSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Surroundings of a command without a running node: the configuration, and the client that blocks forbidden addresses. */
final class CommandEnvironment implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CommandEnvironment(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Beans of the egress package and the settings of a few others. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan("dev.sealpost.egress")
    @EnableConfigurationProperties({
        HomeSettings.class,
        EgressSettings.class,
        DatabaseSettings.class,
        SignatureSettings.class
    })
    static class Beans {

        @Bean
        static CustomEditorConfigurer paths() {
            CustomEditorConfigurer editors = new CustomEditorConfigurer();
            editors.setCustomEditors(Map.of(Path.class, PathSetting.class));
            return editors;
        }
    }

    /** Work of a command. Returns its exit code. */
    interface Work {

        int run(CommandEnvironment environment) throws IOException, InterruptedException;
    }

    /** Runs the work, unless the configuration cannot be read. Returns the exit code. */
    static int run(CommandSurroundings surroundings, Work work) throws IOException, InterruptedException {
        CommandEnvironment opened;
        try {
            opened = new CommandEnvironment(surroundings.open(Beans.class));
        } catch (RuntimeException e) {
            return invalid(surroundings, e);
        }
        try (opened) {
            return work.run(opened);
        }
    }

    /** Explains why the configuration is invalid. Returns the exit code. */
    static int invalid(CommandSurroundings surroundings, RuntimeException why) {
        surroundings.error().println("invalid configuration: " + FailureText.of(why));
        return CommandSurroundings.USAGE_ERROR;
    }

    Path home() {
        return context.getBean(HomeSettings.class).directory();
    }

    Path data() {
        return context.getBean(HomeSettings.class).data();
    }

    CredentialFile credentials() {
        return CredentialFile.read(home(), context.getEnvironment()::getProperty);
    }

    VendorClient client() {
        return new GuardedVendorClient(context.getBean("connectorHttpClient", HttpClient.class));
    }

    /** Returns a client that calls this machine only. */
    LoopbackClient loopback() {
        return new LoopbackClient(context.getBean(EgressSettings.class));
    }

    Database database() {
        return Database.ofNode(context.getBean(DatabaseSettings.class), data());
    }

    SecretCipher cipher() {
        return EncryptionKey.ofNode(context.getBean(SignatureSettings.class), data());
    }

    @Override
    public void close() {
        context.close();
    }
}

package dev.sealpost.deployment;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class VersionConfiguration {

    @Bean
    Deployments deployments(Writes writes, JdbcClient reads, LeaseHolder node, DeploymentSettings settings) {
        return new Deployments(writes, reads, node.dialect(), settings.keep());
    }

    @Bean
    Proposals proposals(Writes writes, JdbcClient reads, LeaseHolder node) {
        return new Proposals(writes, reads, node);
    }
}

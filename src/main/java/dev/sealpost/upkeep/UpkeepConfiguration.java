package dev.sealpost.upkeep;

import dev.sealpost.database.Database;
import dev.sealpost.node.NodeName;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UpkeepConfiguration {

    @Bean
    UpkeepNode upkeepNode(NodeName node, Clock clock, Database database) {
        return new UpkeepNode(node.value(), clock, database.dialect(), database.isEmbedded());
    }
}

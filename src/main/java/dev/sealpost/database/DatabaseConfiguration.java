package dev.sealpost.database;

import dev.sealpost.node.Background;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.NodeName;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    Database database(DatabaseSettings settings, DataDirectory data) {
        Database database = new Database(settings, data.resolve(Database.FILE));
        database.migrate();
        return database;
    }

    @Bean
    LeaseHolder leaseHolder(NodeName node, Clock clock, Database database) {
        return new LeaseHolder(node.value(), clock, database.dialect(), database.isEmbedded());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Checkpoints checkpoints(Database database, Background background) {
        return new Checkpoints(database, background);
    }

    /** Read-only connections; {@link Writes} changes the database. */
    @Bean
    @Primary
    ReaderPool readers(Database database) {
        return database.readers();
    }

    @Bean
    JdbcClient reads(ReaderPool readers) {
        return readers.client();
    }

    @Bean
    ReaderPool urgentReaders(Database database) {
        return database.urgentReaders();
    }

    @Bean
    UrgentReads urgentReads(@Qualifier("urgentReaders") ReaderPool urgent) {
        return new UrgentReads(urgent.client());
    }

    @Bean
    DatabaseHealthIndicator databaseHealthIndicator(@Qualifier("urgentReaders") ReaderPool urgent) {
        return new DatabaseHealthIndicator(urgent);
    }
}

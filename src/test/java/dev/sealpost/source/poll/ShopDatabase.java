package dev.sealpost.source.poll;

import dev.sealpost.database.PostgresqlServer;
import java.nio.file.Path;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database of somebody else, with the outbox table of {@code docs/outbox/} in it, empty. */
enum ShopDatabase {
    POSTGRESQL {
        @Override
        DataSource connect(Path folder) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(
                    "jdbc:postgresql://127.0.0.1:" + PostgresqlServer.shared().port() + "/postgres");
            database.setUser("postgres");
            return database;
        }
    },
    SQLITE {
        @Override
        DataSource connect(Path folder) {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(5_000);
            SQLiteDataSource database = new SQLiteDataSource(config);
            database.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
            return database;
        }
    },
    H2 {
        @Override
        DataSource connect(Path folder) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1");
            return database;
        }
    };

    abstract DataSource connect(Path folder);

    DataSource open(Path folder) {
        DataSource database = connect(folder);
        JdbcClient.create(database).sql("DROP TABLE IF EXISTS sealpost_outbox").update();
        new ResourceDatabasePopulator(new FileSystemResource("docs/outbox/" + name().toLowerCase(Locale.ROOT) + ".sql"))
                .execute(database);
        return database;
    }
}

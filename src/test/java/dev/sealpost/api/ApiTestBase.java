package dev.sealpost.api;

import dev.sealpost.database.TestDatabase;
import dev.sealpost.home.DataDirectory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running API; its database is shared, so every test uses an application of its own. */
@SpringBootTest(
        classes = ApiSlice.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.location=optional:classpath:/none/", "spring.threads.virtual.enabled=true"})
abstract class ApiTestBase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The uid of an application that is there. */
    final String app = "test-" + COUNT.incrementAndGet();

    /** For reading. */
    @Autowired
    JdbcClient sql;

    @Autowired
    TestDatabase database;

    @Autowired
    CollectingPublisher publisher;

    @Autowired
    DataDirectory data;

    @LocalServerPort
    int port;

    ApiClient api;

    @BeforeEach
    void createApplication() {
        api = new ApiClient(port, data.secret("api-token"));
        api.post("/app", "{\"name\":\"Test\",\"uid\":\"" + app + "\"}");
    }

    String applicationId() {
        return api.get("/app/" + app).text("/id");
    }

    /** Gives its id. */
    String createEndpoint(String uid) {
        return api.post("/app/" + app + "/endpoint", "{\"url\":\"https://example.com/in\",\"uid\":\"" + uid + "\"}")
                .text("/id");
    }
}

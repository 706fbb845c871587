package dev.sealpost.api;

import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.node.DataDirectory;
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
        properties = {
            "spring.config.location=optional:classpath:/none/",
            "spring.threads.virtual.enabled=true",
            "sealpost.sources.github.application=inbound",
            "sealpost.sources.github.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.again.provider=github",
            "sealpost.sources.again.application=inbound",
            "sealpost.sources.again.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.again.repeats=pass",
            "sealpost.sources.late.provider=github",
            "sealpost.sources.late.application=inbound",
            "sealpost.sources.late.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.late.order.key={/id}",
            "sealpost.sources.late.order.version={/v}",
            "sealpost.sources.latest.provider=github",
            "sealpost.sources.latest.application=inbound",
            "sealpost.sources.latest.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.latest.order.key={/id}",
            "sealpost.sources.latest.order.version={/v}",
            "sealpost.sources.latest.order.older=drop",
            "sealpost.sources.square.application=inbound",
            "sealpost.sources.square.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.square.public-url=https://shop.example.com/hooks/square",
            "sealpost.sources.meta.application=inbound",
            "sealpost.sources.meta.secrets[0]=" + ApiTestBase.SOURCE_SECRET,
            "sealpost.sources.meta.verify-token=meatyhamhock"
        })
public abstract class ApiTestBase {

    public static final String SOURCE_SECRET = "s3cr3t";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The uid of an application that is there. */
    public final String app = "test-" + COUNT.incrementAndGet();

    /** For reading. */
    @Autowired
    protected JdbcClient sql;

    @Autowired
    protected Writes writes;

    @Autowired
    protected TestDatabase database;

    @Autowired
    protected CollectingPublisher publisher;

    @Autowired
    protected DataDirectory data;

    @LocalServerPort
    protected int port;

    protected ApiClient api;

    @BeforeEach
    protected void createApplication() {
        api = new ApiClient(port, data.secret("api-token"));
        api.post("/app", "{\"name\":\"Test\",\"uid\":\"" + app + "\"}");
    }

    protected String applicationId() {
        return api.get("/app/" + app).text("/id");
    }

    /** Gives its id. */
    protected String createEndpoint(String uid) {
        return api.post("/app/" + app + "/endpoint", "{\"url\":\"https://example.com/in\",\"uid\":\"" + uid + "\"}")
                .text("/id");
    }
}

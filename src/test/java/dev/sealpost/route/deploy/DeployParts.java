package dev.sealpost.route.deploy;

import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.load.ReloadRoutes;
import dev.sealpost.route.load.RouteProblemsOfTests;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;

/** Parts of deployments for the tests of other packages. */
public class DeployParts {

    @Bean
    public Deployments deployments(Writes writes, TestDatabase database) {
        return new Deployments(writes, database.reads(), database.dialect(), 20);
    }

    @Bean
    public Proposals proposals(Writes writes, TestDatabase database) {
        return new Proposals(writes, database.reads(), database.leaseHolder("node_test"));
    }

    @Bean
    public Deploy deploy(
            Deployments deployments, Proposals proposals, EventCamel app, ReloadRoutes routes, DataDirectory data) {
        BundleFolder folder = new BundleFolder(data.resolve("deployment"));
        PrepareDeployment prepare = new PrepareDeployment(app.environment(), Credentials.none(), List.of(), folder);
        FollowDeployments follow = new FollowDeployments(
                proposals,
                deployments,
                prepare,
                new LoadDeployment(deployments, folder, List.of(), routes, data.path()),
                RouteProblemsOfTests.none());
        follow.begin();
        return new Deploy(deployments, proposals, prepare, follow, Duration.ofSeconds(30));
    }
}

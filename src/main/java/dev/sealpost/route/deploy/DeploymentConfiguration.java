package dev.sealpost.route.deploy;

import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.deployment.DeploymentSettings;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.deployment.Proposals;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.HomeSettings;
import dev.sealpost.node.PeriodicWork;
import dev.sealpost.route.check.RouteEnvironment;
import dev.sealpost.route.load.ReloadRoutes;
import dev.sealpost.route.load.RouteProblems;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeploymentConfiguration {

    @Bean
    BundleFolder bundleFolder(DataDirectory data) {
        return new BundleFolder(data.resolve("deployment"));
    }

    @Bean
    PrepareDeployment prepareDeployment(
            RouteEnvironment environment,
            Optional<Credentials> credentials,
            Optional<List<DeployedPart>> parts,
            BundleFolder folder) {
        return new PrepareDeployment(
                environment, credentials.orElseGet(Credentials::none), parts.orElse(List.of()), folder);
    }

    @Bean
    LoadDeployment loadDeployment(
            Deployments deployments,
            BundleFolder folder,
            Optional<List<DeployedPart>> parts,
            ReloadRoutes routes,
            HomeSettings home) {
        return new LoadDeployment(deployments, folder, parts.orElse(List.of()), routes, home.directory());
    }

    @Bean
    FollowDeployments followDeployments(
            Proposals proposals,
            Deployments deployments,
            PrepareDeployment prepare,
            LoadDeployment load,
            RouteProblems problems) {
        return new FollowDeployments(proposals, deployments, prepare, load, problems);
    }

    @Bean
    PeriodicWork followDeploymentsWork(FollowDeployments follow, DeploymentSettings settings) {
        return new PeriodicWork("deployment", settings.interval(), settings.interval(), follow::step);
    }

    @Bean
    DeploymentHealthIndicator deploymentHealthIndicator(ReloadRoutes routes, FollowDeployments follow) {
        return new DeploymentHealthIndicator(routes, follow);
    }

    @Bean
    Deploy deploy(
            Deployments deployments,
            Proposals proposals,
            PrepareDeployment prepare,
            FollowDeployments follow,
            DeploymentSettings settings) {
        return new Deploy(deployments, proposals, prepare, follow, settings.patience());
    }
}

/**
 * Deployment of routes and connectors to all nodes: checks a version on this node, loads the active one, and coordinates the nodes.
 * In: bundles. Out: running routes.
 */
@NullMarked
package dev.sealpost.route.deploy;

import org.jspecify.annotations.NullMarked;

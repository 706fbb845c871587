/**
 * Deployments in the database: bundles of files by version, proposals to activate one, and what each node reports. In: files.
 * Out: the active version. Knows no Camel.
 */
@NullMarked
package dev.sealpost.deployment;

import org.jspecify.annotations.NullMarked;

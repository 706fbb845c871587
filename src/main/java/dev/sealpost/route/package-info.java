/**
 * Integrations as route files: the component {@code event:}, checking, loading and the commands, each in a package below.
 */
@NullMarked
package dev.sealpost.route;

import org.jspecify.annotations.NullMarked;

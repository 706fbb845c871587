/**
 * The edge of the REST API: tokens, sizes and deadlines of bodies, parameters, lists, and the one shape of error.
 */
@NullMarked
package dev.sealpost.api.edge;

import org.jspecify.annotations.NullMarked;

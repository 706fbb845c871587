/** Camel component {@code connector:}. In: exchanges of routes. Out: calls of connectors, and the answers in the exchanges. */
@NullMarked
package dev.sealpost.route.connector;

import org.jspecify.annotations.NullMarked;

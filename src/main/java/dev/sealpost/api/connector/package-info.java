/** Connectors over HTTP: the catalog, and tests of credentials. */
@NullMarked
package dev.sealpost.api.connector;

import org.jspecify.annotations.NullMarked;

/** Connectors to vendors: what is common to credentials, limits and calls. In: requests. Out: answers. */
@NullMarked
package dev.sealpost.connector;

import org.jspecify.annotations.NullMarked;

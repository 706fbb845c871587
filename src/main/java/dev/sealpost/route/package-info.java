/**
 * Integrations as files. In: routes/ and connectors/. Out: Camel routes that can start from and end in events.
 */
@NullMarked
package dev.sealpost.route;

import org.jspecify.annotations.NullMarked;

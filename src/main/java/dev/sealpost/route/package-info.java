/**
 * Integrations as files. The rooms below go from the component {@code event:} to loading and the commands.
 */
@NullMarked
package dev.sealpost.route;

import org.jspecify.annotations.NullMarked;

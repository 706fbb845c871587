/**
 * Loading and reloading of route files in the running Camel context.
 */
@NullMarked
package dev.sealpost.route.load;

import org.jspecify.annotations.NullMarked;

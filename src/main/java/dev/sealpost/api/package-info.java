/**
 * The REST API in the shapes of Svix. A room for its edge, and one for each thing that it shows.
 */
@NullMarked
package dev.sealpost.api;

import org.jspecify.annotations.NullMarked;

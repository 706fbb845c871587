/** The REST API, compatible with Svix: one package for its edge and one for each kind of resource. */
@NullMarked
package dev.sealpost.api;

import org.jspecify.annotations.NullMarked;

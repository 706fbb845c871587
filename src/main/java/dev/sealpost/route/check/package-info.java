/**
 * Checks route files without opening anything: syntax, schema, URIs, settlement, and a trial build in a scratch context.
 */
@NullMarked
package dev.sealpost.route.check;

import org.jspecify.annotations.NullMarked;

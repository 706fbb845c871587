/**
 * Route files and connectors on disk: their content, the places of their problems, and a snapshot of all of them.
 */
@NullMarked
package dev.sealpost.route.file;

import org.jspecify.annotations.NullMarked;

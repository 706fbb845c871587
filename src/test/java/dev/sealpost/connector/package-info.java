/** Tests of the files in {@code connectors/} and {@code routes/}. */
@NullMarked
package dev.sealpost.connector;

import org.jspecify.annotations.NullMarked;

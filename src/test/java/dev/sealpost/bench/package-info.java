/**
 * The benchmark of {@code mvn -Pbench verify}: one table from one run. Load, receiver, the application and what it is
 * compared with are processes of their own; every figure is counted at the receiver.
 */
@NullMarked
package dev.sealpost.bench;

import org.jspecify.annotations.NullMarked;

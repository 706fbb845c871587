/** TCP ports for servers that tests start and stop and start again at the same port. */
@NullMarked
package dev.sealpost.port;

import org.jspecify.annotations.NullMarked;

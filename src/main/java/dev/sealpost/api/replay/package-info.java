/**
 * Dead letters, parked messages and replays over HTTP.
 */
@NullMarked
package dev.sealpost.api.replay;

import org.jspecify.annotations.NullMarked;

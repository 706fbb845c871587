/**
 * Tells operators what happens to endpoints and deliveries. In: news of both, after the commit. Out: events of the operators'
 * application, when something there wants them.
 */
@NullMarked
package dev.sealpost.operational;

import org.jspecify.annotations.NullMarked;

/**
 * Calls to vendors as connectors declare them under {@code spec.call}. In: the declaration, parameters and a JSON body. Out:
 * requests, and the outcome of their answers.
 */
@NullMarked
package dev.sealpost.connector.call;

import org.jspecify.annotations.NullMarked;

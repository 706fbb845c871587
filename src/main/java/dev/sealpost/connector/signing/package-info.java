/** Signatures of requests and assertions to vendors. In: keys and values. Out: headers and signed texts. Pure. */
@NullMarked
package dev.sealpost.connector.signing;

import org.jspecify.annotations.NullMarked;

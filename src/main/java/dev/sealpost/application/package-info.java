/**
 * Consumers of yours (tenants) and the tokens of the API. In: their names. Out: who they are, from memory.
 */
@NullMarked
package dev.sealpost.application;

import org.jspecify.annotations.NullMarked;

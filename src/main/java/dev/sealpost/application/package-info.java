/**
 * Applications (tenants) and API tokens. In: names and tokens. Out: their identity, from memory.
 */
@NullMarked
package dev.sealpost.application;

import org.jspecify.annotations.NullMarked;

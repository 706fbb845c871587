/**
 * Who may do what: permissions, the roles that combine them, and callers with a role. In: nothing. Out: whether a caller may do
 * something, as plain values without a framework.
 */
@NullMarked
package dev.sealpost.access;

import org.jspecify.annotations.NullMarked;

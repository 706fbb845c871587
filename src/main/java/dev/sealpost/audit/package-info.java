/**
 * The audit log: who changed what, when, from where, with the object before and after. In: a change, in the transaction that makes
 * it. Out: entries, newest first.
 */
@NullMarked
package dev.sealpost.audit;

import org.jspecify.annotations.NullMarked;

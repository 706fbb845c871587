/**
 * The vocabulary of delivering: one event owed to one destination, until it is settled. Everything around it shares
 * these types, and they need none of it.
 */
@NullMarked
package dev.sealpost.delivery;

import org.jspecify.annotations.NullMarked;

/** Operations over HTTP: backups, intake, ledger, routes. */
@NullMarked
package dev.sealpost.api.operation;

import org.jspecify.annotations.NullMarked;

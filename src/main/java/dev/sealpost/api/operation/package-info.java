/**
 * The operator's side of the REST API: backups, intake, ledger, routes.
 */
@NullMarked
package dev.sealpost.api.operation;

import org.jspecify.annotations.NullMarked;

package dev.sealpost.route;

import java.util.OptionalInt;

/**
 * Why the routes of a file do not run.
 *
 * @param line from 1, where it is known
 * @param remedy what the operator can do
 */
public record RouteFileProblem(String file, OptionalInt line, String reason, String remedy) {}

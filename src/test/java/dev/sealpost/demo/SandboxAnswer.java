package dev.sealpost.demo;

/** Answer of a sandbox: status and JSON body. */
record SandboxAnswer(int status, String body) {}

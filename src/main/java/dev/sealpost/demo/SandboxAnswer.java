package dev.sealpost.demo;

/** What the sandbox answers: a status and a JSON body. */
record SandboxAnswer(int status, String body) {}

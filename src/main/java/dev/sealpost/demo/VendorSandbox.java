package dev.sealpost.demo;

/** Stands in for one vendor: checks what its documentation asks for and answers as documented. */
interface VendorSandbox {

    /** The path segment it is found under. */
    String vendor();

    SandboxAnswer answer(SandboxCall call);
}

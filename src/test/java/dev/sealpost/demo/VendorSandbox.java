package dev.sealpost.demo;

/** Sandbox of one vendor, which validates requests and answers as documented. */
interface VendorSandbox {

    /** Path segment of the vendor. */
    String vendor();

    SandboxAnswer answer(SandboxCall call);
}

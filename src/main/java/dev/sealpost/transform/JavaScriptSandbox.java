package dev.sealpost.transform;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.GuestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * QuickJS in WebAssembly. Each run has an engine and a memory of its own, so nothing is left of the one before, and the code reaches
 * no function of the host.
 */
final class JavaScriptSandbox {

    private static final int PAGE = 65_536;
    private static final String RUN = script();

    private final int pages;
    private volatile byte @Nullable [] compiled;

    JavaScriptSandbox(DataSize memory) {
        this.pages = Math.toIntExact(memory.toBytes() / PAGE);
    }

    /** Compiles the script that runs the code, and loads the classes of the engine, which takes about a second the first time. */
    synchronized void prepare() {
        if (compiled == null) {
            try (Engine engine = engine("", "", new AtomicReference<>())) {
                compiled = engine.readCompiled(engine.compile(RUN));
            }
            run("function handler() {}", "{\"check\":true}");
        }
    }

    /**
     * Runs code.
     *
     * @param input JSON for the script {@code run-transformation.js}
     * @return its answer, JSON; whatever the code made of it, so not to be trusted
     * @throws TransformationException if the code ends without an answer, or needs more memory or stack than there is
     */
    String run(String code, String input) {
        AtomicReference<String> answer = new AtomicReference<>();
        try (Engine engine = engine(code, input, answer)) {
            engine.exec(engine.writeCompiled(Objects.requireNonNull(compiled)));
        } catch (GuestException | ChicoryException | IllegalArgumentException | StackOverflowError e) {
            // The message has text of the code.
            throw new TransformationException(
                    String.valueOf(e.getMessage()).contains("stack")
                            ? "the code calls itself too often, or nests too deep"
                            : "the code failed: it may need more memory than the " + pages * (long) PAGE / (1 << 20)
                                    + " MB that it has");
        }
        String text = answer.get();
        if (text == null) {
            throw new TransformationException("the code ended without an answer");
        }
        return text;
    }

    private Engine engine(String code, String input, AtomicReference<String> answer) {
        return Engine.builder()
                .addBuiltins(Builtins.builder("sealpost")
                        .addVoidToString("code", () -> code)
                        .addVoidToString("input", () -> input)
                        .addStringToVoid("answer", answer::set)
                        .build())
                .withMemoryFactory(limits -> new ByteArrayMemory(new MemoryLimits(limits.initialPages(), pages)))
                .build();
    }

    private static String script() {
        try (InputStream script = JavaScriptSandbox.class.getResourceAsStream("run-transformation.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.featurescope.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;

/** Starts the tensor engine. */
public final class Engine {

    private Engine() {}

    /**
     * Says where native libraries are unpacked, and keeps the engine off the network. Call it before anything else of
     * this module; a folder set already stays.
     */
    public static void configure(Path nativeFolder) {
        setDefault("DJL_CACHE_DIR", nativeFolder.toString());
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.default_engine", "PyTorch");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Loads libtorch, which otherwise the first model does. */
    public static void start() {
        newManager("cpu").close();
    }

    /** How many threads one tensor operation on a CPU may use; libtorch's own choice is one for each core. */
    public static void useThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("--threads must be >= 1, got " + threads);
        }
        start();
        JniUtils.setNumThreads(threads);
    }

    /**
     * A manager of tensors on a device.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:} and a number
     */
    static NDManager newManager(String device) {
        NDManager manager = NDManager.newBaseManager(device(device), "PyTorch");
        JniUtils.setGraphExecutorOptimize(false); // its profiling runs cost more than they gain with ragged batches
        return manager;
    }

    private static Device device(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!name.matches("gpu(:\\d{1,3})?")) {
            throw new IllegalArgumentException("--device must be cpu, gpu or gpu:NUMBER, got \"" + name + "\"");
        }
        int number = name.equals("gpu") ? 0 : Integer.parseInt(name.substring("gpu:".length()));
        int found = ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount();
        if (number >= found) {
            throw new IllegalArgumentException("--device " + name + ": libtorch sees " + found
                    + " GPUs; the built-in libtorch is for CPUs, for a GPU set PYTORCH_LIBRARY_PATH to a CUDA build of"
                    + " the same version (see docs/gpu.md), or use --device cpu");
        }
        return Device.gpu(number);
    }

    /** Gradients are on in every new thread; without this each result would keep the whole computation alive. */
    static void withoutGradients() {
        JniUtils.setGradMode(false);
    }
}

package org.featurescope.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;

/** The processor time that the threads of a web app in this process have taken, which other programs on the machine hardly change. */
final class ServerTime {

    private static final String THREADS = "http-nio-";

    private ServerTime() {}

    /** Since they began; what has ended is not in it, and a started app's threads end with it. */
    static double seconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] ids = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(THREADS))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return Arrays.stream(ids)
                        .map(threads::getThreadCpuTime)
                        .filter(time -> time > 0)
                        .sum()
                / 1e9;
    }
}

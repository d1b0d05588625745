package dev.latchkey.lease;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The daemon thread that writes heartbeats; it exists from the first task on. */
final class HeartbeatThread implements Heartbeats.Timer {

    private final ScheduledThreadPoolExecutor executor;

    private HeartbeatThread(ScheduledThreadPoolExecutor executor) {
        this.executor = executor;
    }

    static HeartbeatThread start() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "latchkey-heartbeat");
            thread.setDaemon(true);
            thread.setContextClassLoader(HeartbeatThread.class.getClassLoader());
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new HeartbeatThread(executor);
    }

    @Override
    public void runAfter(long nanos, Runnable task) {
        ScheduledFuture<?> unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void end(long nanos) throws InterruptedException {
        executor.shutdown();
        executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    }
}

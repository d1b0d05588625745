package dev.latchkey.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A way to a server that can be closed: held, in both directions or only for the answers, slowed down, reset, or cut. */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket entrance;
    private final int exit;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean requestsHeld;
    private boolean answersHeld;
    private volatile long delayNanos;
    private volatile boolean cut;

    public Tunnel(int exit) {
        this.exit = exit;
        try {
            this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on connections are taken, and bytes too, but none comes out at the other end. */
    public void hold() {
        synchronized (gate) {
            requestsHeld = true;
            answersHeld = true;
        }
    }

    /** From now on the server hears what is asked, and its answers do not arrive. */
    public void holdAnswers() {
        synchronized (gate) {
            answersHeld = true;
        }
    }

    /** From now on, until it is released, whatever comes through comes later. */
    public void delay(Duration by) {
        delayNanos = by.toNanos();
    }

    /** From now on connections are reset, those that there are and those that are made. */
    public void cut() {
        cut = true;
        reset();
    }

    public void release() {
        cut = false;
        delayNanos = 0;
        synchronized (gate) {
            requestsHeld = false;
            answersHeld = false;
            gate.notifyAll();
        }
    }

    /** Breaks what goes through now. */
    public void reset() {
        sockets.forEach(Tunnel::reset);
        sockets.clear();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException e) {
                // The tunnel is closed.
            }
        }
    }

    private void connect(Socket client) {
        if (cut) {
            reset(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), exit);
            sockets.add(client);
            sockets.add(server);
            if (cut) {
                reset();
            }
            start(() -> pump(client, server, () -> requestsHeld));
            start(() -> pump(server, client, () -> answersHeld));
        } catch (IOException e) {
            // The server is away, which whoever knocks is to learn.
            reset(client);
        }
    }

    private void pump(Socket from, Socket to, BooleanSupplier held) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                awaitDelay();
                awaitRelease(held);
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // Either side closed.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitDelay() {
        long deadline = System.nanoTime() + delayNanos;
        for (long left = delayNanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void awaitRelease(BooleanSupplier held) throws InterruptedException {
        synchronized (gate) {
            while (held.getAsBoolean()) {
                gate.wait();
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        release();
        entrance.close();
        reset();
    }
}

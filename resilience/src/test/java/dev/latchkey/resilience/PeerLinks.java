package dev.latchkey.resilience;

import dev.latchkey.jdbc.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links by which the other members of etcd reach one of them: a {@link Tunnel} for each that calls, by the id which it
 * names in its first request.
 */
final class PeerLinks implements AutoCloseable {

    /** A connection that says nothing of its caller is one of the probes that measure how long a round trip takes. */
    static final String UNNAMED = "";

    private static final Pattern CALLER = Pattern.compile("(?i)\r\nX-Server-From: *([0-9a-f]+)");
    private static final int LONGEST_HEAD = 8192;

    private final ServerSocket entrance;
    private final int exit;
    private final Map<String, Tunnel> tunnels = new ConcurrentHashMap<>();

    /** @param exit where the member listens */
    PeerLinks(int exit) {
        this.exit = exit;
        try {
            this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** {@return the link of a caller} */
    Tunnel from(String caller) {
        return tunnels.computeIfAbsent(caller, id -> new Tunnel(exit));
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket caller = entrance.accept();
                start(() -> connect(caller));
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private void connect(Socket caller) {
        try (caller) {
            byte[] head = new byte[LONGEST_HEAD];
            int length = readHead(caller.getInputStream(), head);
            Matcher name = CALLER.matcher(new String(head, 0, length, StandardCharsets.ISO_8859_1));
            int port = from(name.find() ? name.group(1) : UNNAMED).port();
            try (Socket tunnel = new Socket(InetAddress.getLoopbackAddress(), port)) {
                tunnel.getOutputStream().write(head, 0, length);
                start(() -> pump(tunnel, caller));
                pump(caller, tunnel);
            }
        } catch (IOException e) {
            // Either side closed.
        }
    }

    /** {@return how many bytes were read: the whole head of a request, unless the connection ended or it is too long} */
    private static int readHead(InputStream from, byte[] into) throws IOException {
        int length = 0;
        while (length < into.length && !new String(into, 0, length, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
            int n = from.read(into, length, into.length - length);
            if (n < 0) {
                return length;
            }
            length += n;
        }
        return length;
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side closed.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "peer link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Tunnel tunnel : tunnels.values()) {
            tunnel.close();
        }
    }
}

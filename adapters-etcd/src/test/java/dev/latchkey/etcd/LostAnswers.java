package dev.latchkey.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the server execute some transactions, and loses its answers. */
final class LostAnswers implements ClientInterceptor {

    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile Runnable meanwhile = () -> {};

    /** Loses the next answers to transactions. */
    void lose(int answers) {
        lose(answers, () -> {});
    }

    /** Loses the next answers to transactions, and does something between an answer and the failure. */
    void lose(int answers, Runnable then) {
        meanwhile = then;
        toLose.set(answers);
    }

    int lost() {
        return lost.get();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        boolean loses =
                method.getFullMethodName().endsWith("/Txn") && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return loses ? new Losing<>(call) : call;
    }

    private final class Losing<Q, A> extends SimpleForwardingClientCall<Q, A> {

        Losing(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onMessage(A message) {
                            lost.incrementAndGet();
                            meanwhile.run();
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            super.onClose(Status.UNAVAILABLE.withDescription("the answer was lost"), trailers);
                        }
                    },
                    headers);
        }
    }
}

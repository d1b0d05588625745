package dev.latchkey.spring.page;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageMount;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Serves the page in WebFlux. The page reads and hashes, so it is called on a scheduler whose threads may block. */
final class ReactivePageHandler implements WebHandler {

    /** Gives a page what Spring Security knows about an exchange, on the thread that calls the page. */
    @FunctionalInterface
    interface Surroundings {

        /** {@return a call of the page within what is known} */
        Mono<PageResponse> around(ServerWebExchange exchange, Mono<PageResponse> call);
    }

    private final PageMount mount;
    private final PagePath path;
    private final Surroundings surroundings;
    private final Scheduler scheduler;

    ReactivePageHandler(AccessPage page, PagePath path, Surroundings surroundings, Scheduler scheduler) {
        this.mount = new PageMount(page);
        this.path = path;
        this.surroundings = surroundings;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return form(exchange)
                .flatMap(form -> surroundings
                        .around(exchange, Mono.fromCallable(() -> answer(exchange, form)))
                        .subscribeOn(scheduler))
                .onErrorMap(
                        RejectedExecutionException.class,
                        e -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, e))
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE, null, e))
                .flatMap(answer -> write(answer, exchange.getResponse()));
    }

    private PageResponse answer(ServerWebExchange exchange, byte[] form) throws IOException {
        ServerHttpRequest request = exchange.getRequest();
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaders().forEach(headers::put);
        String query = request.getURI().getRawQuery();
        return mount.answer(
                PageRequest.of(
                                request.getMethod().name(),
                                request.getURI().getRawPath(),
                                query == null ? "" : query,
                                headers)
                        .withOriginal(exchange),
                request.getPath().contextPath().value() + path.value(),
                most -> form);
    }

    /** {@return the fields of a form, which Spring Security may have read before} */
    private static Mono<byte[]> form(ServerWebExchange exchange) {
        MediaType type = exchange.getRequest().getHeaders().getContentType();
        boolean isForm = HttpMethod.POST.equals(exchange.getRequest().getMethod())
                && MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type);
        return isForm ? exchange.getFormData().map(ReactivePageHandler::encode) : Mono.just(new byte[0]);
    }

    private static byte[] encode(MultiValueMap<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, values) ->
                values.forEach(value -> pairs.add(encode(name) + "=" + encode(value == null ? "" : value))));
        return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Mono<Void> write(PageResponse answer, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        answer.headers().forEach(response.getHeaders()::set);
        byte[] body = answer.body();
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}

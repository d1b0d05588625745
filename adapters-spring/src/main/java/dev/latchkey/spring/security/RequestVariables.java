package dev.latchkey.spring.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.HandlerMapping;

/** The variables of the request mapping of the calling thread, if Spring MVC is there. */
final class RequestVariables {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.web.servlet.HandlerMapping", RequestVariables.class.getClassLoader());

    private RequestVariables() {}

    static @Nullable String value(String variable) {
        return PRESENT ? Present.value(variable) : null;
    }

    /** Loaded only where the classes are there. */
    private static final class Present {

        static @Nullable String value(String variable) {
            RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
            Object variables = attributes == null
                    ? null
                    : attributes.getAttribute(
                            HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
            return variables instanceof Map<?, ?> values && values.get(variable) instanceof String value ? value : null;
        }
    }
}

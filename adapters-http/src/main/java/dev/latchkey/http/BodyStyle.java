package dev.latchkey.http;

/** The format of an error's body. */
public enum BodyStyle {
    /** {@code {"error":"insufficient scope","code":7}}, as {@code application/json}. */
    CODE("application/json") {
        @Override
        String body(ErrorCode error, String text) {
            return "{\"error\":" + JsonText.quoted(text) + ",\"code\":" + error.code() + "}";
        }
    },
    /** Problem details of RFC 9457, as {@code application/problem+json}. */
    PROBLEM("application/problem+json") {
        @Override
        String body(ErrorCode error, String text) {
            return "{\"type\":\"about:blank\",\"title\":" + JsonText.quoted(error.title()) + ",\"status\":"
                    + error.status() + ",\"detail\":" + JsonText.quoted(text) + "}";
        }
    };

    private final String contentType;

    BodyStyle(String contentType) {
        this.contentType = contentType;
    }

    abstract String body(ErrorCode error, String text);

    String contentType() {
        return contentType;
    }
}

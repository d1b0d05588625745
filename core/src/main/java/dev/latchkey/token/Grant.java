package dev.latchkey.token;

import org.jspecify.annotations.Nullable;

/**
 * The grant of a token: the scopes, the owner, the creator and the description. A part of a {@link TokenRecord}.
 *
 * @param owner who the token acts for; 1 to 255 characters, chosen by the host application
 * @param createdBy who created the token, as the host names actors, 1 to 255 characters; null for the service itself
 * @param description what the token is for; 1 to 255 characters
 * @param scopes the granted scopes as text, separated by spaces; never empty
 */
public record Grant(String owner, @Nullable String createdBy, String description, String scopes) {

    /**
     * Makes a grant.
     *
     * @throws IllegalArgumentException if a text is not allowed in a record
     */
    public Grant {
        RecordText.requireText("owner", owner, TokenRecord.MAX_TEXT_LENGTH);
        if (createdBy != null) {
            RecordText.requireText("creator", createdBy, TokenRecord.MAX_TEXT_LENGTH);
        }
        RecordText.requireText("description", description, TokenRecord.MAX_TEXT_LENGTH);
        RecordText.requireAscii("scopes", scopes, TokenRecord.MAX_SCOPES_LENGTH);
    }

    int textLength() {
        return owner.length() + (createdBy == null ? 0 : createdBy.length()) + description.length() + scopes.length();
    }
}

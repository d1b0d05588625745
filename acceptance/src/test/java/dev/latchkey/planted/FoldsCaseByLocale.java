package dev.latchkey.planted;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class FoldsCaseByLocale {
    @SuppressWarnings("StringCaseLocaleUsage")
    public String folded(String text) {
        return text.toLowerCase();
    }
}

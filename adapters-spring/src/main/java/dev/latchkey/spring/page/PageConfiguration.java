package dev.latchkey.spring.page;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageHost;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.spring.AccessPageCustomizer;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import java.util.Iterator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The page, which the configurations of the two web frameworks mount. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(AccessPage.class)
class PageConfiguration {

    /** Before the host's own handlers, of which one may take every path. */
    static final int ORDER = -10;

    @Bean
    PagePath latchkeyPagePath(LatchkeyProperties properties) {
        String path = properties.page().path();
        return new PagePath(path == null ? "" : path);
    }

    @Bean
    @ConditionalOnMissingBean
    AccessPage latchkeyAccessPage(
            AccessTokens tokens,
            IssuePolicy policy,
            ObjectProvider<ScopeCatalog> catalog,
            ObjectProvider<PageHost> host,
            ObjectProvider<PageHostDecorator> decorators,
            ObjectProvider<AccessPageCustomizer> customizers) {
        PageHost decorated = only(host, "PageHost", "who is looking, at whose tokens, and what they may do");
        for (PageHostDecorator decorator : decorators) {
            decorated = decorator.decorate(decorated);
        }
        AccessPage page = AccessPage.of(
                        tokens, only(catalog, "ScopeCatalog", "what tokens may be created with"), decorated)
                .withIssuePolicy(policy);
        for (Iterator<AccessPageCustomizer> each = customizers.orderedStream().iterator(); each.hasNext(); ) {
            page = each.next().customize(page);
        }
        return page;
    }

    private static <T> T only(ObjectProvider<T> beans, String type, String purpose) {
        T bean = beans.getIfUnique();
        if (bean == null) {
            throw new LatchkeyConfigurationException(
                    "latchkey.page.path asks for the Access Management page, and there is no single bean of type "
                            + type + ", which says " + purpose + ".",
                    "Define one bean of type " + type + ", or remove the property.");
        }
        return bean;
    }

    /**
     * Refuses a requirement that nothing would check.
     *
     * @param why why it cannot be checked
     */
    static void requireNoRecentSignIn(LatchkeyProperties properties, String why) {
        if (properties.page().signInWithin() != null
                || !properties.page().signInFactors().isEmpty()) {
            throw new LatchkeyConfigurationException(
                    "latchkey.page.sign-in-within and latchkey.page.sign-in-factors would do nothing: " + why + ".",
                    "Remove them, and return an address from PageHost.signInAgain where the sign-in is too long ago.");
        }
    }
}

package dev.latchkey.spring.autoconfigure;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenStore;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stores tokens in memory, if a property requests it explicitly. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(InMemoryTokenStore.class)
@ConditionalOnProperty(name = "latchkey.store", havingValue = "memory")
@ConditionalOnMissingBean(TokenStore.class)
class MemoryStoreConfiguration {

    @Bean
    InMemoryTokenStore latchkeyTokenStore() {
        LogFactory.getLog(MemoryStoreConfiguration.class)
                .warn(
                        "Access tokens are stored in memory (latchkey.store=memory): they are gone when this process ends,"
                                + " and other nodes do not know them");
        return new InMemoryTokenStore();
    }
}

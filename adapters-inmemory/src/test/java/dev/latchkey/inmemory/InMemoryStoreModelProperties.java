package dev.latchkey.inmemory;

import dev.latchkey.testkit.model.StoreModelProperties;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 300)
class InMemoryStoreModelProperties extends StoreModelProperties<InMemoryTokenStore> {

    @Override
    protected InMemoryTokenStore store() {
        return new InMemoryTokenStore();
    }
}

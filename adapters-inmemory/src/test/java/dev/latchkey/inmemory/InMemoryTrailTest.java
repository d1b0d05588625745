package dev.latchkey.inmemory;

import dev.latchkey.testkit.store.ChangeTrailContract;

class InMemoryTrailTest extends ChangeTrailContract<InMemoryTokenStore> {

    @Override
    protected InMemoryTokenStore store() {
        return new InMemoryTokenStore();
    }
}

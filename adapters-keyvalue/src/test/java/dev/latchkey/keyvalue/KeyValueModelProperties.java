package dev.latchkey.keyvalue;

import dev.latchkey.testkit.model.StoreModelProperties;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 100)
class KeyValueModelProperties extends StoreModelProperties<KeyValueTokenStore> {

    @Override
    protected KeyValueTokenStore store() {
        return new KeyValueTokenStore(new RacingEngine(EngineLimits.none(), 20));
    }
}

package dev.latchkey.inmemory;

import dev.latchkey.testkit.model.StoreModelProperties;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ChangeTrailContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.DurableStoreContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;

/** The kit for whichever store is put here; the engines make the instances, so it is put in static fields. */
final class KitUnderTest {

    static Supplier<? extends DelegatingStore> making = DelegatingStore::new;
    static Function<DelegatingStore, DelegatingStore> reopening = Function.identity();

    private KitUnderTest() {}

    static class Store extends TokenStoreContract {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }
    }

    static class Lists extends TokenListContract {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }
    }

    static class Feed extends ChangeFeedContract<DelegatingStore> {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }
    }

    static class Trail extends ChangeTrailContract<DelegatingStore> {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }
    }

    static class Concurrency extends ConcurrentStoreContract<DelegatingStore> {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }

        @Override
        protected int rounds() {
            return 40;
        }
    }

    /** What a folder held is in memory here; opening it again changes what the sabotage wants changed. */
    static class Durability extends DurableStoreContract<DelegatingStore> {
        private final Map<Path, DelegatingStore> disk = new HashMap<>();

        @Override
        protected DelegatingStore open(Path directory) {
            DelegatingStore opened = disk.containsKey(directory) ? reopening.apply(disk.get(directory)) : making.get();
            disk.put(directory, opened);
            return opened;
        }
    }

    @PropertyDefaults(tries = 100, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
    static class Model extends StoreModelProperties<DelegatingStore> {
        @Override
        protected DelegatingStore store() {
            return making.get();
        }
    }
}

package dev.latchkey.keyvalue;

import java.time.InstantSource;

/** The whole contract on an engine that refuses a third of all commits, with the least limits and the longest prefix. */
class SmallRacingEngineContractTest extends KeyValueContractTest {

    @Override
    KeyValueTokenStore open() {
        EngineLimits least = new EngineLimits(EngineLimits.FEWEST_OPERATIONS, EngineLimits.FEWEST_BYTES);
        return new KeyValueTokenStore(
                new RacingEngine(least, 33), "p".repeat(Keys.MAX_PREFIX_LENGTH), InstantSource.system());
    }
}

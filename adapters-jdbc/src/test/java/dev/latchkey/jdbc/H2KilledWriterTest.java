package dev.latchkey.jdbc;

class H2KilledWriterTest extends KilledWriterOnFile {

    H2KilledWriterTest() {
        super(Database.H2);
    }
}

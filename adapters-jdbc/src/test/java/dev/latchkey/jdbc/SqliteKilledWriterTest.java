package dev.latchkey.jdbc;

class SqliteKilledWriterTest extends KilledWriterOnFile {

    SqliteKilledWriterTest() {
        super(Database.SQLITE);
    }
}

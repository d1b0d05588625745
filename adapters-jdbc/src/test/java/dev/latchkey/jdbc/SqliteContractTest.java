package dev.latchkey.jdbc;

class SqliteContractTest extends JdbcContract {

    SqliteContractTest() {
        super(Database.SQLITE, "SELECT sqlite_version()", "3\\.[0-9.]+");
    }
}

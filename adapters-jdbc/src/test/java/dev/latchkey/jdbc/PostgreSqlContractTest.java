package dev.latchkey.jdbc;

class PostgreSqlContractTest extends JdbcContract {

    PostgreSqlContractTest() {
        super(Database.POSTGRESQL, "SELECT version()", "PostgreSQL 1[0-9]\\..*");
    }
}

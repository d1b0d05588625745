package dev.latchkey.jdbc;

class MariaDbContractTest extends JdbcContract {

    MariaDbContractTest() {
        super(Database.MARIADB, "SELECT version()", "11\\.4\\.[0-9]+-MariaDB.*");
    }
}

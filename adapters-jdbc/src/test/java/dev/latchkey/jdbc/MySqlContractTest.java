package dev.latchkey.jdbc;

/** On MySQL where the build was given one ({@code -Dlatchkey.mysql.home}); else on MariaDB, by the rules for MySQL. */
class MySqlContractTest extends JdbcContract {

    MySqlContractTest() {
        super(
                Database.MYSQL,
                "SELECT version()",
                MariaDbServer.hasMySql() ? "[5-9]\\.[0-9.]+" : "11\\.4\\.[0-9]+-MariaDB.*");
    }
}

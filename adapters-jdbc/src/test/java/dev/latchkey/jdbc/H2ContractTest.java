package dev.latchkey.jdbc;

class H2ContractTest extends JdbcContract {

    H2ContractTest() {
        super(Database.H2, "SELECT H2VERSION()", "2\\.[0-9.]+");
    }
}

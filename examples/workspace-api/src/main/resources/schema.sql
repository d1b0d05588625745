CREATE TABLE IF NOT EXISTS workspaces (
    slug VARCHAR(100) PRIMARY KEY,
    id VARCHAR(36) NOT NULL,
    display_name VARCHAR(255) NOT NULL,
    create_time VARCHAR(40) NOT NULL,
    password VARCHAR(255) NOT NULL
);

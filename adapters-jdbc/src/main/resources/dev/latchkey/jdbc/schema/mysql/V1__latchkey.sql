-- Latchkey tokens on MySQL 8.0 and MariaDB 10.6, or later. The prefix latchkey_ may be replaced throughout.

-- One row for each token. Text that identifies is binary, because every collation takes some texts for equal that are
-- not: other case, other accents, spaces at the end. It is UTF-8.
CREATE TABLE IF NOT EXISTS latchkey_tokens (
    id                VARBINARY(26) PRIMARY KEY,
    owner             VARBINARY(1020) NOT NULL,
    description       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    scopes            TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash_scheme       VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash              VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_by        VARBINARY(1020),
    issued_at         BIGINT NOT NULL,
    expires_at        BIGINT,
    revoked_at        BIGINT,
    revoked_by        VARBINARY(1020),
    revocation_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    disabled_at       BIGINT,
    disabled_by       VARBINARY(1020),
    disabling_reason  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    -- All of them, the parent last; 26 characters each. The parent is a column of its own for its index.
    ancestors         VARBINARY(208) NOT NULL,
    parent            VARBINARY(26),
    family            VARBINARY(26) NOT NULL,
    successor         VARBINARY(26),
    request_key       VARBINARY(1020),
    request_digest    VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin,
    attributes        MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    details           MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- When the token ended or will end, or 9223372036854775807 for never, which sorts last.
    ends_at           BIGINT NOT NULL,
    version           BIGINT NOT NULL,
    -- A repeated issue under one request key is refused, for each owner.
    UNIQUE INDEX latchkey_tokens_request (owner, request_key),
    -- Lists of one owner, by id and by end.
    INDEX latchkey_tokens_owner (owner, id),
    INDEX latchkey_tokens_owner_end (owner, ends_at, id),
    -- The sweep of ended tokens.
    INDEX latchkey_tokens_end (ends_at, id),
    -- Chains of rotations and derived tokens.
    INDEX latchkey_tokens_family (family, id),
    INDEX latchkey_tokens_parent (parent, id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

-- When a token was last used and for what: beside the token, because it is written often and is no change of it.
CREATE TABLE IF NOT EXISTS latchkey_uses (
    id           VARBINARY(26) PRIMARY KEY,
    owner        VARBINARY(1020) NOT NULL,
    last_used_at BIGINT NOT NULL,
    used_scopes  TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- Lists of all tokens by last use.
    INDEX latchkey_uses_last (last_used_at, id),
    -- Lists of one owner by last use, and by whether there is one.
    INDEX latchkey_uses_owner (owner, id, last_used_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

-- One row: what holds for all tokens, and the end of the change feed.
CREATE TABLE IF NOT EXISTS latchkey_state (
    id                   INTEGER PRIMARY KEY,
    version              BIGINT NOT NULL,
    reject_issued_before BIGINT,
    revocation_bound     BIGINT,
    uses_recorded_since  BIGINT,
    feed_origin          BIGINT NOT NULL,
    feed_sequence        BIGINT NOT NULL,
    feed_nonce           BIGINT NOT NULL
) ENGINE = InnoDB;

-- The change feed: one row for each write, with the ids of changed tokens, or the word "state" for latchkey_state.
CREATE TABLE IF NOT EXISTS latchkey_feed (
    seq      BIGINT PRIMARY KEY,
    nonce    BIGINT NOT NULL,
    changed  TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    made_at  BIGINT NOT NULL
) ENGINE = InnoDB;

-- The durable trail: who did what to which token. Ids sort by time. Rows stay when the token is deleted.
CREATE TABLE IF NOT EXISTS latchkey_trail (
    id           VARBINARY(26) PRIMARY KEY,
    token_id     VARBINARY(26) NOT NULL,
    owner        VARBINARY(1020) NOT NULL,
    acted_at     BIGINT NOT NULL,
    actor        VARBINARY(1020),
    action       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    value_before MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    value_after  MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    INDEX latchkey_trail_owner (owner, id),
    INDEX latchkey_trail_token (token_id, id),
    INDEX latchkey_trail_actor (actor, id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

-- The row of latchkey_state, with a random origin, by which a feed knows its own positions.
INSERT IGNORE INTO latchkey_state (id, version, feed_origin, feed_sequence, feed_nonce)
VALUES (1, 0, FLOOR(RAND() * 9007199254740991), 0, 0);
UPDATE latchkey_state SET feed_nonce = feed_origin WHERE feed_sequence = 0;

-- Latchkey tokens on H2 2.x. The prefix latchkey_ may be replaced throughout.

-- One row for each token. Text that identifies is binary: with IGNORECASE=TRUE, VARCHAR takes upper and lower case for
-- equal. It is UTF-8.
CREATE TABLE IF NOT EXISTS latchkey_tokens (
    id                VARBINARY(26) PRIMARY KEY,
    owner             VARBINARY(1020) NOT NULL,
    description       VARCHAR(255) NOT NULL,
    scopes            CHARACTER VARYING(65536) NOT NULL,
    hash_scheme       VARCHAR(255) NOT NULL,
    hash              VARCHAR(255) NOT NULL,
    created_by        VARBINARY(1020),
    issued_at         BIGINT NOT NULL,
    expires_at        BIGINT,
    revoked_at        BIGINT,
    revoked_by        VARBINARY(1020),
    revocation_reason VARCHAR(255),
    disabled_at       BIGINT,
    disabled_by       VARBINARY(1020),
    disabling_reason  VARCHAR(255),
    -- All of them, the parent last; 26 characters each. The parent is a column of its own for its index.
    ancestors         VARBINARY(208) NOT NULL,
    parent            VARBINARY(26),
    family            VARBINARY(26) NOT NULL,
    successor         VARBINARY(26),
    request_key       VARBINARY(1020),
    request_digest    VARCHAR(255),
    attributes        CHARACTER VARYING(65536) NOT NULL,
    details           CHARACTER VARYING(65536) NOT NULL,
    -- When the token ended or will end, or 9223372036854775807 for never, which sorts last.
    ends_at           BIGINT NOT NULL,
    version           BIGINT NOT NULL
);

-- A repeated issue under one request key is refused, for each owner.
CREATE UNIQUE INDEX IF NOT EXISTS latchkey_tokens_request ON latchkey_tokens (owner, request_key);
-- Lists of one owner, by id and by end.
CREATE INDEX IF NOT EXISTS latchkey_tokens_owner ON latchkey_tokens (owner, id);
CREATE INDEX IF NOT EXISTS latchkey_tokens_owner_end ON latchkey_tokens (owner, ends_at, id);
-- The sweep of ended tokens.
CREATE INDEX IF NOT EXISTS latchkey_tokens_end ON latchkey_tokens (ends_at, id);
-- Chains of rotations and derived tokens.
CREATE INDEX IF NOT EXISTS latchkey_tokens_family ON latchkey_tokens (family, id);
CREATE INDEX IF NOT EXISTS latchkey_tokens_parent ON latchkey_tokens (parent, id);

-- When a token was last used and for what: beside the token, because it is written often and is no change of it.
CREATE TABLE IF NOT EXISTS latchkey_uses (
    id           VARBINARY(26) PRIMARY KEY,
    owner        VARBINARY(1020) NOT NULL,
    last_used_at BIGINT NOT NULL,
    used_scopes  CHARACTER VARYING(65536) NOT NULL
);
-- Lists of all tokens by last use.
CREATE INDEX IF NOT EXISTS latchkey_uses_last ON latchkey_uses (last_used_at, id);
-- Lists of one owner by last use, and by whether there is one.
CREATE INDEX IF NOT EXISTS latchkey_uses_owner ON latchkey_uses (owner, id, last_used_at);

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
);

-- The change feed: one row for each write, with the ids of changed tokens, or the word "state" for latchkey_state.
CREATE TABLE IF NOT EXISTS latchkey_feed (
    seq      BIGINT PRIMARY KEY,
    nonce    BIGINT NOT NULL,
    changed  CHARACTER VARYING(65536) NOT NULL,
    made_at  BIGINT NOT NULL
);

-- The durable trail: who did what to which token. Ids sort by time. Rows stay when the token is deleted.
CREATE TABLE IF NOT EXISTS latchkey_trail (
    id           VARBINARY(26) PRIMARY KEY,
    token_id     VARBINARY(26) NOT NULL,
    owner        VARBINARY(1020) NOT NULL,
    acted_at     BIGINT NOT NULL,
    actor        VARBINARY(1020),
    action       VARCHAR(32) NOT NULL,
    reason       VARCHAR(255),
    value_before CHARACTER VARYING(65536),
    value_after  CHARACTER VARYING(65536)
);
CREATE INDEX IF NOT EXISTS latchkey_trail_owner ON latchkey_trail (owner, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_token ON latchkey_trail (token_id, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_actor ON latchkey_trail (actor, id);

-- The row of latchkey_state, with a random origin, by which a feed knows its own positions.
INSERT INTO latchkey_state (id, version, feed_origin, feed_sequence, feed_nonce)
SELECT 1, 0, origin.nonce, 0, origin.nonce
FROM (SELECT CAST(RAND() * 9007199254740991 AS BIGINT) AS nonce) AS origin
WHERE NOT EXISTS (SELECT 1 FROM latchkey_state);

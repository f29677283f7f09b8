-- The newest signed entry of each chain. A signature is made with a key that is not in the database:
-- whoever rewrites a chain together with its head cannot make it fit again.

CREATE TABLE history_signatures (
    chain_id               UUID    NOT NULL PRIMARY KEY,
    seq                    BIGINT  NOT NULL,
    signed_at              BIGINT  NOT NULL,
    key_id                 BIGINT  NOT NULL CHECK (key_id BETWEEN 1 AND 255),
    signature              BYTEA   NOT NULL CHECK (length(signature) = 32),
    FOREIGN KEY (chain_id, seq) REFERENCES history (chain_id, seq)
);

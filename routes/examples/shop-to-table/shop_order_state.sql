CREATE TABLE shop_order_state (
    order_id VARCHAR(64) PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    status VARCHAR(32),
    total DECIMAL(19, 4),
    currency VARCHAR(3),
    updated_at VARCHAR(32) NOT NULL
);

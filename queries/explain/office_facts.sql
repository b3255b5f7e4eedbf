-- doc: Transaction offices; the amount is 1.
-- grain: a row per office
SELECT office_code, branch_code, name, 1::BIGINT AS amount FROM dim.transaction_office

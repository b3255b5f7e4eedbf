-- doc: entrusted loans with outstanding on the day
-- grain: as_of, contract_no
SELECT * FROM loan_month WHERE lending_method = '2' AND outstanding > 0

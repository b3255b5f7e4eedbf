-- doc: The term of every contract, from signed_on to contract_maturity_on: 12 for up to 12 months, 60 for up to 60, over for longer. An extension does not change it.
-- grain: a row per contract
SELECT
  contract_no,
  CASE
    WHEN contract_maturity_on <= signed_on + INTERVAL 12 MONTH THEN '12'
    WHEN contract_maturity_on <= signed_on + INTERVAL 60 MONTH THEN '60'
    ELSE 'over' END AS term
FROM dim.loan_contract

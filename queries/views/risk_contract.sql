-- doc: Contracts that have a case of debt at risk, or of which the ledger wrote something off.
-- grain: a row per contract
SELECT k.*
FROM dim.loan_contract k
SEMI JOIN (
  SELECT contract_no FROM dim.risk_case
  UNION
  SELECT contract_no FROM indicator.write_off_month
) r ON r.contract_no = k.contract_no

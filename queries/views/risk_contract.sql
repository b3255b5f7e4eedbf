-- doc: Contracts that have a case of debt at risk, or of which the ledger wrote something off in a month whose facts are kept.
-- grain: a row per contract
SELECT k.*
FROM dim.loan_contract k
SEMI JOIN (
  SELECT contract_no FROM dim.risk_case
  UNION
  SELECT contract_no FROM fact.loan_month
  WHERE written_off_in_term <> 0 OR written_off_overdue <> 0 OR written_off_frozen <> 0 OR interest_waived_in_term <> 0 OR interest_waived_overdue <> 0
) r ON r.contract_no = k.contract_no

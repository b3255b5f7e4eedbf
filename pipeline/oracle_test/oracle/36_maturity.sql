-- doc: maturity: of the latest standing extension (posted_on, then entry_id), else session_maturity_on
-- grain: as_of, contract_no
SELECT p.as_of, p.contract_no,
  coalesce((SELECT arg_max(x.new_maturity_on, (x.posted_on, x.entry_id)) FROM extension x WHERE x.as_of = p.as_of AND x.contract_no = p.contract_no),
    k.session_maturity_on) AS maturity_on
FROM contract_place p JOIN src.loan_contract k USING (contract_no)

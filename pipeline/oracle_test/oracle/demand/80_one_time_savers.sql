-- doc: one_time_savers
-- grain: as_of, customer_code
SELECT as_of, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, balance FROM saved WHERE now AND one_time_saver

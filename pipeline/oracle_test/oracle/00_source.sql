-- doc: the source contract as the oracle reads it: every table and column, nothing else
CREATE SCHEMA src;
CREATE TABLE src.branch (
  branch_code VARCHAR,
  name VARCHAR
);
CREATE TABLE src.transaction_office (
  office_code VARCHAR,
  branch_code VARCHAR,
  name VARCHAR
);
CREATE TABLE src.commune (
  commune_code VARCHAR,
  office_code VARCHAR,
  name VARCHAR,
  difficult BOOLEAN,
  session_day SMALLINT,
  valid_from DATE,
  valid_to DATE,
  merged_into VARCHAR
);
CREATE TABLE src.mass_organisation (
  union_code VARCHAR,
  short_name VARCHAR,
  name_vi VARCHAR,
  name_en VARCHAR
);
CREATE TABLE src.loan_programme (
  programme_code VARCHAR,
  short_name VARCHAR,
  name_vi VARCHAR,
  name_en VARCHAR,
  annual_rate DECIMAL(7,4),
  interest_grace BOOLEAN
);
CREATE TABLE src.savings_group (
  group_code VARCHAR,
  commune_code VARCHAR,
  village VARCHAR,
  union_code VARCHAR,
  leader_name VARCHAR,
  established_on DATE,
  closed_on DATE,
  merged_into VARCHAR
);
CREATE TABLE src.customer (
  customer_code VARCHAR,
  full_name VARCHAR,
  birth_date DATE,
  gender VARCHAR,
  national_id VARCHAR,
  phone VARCHAR,
  address VARCHAR,
  household_kind VARCHAR
);
CREATE TABLE src.group_membership (
  customer_code VARCHAR,
  group_code VARCHAR,
  valid_from DATE,
  valid_to DATE
);
CREATE TABLE src.loan_contract (
  contract_no VARCHAR,
  customer_code VARCHAR,
  office_code VARCHAR,
  programme_code VARCHAR,
  fund_source VARCHAR,
  lending_method VARCHAR,
  approved_amount BIGINT,
  annual_rate DECIMAL(7,4),
  signed_on DATE,
  contract_maturity_on DATE,
  session_maturity_on DATE
);
CREATE TABLE src.principal_schedule (
  contract_no VARCHAR,
  due_on DATE,
  amount BIGINT
);
CREATE TABLE src.loan_ledger (
  entry_id BIGINT,
  posted_on DATE,
  booked_at TIMESTAMP,
  office_code VARCHAR,
  contract_no VARCHAR,
  entry_type VARCHAR,
  from_class VARCHAR,
  to_class VARCHAR,
  amount BIGINT,
  new_maturity_on DATE,
  rebooking BOOLEAN,
  reverses_entry_id BIGINT
);
CREATE TABLE src.deposit_ledger (
  entry_id BIGINT,
  posted_on DATE,
  booked_at TIMESTAMP,
  office_code VARCHAR,
  customer_code VARCHAR,
  account_no VARCHAR,
  entry_type VARCHAR,
  amount BIGINT,
  reverses_entry_id BIGINT
);
CREATE TABLE src.agreement (
  agreement_id BIGINT,
  union_code VARCHAR,
  unit_level VARCHAR,
  unit_code VARCHAR,
  signed_on DATE,
  ended_on DATE
);
CREATE TABLE src.inspection (
  inspection_id BIGINT,
  inspected_on DATE,
  union_code VARCHAR,
  by_level VARCHAR,
  target_level VARCHAR,
  target_code VARCHAR
);
CREATE TABLE src.loan_use_check (
  check_id BIGINT,
  contract_no VARCHAR,
  checked_on DATE,
  proper_use BOOLEAN
);
CREATE TABLE src.training_session (
  session_id BIGINT,
  held_on DATE,
  audience VARCHAR,
  attendees INTEGER
);
CREATE TABLE src.fee_payment (
  payment_id BIGINT,
  paid_on DATE,
  kind VARCHAR,
  union_code VARCHAR,
  unit_level VARCHAR,
  unit_code VARCHAR,
  amount BIGINT
);
CREATE TABLE src.risk_case (
  case_id BIGINT,
  round_code VARCHAR,
  contract_no VARCHAR,
  measure VARCHAR,
  principal BIGINT,
  interest BIGINT,
  submitted_on DATE,
  decided_on DATE,
  approved BOOLEAN
);
CREATE TABLE src.plan_target (
  period_start DATE,
  period_end DATE,
  measure VARCHAR,
  union_code VARCHAR,
  programme_code VARCHAR,
  unit_code VARCHAR,
  amount BIGINT
);
CREATE TABLE src.debt_cause (
  contract_no VARCHAR,
  noted_on DATE,
  cause VARCHAR
);
CREATE TABLE src.group_score (
  month_end DATE,
  group_code VARCHAR,
  overdue_points SMALLINT,
  session_points SMALLINT,
  interest_points SMALLINT,
  due_points SMALLINT,
  deposit_points SMALLINT,
  saver_points SMALLINT
);
CREATE TABLE src.gl_balance (
  as_of DATE,
  office_code VARCHAR,
  account VARCHAR,
  amount BIGINT
);
CREATE TABLE src.business_day (
  office_code VARCHAR,
  day DATE,
  closed_at TIMESTAMP
);

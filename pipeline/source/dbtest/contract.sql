-- The source contract's tables with the types that a core-banking system has, in SQL that PostgreSQL and MariaDB both take.
CREATE TABLE branch (
  branch_code   CHAR(6)      NOT NULL PRIMARY KEY,
  name          VARCHAR(100) NOT NULL
);
CREATE TABLE transaction_office (
  office_code   CHAR(6)      NOT NULL PRIMARY KEY,
  branch_code   CHAR(6)      NOT NULL,
  name          VARCHAR(100) NOT NULL
);
CREATE TABLE commune (
  commune_code  CHAR(6)      NOT NULL,
  office_code   CHAR(6)      NOT NULL,
  name          VARCHAR(100) NOT NULL,
  difficult     BOOLEAN      NOT NULL,
  session_day   SMALLINT     NOT NULL,
  valid_from    DATE         NOT NULL,
  valid_to      DATE,
  merged_into   CHAR(6),
  PRIMARY KEY (commune_code, valid_from)
);
CREATE TABLE mass_organisation (
  union_code    CHAR(2)      NOT NULL PRIMARY KEY,
  short_name    VARCHAR(10)  NOT NULL,
  name_vi       VARCHAR(100) NOT NULL,
  name_en       VARCHAR(100) NOT NULL
);
CREATE TABLE loan_programme (
  programme_code CHAR(2)     NOT NULL PRIMARY KEY,
  short_name    VARCHAR(20)  NOT NULL,
  name_vi       VARCHAR(200) NOT NULL,
  name_en       VARCHAR(200) NOT NULL,
  annual_rate   DECIMAL(7,4) NOT NULL,
  interest_grace BOOLEAN     NOT NULL
);
CREATE TABLE savings_group (
  group_code    CHAR(7)      NOT NULL PRIMARY KEY,
  commune_code  CHAR(6)      NOT NULL,
  village       VARCHAR(100) NOT NULL,
  union_code    CHAR(2)      NOT NULL,
  leader_name   VARCHAR(100),
  established_on DATE        NOT NULL,
  closed_on     DATE,
  merged_into   CHAR(7)
);
CREATE TABLE customer (
  customer_code CHAR(10)     NOT NULL PRIMARY KEY,
  full_name     VARCHAR(100),
  birth_date    DATE,
  gender        CHAR(1),
  national_id   VARCHAR(20),
  phone         VARCHAR(20),
  address       VARCHAR(200),
  household_kind VARCHAR(20) NOT NULL
);
CREATE TABLE group_membership (
  customer_code CHAR(10)     NOT NULL,
  group_code    CHAR(7)      NOT NULL,
  valid_from    DATE         NOT NULL,
  valid_to      DATE,
  PRIMARY KEY (customer_code, valid_from)
);
CREATE TABLE loan_contract (
  contract_no   CHAR(16)     NOT NULL PRIMARY KEY,
  customer_code CHAR(10)     NOT NULL,
  office_code   CHAR(6)      NOT NULL,
  programme_code CHAR(2)     NOT NULL,
  fund_source   CHAR(1)      NOT NULL,
  lending_method CHAR(1)     NOT NULL,
  approved_amount BIGINT     NOT NULL,
  annual_rate   DECIMAL(7,4) NOT NULL,
  signed_on     DATE         NOT NULL,
  contract_maturity_on DATE  NOT NULL,
  session_maturity_on  DATE  NOT NULL
);
CREATE TABLE principal_schedule (
  contract_no   CHAR(16)     NOT NULL,
  due_on        DATE         NOT NULL,
  amount        BIGINT       NOT NULL,
  PRIMARY KEY (contract_no, due_on)
);
CREATE TABLE loan_ledger (
  entry_id      BIGINT       NOT NULL PRIMARY KEY,
  posted_on     DATE         NOT NULL,
  booked_at     TIMESTAMP(6) NOT NULL,
  office_code   CHAR(6)      NOT NULL,
  contract_no   CHAR(16)     NOT NULL,
  entry_type    VARCHAR(20)  NOT NULL,
  from_class    VARCHAR(10),
  to_class      VARCHAR(10),
  amount        BIGINT       NOT NULL,
  new_maturity_on DATE,
  rebooking     BOOLEAN      NOT NULL,
  reverses_entry_id BIGINT
);
CREATE TABLE deposit_ledger (
  entry_id      BIGINT       NOT NULL PRIMARY KEY,
  posted_on     DATE         NOT NULL,
  booked_at     TIMESTAMP(6) NOT NULL,
  office_code   CHAR(6)      NOT NULL,
  customer_code CHAR(10)     NOT NULL,
  account_no    VARCHAR(20)  NOT NULL,
  entry_type    VARCHAR(20)  NOT NULL,
  amount        BIGINT       NOT NULL,
  reverses_entry_id BIGINT
);
CREATE TABLE agreement (
  agreement_id  BIGINT       NOT NULL PRIMARY KEY,
  union_code    CHAR(2)      NOT NULL,
  unit_level    VARCHAR(10)  NOT NULL,
  unit_code     CHAR(6)      NOT NULL,
  signed_on     DATE         NOT NULL,
  ended_on      DATE
);
CREATE TABLE inspection (
  inspection_id BIGINT       NOT NULL PRIMARY KEY,
  inspected_on  DATE         NOT NULL,
  union_code    CHAR(2)      NOT NULL,
  by_level      VARCHAR(10)  NOT NULL,
  target_level  VARCHAR(10)  NOT NULL,
  target_code   VARCHAR(16)  NOT NULL
);
CREATE TABLE loan_use_check (
  check_id      BIGINT       NOT NULL PRIMARY KEY,
  contract_no   CHAR(16)     NOT NULL,
  checked_on    DATE         NOT NULL,
  proper_use    BOOLEAN      NOT NULL
);
CREATE TABLE training_session (
  session_id    BIGINT       NOT NULL PRIMARY KEY,
  held_on       DATE         NOT NULL,
  audience      VARCHAR(20)  NOT NULL,
  attendees     INTEGER      NOT NULL
);
CREATE TABLE fee_payment (
  payment_id    BIGINT       NOT NULL PRIMARY KEY,
  paid_on       DATE         NOT NULL,
  kind          VARCHAR(20)  NOT NULL,
  union_code    CHAR(2)      NOT NULL,
  unit_level    VARCHAR(10)  NOT NULL,
  unit_code     VARCHAR(7),
  amount        BIGINT       NOT NULL
);
CREATE TABLE risk_case (
  case_id       BIGINT       NOT NULL PRIMARY KEY,
  round_code    VARCHAR(10)  NOT NULL,
  contract_no   CHAR(16)     NOT NULL,
  measure       VARCHAR(12)  NOT NULL,
  principal     BIGINT       NOT NULL,
  interest      BIGINT       NOT NULL,
  submitted_on  DATE         NOT NULL,
  decided_on    DATE,
  approved      BOOLEAN
);
CREATE TABLE plan_target (
  period_start  DATE         NOT NULL,
  period_end    DATE         NOT NULL,
  measure       VARCHAR(30)  NOT NULL,
  union_code    CHAR(2)      NOT NULL,
  programme_code CHAR(2)     NOT NULL,
  unit_code     VARCHAR(7)   NOT NULL,
  amount        BIGINT       NOT NULL,
  PRIMARY KEY (period_start, period_end, measure, union_code, programme_code, unit_code)
);
CREATE TABLE debt_cause (
  contract_no   CHAR(16)     NOT NULL,
  noted_on      DATE         NOT NULL,
  cause         VARCHAR(20)  NOT NULL,
  PRIMARY KEY (contract_no, noted_on)
);
CREATE TABLE group_score (
  month_end     DATE         NOT NULL,
  group_code    CHAR(7)      NOT NULL,
  overdue_points SMALLINT    NOT NULL,
  session_points SMALLINT    NOT NULL,
  interest_points SMALLINT   NOT NULL,
  due_points    SMALLINT     NOT NULL,
  deposit_points SMALLINT    NOT NULL,
  saver_points  SMALLINT     NOT NULL,
  PRIMARY KEY (month_end, group_code)
);
CREATE TABLE gl_balance (
  as_of         DATE         NOT NULL,
  office_code   CHAR(6)      NOT NULL,
  account       VARCHAR(20)  NOT NULL,
  amount        BIGINT       NOT NULL,
  PRIMARY KEY (as_of, office_code, account)
);
CREATE TABLE business_day (
  office_code   CHAR(6)      NOT NULL,
  day           DATE         NOT NULL,
  closed_at     TIMESTAMP(6),
  PRIMARY KEY (office_code, day)
);

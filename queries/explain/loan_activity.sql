-- doc: Programmes whose loans are never inactive: that of pupils and students, who pay nothing while they learn.
-- grain: a row per programme
SELECT programme_code FROM dim.loan_programme WHERE short_name = 'HSSV'

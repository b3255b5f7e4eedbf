package schemas

// What a published warehouse says about itself.
var (
	Run = Table{Name: "run", Kind: Meta, Key: []string{"run"}, Doc: "The run that built this warehouse.",
		Columns: []Column{
			col(1, "run", Text, "Run number, as 20201231T233000Z-1a2b3c."),
			col(2, "version", Text, "Version of the program."),
			col(3, "started_at", Timestamp, "When the run began, UTC."),
			col(4, "through", Date, "Last day taken from the source."),
			col(5, "first_posted_on", Date, "The ledger's first business day; changes against days before it are NULL.", null),
			col(6, "inputs", Text, "Fingerprint of everything the warehouse was built from."),
		}}
	RunHistory = Table{Name: "run_history", Kind: Meta, Key: []string{"run"}, Doc: "The refreshes before this warehouse was built, and the one that built it as far as it had come; the last 400.",
		Columns: []Column{
			col(1, "run", Text, "Run number."),
			col(2, "started_at", Timestamp, "When the run began, UTC."),
			col(3, "ended_at", Timestamp, "When it ended, UTC; NULL: it was killed, or is the one that built this warehouse.", null),
			col(4, "trigger", Text, "Who started it: hand, cron, systemd or nightly."),
			col(5, "outcome", Text, "published, unchanged, refused, failed, locked, interrupted, killed or running."),
			col(6, "cause", Text, "A word for the kind of failure; empty without one."),
			col(7, "through", Text, "Last day taken, as 2020-12-31; empty: none was."),
			col(8, "file", Text, "Name of the file that it published; empty: none."),
			col(9, "error", Text, "What was wrong and what to do; empty: nothing."),
		}}
	RunStep = Table{Name: "run_step", Kind: Meta, Key: []string{"run", "step"}, Doc: "What every step of those refreshes did.",
		Columns: []Column{
			col(1, "run", Text, "Run number."),
			col(2, "number", Int32, "Number of the step within the run."),
			col(3, "step", Text, "extract, derive, build, check, mart (it is loaded aside), roles (their files are made), publish, swap (the mart) or retain."),
			col(4, "started_at", Timestamp, "When the step began, UTC."),
			col(5, "milliseconds", Int64, "How long it took.", unit("ms")),
			col(6, "rows_done", Int64, "Rows kept by extract, computed by derive, read by build.", unit("rows")),
			col(7, "bytes", Int64, "Written to lake or warehouse; by retain: freed.", unit("bytes")),
			col(8, "units", Int64, "Units of the lake rewritten or computed; by retain: files removed."),
			col(9, "heals", Int64, "Units in which lake and source differed and that were mended."),
			col(10, "quarantined", Int64, "Rows that cleaning refused.", unit("rows")),
			col(11, "checks", Int64, "Checks made."),
			col(12, "objections", Int64, "Of them those that refuse to publish."),
			col(13, "warnings", Int64, "Of them those that warn; of extract closed days that wait for a replica."),
			col(14, "retries", Int64, "Attempts after the first."),
			col(15, "source_queries", Int64, "Queries that it cost the source."),
			col(16, "source_bytes", Int64, "Bytes that came from the source's server.", unit("bytes")),
			col(17, "error", Text, "Of the last attempt; empty: the step held."),
		}}
	RatingRule = Table{Name: "rating_rule", Kind: Meta, Key: []string{"rating", "valid_from"}, Doc: "From and to how many points a group has a rating, and when that holds.",
		Columns: []Column{
			col(1, "rating", Text, "good, fair, average or weak."),
			col(2, "from_points", Int32, "Least points.", unit("points")),
			col(3, "to_points", Int32, "Most points.", unit("points")),
			col(4, "valid_from", Date, "First day; 0001-01-01: from ever."),
			col(5, "valid_to", Date, "The day after the last; NULL: no end.", null),
		}}
	FeeRule = Table{Name: "fee_rule", Kind: Meta, Key: []string{"valid_from"}, Doc: "How the entrustment fee and the group commission are computed, and when that holds.",
		Columns: []Column{
			col(1, "valid_from", Date, "First day; 0001-01-01: from ever."),
			col(2, "valid_to", Date, "The day after the last; NULL: no end.", null),
			col(3, "fee_millionths", Int64, "Millionths of the base that the fee is."),
			col(4, "commission_millionths", Int64, "Millionths of the base that the commission is."),
			col(5, "overdue_factor_percent", Int64, "Rate of overdue debt in percent of the contract's."),
			col(6, "district_permille", Int64, "Thousandths of the fee that districts get."),
			col(7, "province_permille", Int64, "Thousandths of the fee that the province gets."),
			col(8, "central_permille", Int64, "Thousandths of the fee that the centre gets."),
		}}
	FeeTier = Table{Name: "fee_tier", Kind: Meta, Key: []string{"valid_from", "below_permille"}, Doc: "How much of the fee a union gets in a commune whose overdue ratio is under a bound; the first that is.",
		Columns: []Column{
			col(1, "valid_from", Date, "First day of the rule."),
			col(2, "below_permille", Int64, "Bound of overdue / outstanding in thousandths."),
			col(3, "percent", Int64, "Percent of the fee."),
		}}
	SmallBase = Table{Name: "small_base", Kind: Meta, Key: []string{"loans"}, Doc: "When a base is small: a growth or a ratio whose denominator counts fewer than this, or comes to less than this amount, says little, and its trend says so in small_base. One row.",
		Columns: []Column{
			col(1, "loans", Int64, "Loans, households, groups or members."),
			col(2, "amount", Int64, "Amount.", unit("đồng")),
		}}
	Definition = Table{Name: "definition", Kind: Meta, Key: []string{"table_name", "column_name"}, Doc: "The data dictionary: every column of every table.",
		Columns: []Column{
			col(1, "table_name", Text, "Table with its schema."),
			col(2, "column_name", Text, "Column."),
			col(3, "type", Text, "Type."),
			col(4, "unit", Text, "Unit."),
			col(5, "nullable", Bool, "Whether NULL is allowed."),
			col(6, "doc", Text, "Meaning."),
		}}
	PinnedSnapshot = Table{Name: "snapshot", Kind: Meta, Key: []string{"table_name"}, Doc: "Lake snapshots that this warehouse was built from.",
		Columns: []Column{
			col(1, "table_name", Text, "Lake table."),
			col(2, "snapshot_id", Int64, "Iceberg snapshot."),
		}}
	CheckResult = Table{Name: "result", Kind: Check, Key: []string{"name"}, Doc: "Outcome of every check.",
		Columns: []Column{
			col(1, "name", Text, "Check."),
			col(2, "severity", Text, "error refuses publication; warning is listed."),
			col(3, "failures", Int64, "Rows found.", unit("rows")),
			col(4, "examined", Int64, "Rows or pairs compared; NULL where it does not apply.", unit("rows"), null),
			col(5, "title_vi", Text, "What is checked, in Vietnamese."),
			col(6, "title_en", Text, "What is checked, in English."),
			col(7, "remedy_en", Text, "What to do when it fails, in English."),
			col(8, "remedy_vi", Text, "What to do when it fails, in Vietnamese."),
		}}
	CheckRow = Table{Name: "finding", Kind: Check, Key: []string{"name", "number"}, Doc: "Rows that checks found, at most 1,000 a check.",
		Columns: []Column{
			col(1, "name", Text, "Check."),
			col(2, "number", Int64, "Number of the row within the check."),
			col(3, "as_of", Date, "As-of day, where there is one.", null),
			col(4, "key", Text, "What the row is about."),
			col(5, "detail_en", Text, "What was found, in English."),
			col(6, "detail_vi", Text, "What was found, in Vietnamese."),
		}}
)

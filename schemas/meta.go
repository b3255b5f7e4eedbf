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
			col(7, "remedy", Text, "What to do when it fails."),
		}}
	CheckRow = Table{Name: "finding", Kind: Check, Key: []string{"name", "number"}, Doc: "Rows that checks found, at most 1,000 a check.",
		Columns: []Column{
			col(1, "name", Text, "Check."),
			col(2, "number", Int64, "Number of the row within the check."),
			col(3, "as_of", Date, "As-of day, where there is one.", null),
			col(4, "key", Text, "What the row is about."),
			col(5, "detail", Text, "What was found."),
		}}
)

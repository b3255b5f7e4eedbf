package schemas

// What the copy of a database keeps about itself.
var (
	ControlTotal = Table{Name: "control_total", Kind: Meta, Key: []string{"table_name", "unit"}, Month: UnitMonth,
		Doc: "Control totals of every unit of the copied tables, as the source and the lake agreed on them.",
		Columns: []Column{
			col(1, UnitMonth, Date, "First day of the unit's month; 1970-01-01 for units without a day."),
			col(2, "table_name", Code, "Table of the source contract."),
			col(12, "unit", Text, "The unit: its day and office, or its bucket."),
			col(3, "day", Date, "Day of the unit; NULL for buckets and for rows without a day.", null),
			col(4, "office_code", Code, "Office of the unit; NULL where days are not cut by office.", null),
			col(5, "bucket", Int32, "Hash bucket of the key; NULL for days.", null),
			col(6, "rows", Int64, "Rows of the unit.", unit("rows")),
			col(7, "sums", Text, "Sums of the money columns, in the contract's order, separated by spaces.", unit("đồng")),
			col(8, "ids", Text, "Sum of the whole-number columns of the key; NULL when there is none.", null),
			col(9, "checksum", Text, "Sum of the 64-bit hashes of the rows' texts, as the source's SQL and the program compute it; NULL when only the sums were compared.", null),
			col(13, "witness", Text, "The source's checksum of all columns, those hashed at extraction too, salted; NULL where none is hashed.", null),
			col(10, "compared_at", Timestamp, "Start of the run that compared the unit last.", grows),
			col(11, "run", Code, "That run."),
		}}
	Heal = Table{Name: "heal", Kind: Meta, Key: []string{"run", "table_name", "unit"}, Month: "healed_on",
		Doc: "Units in which lake and source differed, and what was changed in the lake.",
		Columns: []Column{
			col(1, "healed_on", Date, "Day of the run, UTC."),
			col(2, "run", Code, "Run that found and mended it."),
			col(3, "healed_at", Timestamp, "Start of that run.", grows),
			col(4, "table_name", Code, "Table of the source contract."),
			col(16, "unit", Text, "The unit: its day and office, or its bucket."),
			col(5, UnitMonth, Date, "First day of the unit's month; 1970-01-01 for units without a day."),
			col(6, "day", Date, "Day of the unit; NULL for buckets and for rows without a day.", null),
			col(7, "office_code", Code, "Office of the unit.", null),
			col(8, "bucket", Int32, "Hash bucket of the key.", null),
			col(9, "rows_before", Int64, "Rows in the lake before.", unit("rows")),
			col(10, "rows_after", Int64, "Rows afterwards.", unit("rows")),
			col(11, "sums_before", Text, "Sums of the money columns before, separated by spaces.", unit("đồng")),
			col(12, "sums_after", Text, "Sums of the money columns afterwards.", unit("đồng")),
			col(13, "rows_added", Int64, "Rows whose key was not there before.", unit("rows")),
			col(14, "rows_changed", Int64, "Rows that were there and read otherwise.", unit("rows")),
			col(15, "rows_removed", Int64, "Rows that the source no longer has.", unit("rows")),
		}}
	DimensionChange = Table{Name: "dimension_change", Kind: Meta, Key: []string{"run", "table_name", "key", "change"}, Month: "seen_on",
		Doc: "History of the dimensions: what a row said before it was changed or removed in the source.",
		Columns: []Column{
			col(1, "seen_on", Date, "Day of the run that saw the change, UTC."),
			col(2, "run", Code, "That run."),
			col(3, "seen_at", Timestamp, "Start of that run.", grows),
			col(4, "table_name", Code, "Table of the source contract."),
			col(5, "key", Text, "Key of the row."),
			col(6, "change", Code, "added, changed or removed."),
			col(7, "before", Text, "The row before, as column=value pairs; NULL when it was added.", null),
			col(8, "after", Text, "The row afterwards; NULL when it was removed.", null),
		}}
)

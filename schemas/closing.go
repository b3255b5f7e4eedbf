package schemas

// Closed reporting periods: who froze or reopened one, and the figures that were frozen.
var (
	PeriodAct = Table{Name: "period_act", Kind: Meta, Key: []string{"act_no"},
		Doc: "Acts of closing and reopening reporting periods (khóa sổ, mở lại kỳ báo cáo), in their order. The last one of a period says whether it is closed.",
		Columns: []Column{
			col(1, "act_no", Int64, "Number of the act, from 1."),
			col(2, "period_on", Date, "As-of day of the period: the last day of its month."),
			col(3, "act", Code, "closed or reopened."),
			col(4, "acted_at", Timestamp, "When, UTC.", grows),
			col(5, "acted_by", Text, "Who."),
			col(6, "reason", Text, "Why; NULL when nothing was said.", null),
			col(7, "run", Text, "Run whose published figures were frozen; NULL when reopened.", null),
			col(8, "figures", Int64, "How many figures were frozen; NULL when reopened.", null),
			col(9, "hash", Text, "SHA-256 of the frozen figures, in hexadecimal digits; NULL when reopened.", null),
			col(10, "snapshots", Text, "Lake snapshots that these figures were computed from, as table=snapshot pairs; NULL when reopened.", null),
		}}
	ClosedFigure = Table{Name: "closed_figure", Kind: Meta, Key: []string{"period_on", "report", "row_key", "column_name"}, Month: "period_on",
		Doc: "Report figures as they were when their period was closed last.",
		Columns: []Column{
			col(1, "period_on", Date, "As-of day of the period."),
			col(2, "report", Code, "Report."),
			col(3, "row_key", Text, "Key of the row without its as-of day, separated by commas."),
			col(4, "column_name", Code, "Column."),
			col(5, "value", Text, "The figure: integers and decimals in digits, ratios in the shortest text that reads back as them; NULL where the report had none.", null),
		}}
)

package schemas

// groupPlace are the columns of a list of groups that say which and where.
func groupPlace() []Column {
	return []Column{
		col(2, "group_code", Code, "Savings group.", head("Mã tổ", "Group")),
		col(4, "union_code", Text, "Union of the group.", head("Hội", "Union")),
		col(6, "commune_code", Text, "Commune of the group.", head("Mã xã", "Commune code")),
		col(7, "commune_name", Text, "Its name on the as-of day.", head("Xã", "Commune")),
	}
}

func village() Column {
	return col(8, "village", Text, "Village of the group.", head("Thôn", "Village"))
}

// pointsLost is what a group lost of a criterion's greatest.
func pointsLost(id int, name, vi, en string) Column {
	return num(id, name, "points", vi, en, "The greatest number of points of the criterion less those of the score; NULL unrated.", null)
}

// Lists of groups: the sheet of every group, and those that somebody has to see to. No rows where a
// programme is asked for, unless they say otherwise: a group is of no programme.
var (
	GroupSheet = demand("group_sheet", "Bảng theo dõi tổ tiết kiệm và vay vốn", "Savings group sheet", "Members, balances, savings, score and rating of every group.", groupPlace(), []Column{
		num(10, "members", "members", "Tổ viên", "Members", "members."),
		num(11, "members_with_debt", "members", "Tổ viên còn dư nợ", "With debt", "Members with outstanding above zero in the group."),
		num(12, "savers", "members", "Tổ viên gửi tiền", "Savers", "savers."),
		num(13, "interest_late_members", "members", "Tồn lãi trên 3 tháng", "Interest late", "members_with_debt who have a loan with unpaid interest older than three months."),
		num(14, "interest_paid_members", "members", "Không tồn lãi trên 3 tháng", "Interest paid", "members_with_debt who have none."),
		num(15, "regular_savers", "members", "Gửi đều 3 tháng", "Regular savers", "regular_savers."),
		num(16, "irregular_savers", "members", "Không gửi đều", "Not regular", "members less regular_savers."),
		num(20, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(21, "in_term", "đồng", "Trong hạn", "In term", "Nợ trong hạn.", millions),
		num(22, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		num(23, "frozen", "đồng", "Nợ khoanh", "Frozen", "Nợ khoanh.", millions),
		num(24, "unpaid_interest", "đồng", "Lãi tồn", "Unpaid interest", "unpaid_interest, both classes."),
		num(25, "deposit_balance", "đồng", "Số dư tiền gửi", "Deposits", "deposit_balance.", millions),
		num(26, "deposits_per_member", "đồng", "Gửi bình quân tổ viên/tháng", "Deposits per member, month", "deposits_in of the last twelve months, or of as many as the ledger has, over members and months, rounded half away from zero; NULL without members.", null),
		ratio(27, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent2),
		ratio(28, "frozen_ratio", "Tỷ lệ nợ khoanh", "Frozen ratio", "frozen / outstanding.", percent2),
		num(30, "score", "points", "Điểm", "Score", "Score at the last calendar month-end on or before the as-of day; NULL unrated.", null),
		num(31, "score_change", "points", "Điểm so với tháng trước", "Against last month", "score less that of the month-end before; NULL without one of both.", null),
		col(32, "rating", Code, "good, fair, average, weak or unrated; NULL in the total.", head("Xếp loại", "Rating"), null),
		pointsLost(33, "overdue_lost", "Mất điểm NQH", "Lost: overdue"),
		pointsLost(34, "session_lost", "Mất điểm giao dịch xã", "Lost: sessions"),
		pointsLost(35, "interest_lost", "Mất điểm thu lãi", "Lost: interest"),
		pointsLost(36, "due_lost", "Mất điểm thu nợ đến hạn", "Lost: due debt"),
		pointsLost(37, "deposit_lost", "Mất điểm số dư tiền gửi", "Lost: deposits"),
		pointsLost(38, "saver_lost", "Mất điểm tham gia gửi", "Lost: savers"),
	})
	SmallGroups = demand("small_groups", "Tổ dưới 20 hộ vay và tổ có thể sáp nhập", "Small groups and where they could merge", "Groups with fewer than 20 households with debt, each with a merge candidate.",
		append(groupPlace(), village()), []Column{
			num(10, "members", "members", "Tổ viên", "Members", "members."),
			num(11, "households", "households", "Số hộ", "Households", "households_with_debt."),
			num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
			col(13, "candidate_code", Text, "Group to merge into: same union, same village else commune, at most 60 members together, fewest members; NULL: none.", head("Tổ có thể nhận", "Candidate"), null),
			col(14, "candidate_village", Text, "Its village.", head("Thôn của tổ nhận", "Its village"), null),
			num(15, "candidate_members", "members", "Tổ viên của tổ nhận", "Its members", "Its members.", null),
			num(16, "merged_members", "members", "Tổ viên sau sáp nhập", "Members together", "Members of both.", null),
		})
	GroupsToWatch = demand("groups_to_watch", "Tổ có nợ quá hạn, tổ trung bình và yếu", "Overdue groups, average and weak ones", "Groups that are overdue, or rated average or weak, and what of it is new. With a programme: groups that owe in it.", groupPlace(), []Column{
		num(10, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(11, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		ratio(12, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent2),
		col(13, "over_2pct", Bool, "Whether overdue / outstanding is above 2 %, compared exactly.", head("Trên 2%", "Over 2%")),
		num(14, "score", "points", "Điểm", "Score", "Score; NULL unrated.", null),
		col(15, "rating", Code, "good, fair, average, weak or unrated.", head("Xếp loại", "Rating")),
		col(16, "overdue_new", Code, "month: not overdue at the month-end before; year: not at the start of the year; empty: neither.", head("NQH mới", "Overdue new")),
		col(17, "over_2pct_new", Code, "The same of over_2pct.", head("Trên 2% mới", "Over 2% new")),
		col(18, "rating_new", Code, "The same of the rating: it was better.", head("Xếp loại mới", "Rating new")),
	})
	GroupsNotInspected = demand("groups_not_inspected", "Tổ chưa được kiểm tra trong năm", "Groups not inspected this year", "Groups with debt that nobody inspected since 1 January.", groupPlace(), []Column{
		col(10, "inspected_on", Date, "Latest visit to the group before this year; NULL: none.", head("Kiểm tra gần nhất", "Last inspected"), null),
		num(11, "households", "households", "Số hộ", "Households", "households_with_debt."),
		num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(13, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
	})
	GroupsToClose = demand("groups_to_close", "Tổ cần đóng: không còn dư nợ và tổ viên", "Groups to close: no debt, no members", "Open groups without debt and members.", append(groupPlace(), village()), []Column{
		col(10, "established_on", Date, "When it was set up.", head("Ngày thành lập", "Set up")),
		num(11, "deposit_balance", "đồng", "Số dư tiền gửi", "Deposits", "deposit_balance: what leavers still have."),
	})
	MembershipMoves = demand("membership_moves", "Biến động tổ viên", "Membership moves", "Members who joined, left or moved between groups, in the month and from 1 January, per commune and union.", perCommune, []Column{
		num(10, "members", "members", "Tổ viên", "Members", "members."),
		num(11, "joined_month", "members", "Vào trong tháng", "Joined, month", "Memberships begun in the month by who did not come from another group that day."),
		num(12, "joined_year", "members", "Vào từ đầu năm", "Joined, year", "The same from 1 January."),
		num(13, "left_month", "members", "Ra trong tháng", "Left, month", "Memberships ended in the month by who did not go to another group that day."),
		num(14, "left_year", "members", "Ra từ đầu năm", "Left, year", "The same from 1 January."),
		num(15, "moved_in_month", "members", "Chuyển đến trong tháng", "Moved in, month", "Memberships begun in the month on the day another ended."),
		num(16, "moved_in_year", "members", "Chuyển đến từ đầu năm", "Moved in, year", "The same from 1 January."),
		num(17, "moved_out_month", "members", "Chuyển đi trong tháng", "Moved out, month", "Memberships ended in the month on the day another began."),
		num(18, "moved_out_year", "members", "Chuyển đi từ đầu năm", "Moved out, year", "The same from 1 January."),
	})
	GroupChanges = demand("group_changes", "Biến động tổ tiết kiệm và vay vốn", "Groups set up, closed and merged", "Groups set up, closed and merged in the month and from 1 January, and the net change, per commune and union.", perCommune, []Column{
		num(10, "groups", "groups", "Số tổ", "Groups", "Groups open on the as-of day."),
		num(11, "opened_month", "groups", "Lập mới trong tháng", "Set up, month", "Groups established in the month."),
		num(12, "opened_year", "groups", "Lập mới từ đầu năm", "Set up, year", "Groups established from 1 January."),
		num(13, "closed_month", "groups", "Đóng trong tháng", "Closed, month", "Groups closed in the month, merged ones included."),
		num(14, "closed_year", "groups", "Đóng từ đầu năm", "Closed, year", "Groups closed from 1 January, merged ones included."),
		num(15, "merged_month", "groups", "Sáp nhập trong tháng", "Merged, month", "groups_consolidated of the month."),
		num(16, "merged_year", "groups", "Sáp nhập từ đầu năm", "Merged, year", "groups_consolidated from 1 January."),
		num(17, "net_change", "groups", "Tăng, giảm so với đầu năm", "Net change", "Open groups less those open on the last 31 December."),
	})
)

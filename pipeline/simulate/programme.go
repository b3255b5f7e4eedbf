package simulate

// programme is a credit programme and how its loans usually look.
type programme struct {
	code, short, vi, en string
	rate                int64 // ten-thousandths of a percent a year
	grace               bool
	share               int   // of new loans, parts of thousand; 0: direct lending only
	mean, most          int64 // million đồng
	term                int   // months, about
}

var programmes = []programme{
	{"01", "HN", "Cho vay hộ nghèo", "Poor households", 66000, false, 170, 36, 100, 48},
	{"02", "HCN", "Cho vay hộ cận nghèo", "Near-poor households", 79200, false, 160, 38, 100, 48},
	{"03", "HMTN", "Cho vay hộ mới thoát nghèo", "Households just out of poverty", 82500, false, 150, 40, 100, 48},
	{"04", "HSSV", "Cho vay học sinh, sinh viên có hoàn cảnh khó khăn", "Students in difficulty", 66000, true, 80, 13, 60, 96},
	{"05", "NSVSMT", "Cho vay nước sạch và vệ sinh môi trường nông thôn", "Rural clean water and sanitation", 90000, false, 200, 16, 20, 60},
	{"06", "GQVL", "Cho vay hỗ trợ tạo việc làm, duy trì và mở rộng việc làm", "Job creation", 79200, false, 80, 42, 100, 48},
	{"07", "SXKDVKK", "Cho vay hộ gia đình sản xuất, kinh doanh tại vùng khó khăn", "Households in business in difficult areas", 90000, false, 90, 42, 100, 48},
	{"08", "XKLĐ", "Cho vay đi làm việc có thời hạn ở nước ngoài", "Labour export", 66000, false, 12, 60, 100, 36},
	{"09", "QĐ167", "Cho vay hộ nghèo về nhà ở theo Quyết định 167/2008/QĐ-TTg", "Housing of poor households, Decision 167", 30000, true, 18, 8, 8, 120},
	{"10", "QĐ33", "Cho vay hộ nghèo về nhà ở theo Quyết định 33/2015/QĐ-TTg", "Housing of poor households, Decision 33", 30000, true, 25, 25, 25, 180},
	{"11", "DTTS", "Cho vay hộ đồng bào dân tộc thiểu số theo Quyết định 2085/QĐ-TTg", "Ethnic minorities, Decision 2085", 33000, false, 15, 40, 50, 120},
	{"12", "NOXH", "Cho vay nhà ở xã hội theo Nghị định 100/2015/NĐ-CP", "Social housing, Decree 100", 48000, false, 0, 250, 400, 180},
	{"13", "TNVKK", "Cho vay thương nhân hoạt động thương mại tại vùng khó khăn", "Traders in difficult areas", 90000, false, 0, 60, 100, 36},
}

const (
	students  = 3 // index of HSSV, lent in instalments by term
	directOne = 11
)

// pick draws an entrusted programme.
func (r *random) programme() uint8 {
	all := 0
	for _, p := range programmes {
		all += p.share
	}
	x := r.n(all)
	for i, p := range programmes {
		if x < p.share {
			return uint8(i)
		}
		x -= p.share
	}
	return 0
}

// union is a mass organisation that the bank entrusts with lending.
type union struct{ code, short, vi, en string }

var unions = []union{
	{"11", "HND", "Hội Nông dân", "Farmers' Union"},
	{"12", "HPN", "Hội Liên hiệp Phụ nữ", "Women's Union"},
	{"13", "HCCB", "Hội Cựu chiến binh", "Veterans' Association"},
	{"14", "ĐTN", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Ho Chi Minh Communist Youth Union"},
	{"98", "KXĐ", "Chưa xác định", "Unassigned"},
	{"99", "TT", "Cho vay trực tiếp", "Direct lending"},
}

// entrusted is how many of the unions run groups.
const entrusted = 4

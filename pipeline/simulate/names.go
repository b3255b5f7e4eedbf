package simulate

import "strings"

var (
	surnames = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lương Hà Trịnh Mai Tạ Cao Đoàn Lưu Chu Lò Hoàng Vi Bế Nông Triệu")
	middleF  = strings.Fields("Thị Thị Thị Thu Ngọc Thanh Kim Mỹ Bích Hồng")
	middleM  = strings.Fields("Văn Văn Văn Đức Hữu Quang Minh Xuân Đình Công Trọng")
	givenF   = strings.Fields("Hoa Lan Hương Huệ Hạnh Thủy Nga Liên Dung Hằng Yến Mến Thơm Nhung Loan Phượng Tuyết Vân Xuyến Đào Cúc Mận Bưởi Ánh")
	givenM   = strings.Fields("Hùng Dũng Cường Thắng Sơn Hải Long Tuấn Nam Bình Thành Tiến Toàn Chiến Quyết Lực Khánh Phúc Lộc Thọ Định Đạt Kiên Vượng")
	placeA   = strings.Fields("An Bình Cẩm Đại Đông Giao Hải Hòa Hồng Hưng Khánh Kim Liên Long Minh Mỹ Nam Nghĩa Ngọc Phú Phúc Phước Quang Sơn Tam Tân Tây Thái Thanh Thạch Thịnh Thuận Tiên Trung Trực Vạn Vân Việt Vĩnh Xuân Yên Ý")
	placeB   = strings.Fields("An Bảo Bắc Châu Cường Dương Định Đồng Đức Giang Hà Hải Hậu Hòa Hoàng Hội Hưng Khê Lâm Lạc Lợi Lộc Lương Mỹ Nghiệp Nguyên Nhân Ninh Phong Phú Phương Quang Sơn Tâm Tân Thành Thắng Thịnh Thọ Thủy Tiến Trạch Trung Xá Xuân")
)

// placeName is the n-th of some 1,800 names of two syllables, scattered.
func placeName(n int) string {
	n = n * 389 % (len(placeA) * len(placeB))
	return placeA[n%len(placeA)] + " " + placeB[n/len(placeA)]
}

// personName appends a name of the gender that x stands for.
func personName(to []byte, x uint64, woman bool) []byte {
	middle, given := middleM, givenM
	if woman {
		middle, given = middleF, givenF
	}
	to = append(to, surnames[x%uint64(len(surnames))]...)
	to = append(append(to, ' '), middle[x>>8%uint64(len(middle))]...)
	return append(append(to, ' '), given[x>>16%uint64(len(given))]...)
}

// number appends n with leading zeros up to width.
func number(to []byte, n int64, width int) []byte {
	at := len(to)
	for range width {
		to = append(to, '0')
	}
	for i := at + width - 1; i >= at; i-- {
		to[i] = byte('0' + n%10)
		n /= 10
	}
	return to
}

package board

// said is a text in both languages.
type said struct{ VI, EN string }

// in is the text in a language.
func (s said) in(lang string) string {
	if lang == "en" {
		return s.EN
	}
	return s.VI
}

// place is a page in the menu.
type place struct {
	path string
	name said
}

var menu = []place{
	{"/", said{"Tổng quan", "Overview"}},
	{"/places", said{"Địa bàn", "Places"}},
	{"/groups", said{"Tổ vay vốn", "Groups"}},
	{"/watch", said{"Cần quan tâm", "Watch lists"}},
	{"/trends", said{"Xu hướng", "Trends"}},
	{"/quality", said{"Chất lượng số liệu", "Data quality"}},
}

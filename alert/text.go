package alert

import (
	"fmt"
	"strings"
)

// Subject is the message in one line.
func (m Message) Subject() string {
	word := Text{"LỖI", "ERROR"}
	switch {
	case m.Status == Resolved:
		word = Text{"ĐÃ HẾT", "RESOLVED"}
	case m.Severity == Warning:
		word = Text{"CẢNH BÁO", "WARNING"}
	}
	return "[uythac " + word.In(m.Lang) + "] " + m.Title.In(m.Lang)
}

// Body is the whole message: what is wrong and since when, then what to do.
func (m Message) Body() string {
	var b strings.Builder
	line := func(label Text, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s: %s\n", label.In(m.Lang), text)
		}
	}
	b.WriteString(m.Title.In(m.Lang) + "\n\n")
	if m.Status == Resolved {
		b.WriteString(Text{"Nguyên nhân dưới đây không còn nữa. Không phải làm gì.", "The cause below is gone. Nothing need be done."}.In(m.Lang) + "\n\n")
	}
	line(Text{"Nguyên nhân", "Cause"}, m.Cause.In(m.Lang))
	if m.Status == Firing {
		line(Text{"\nCần làm", "\nWhat to do"}, m.Next.In(m.Lang))
	}
	b.WriteString("\n")
	line(Text{"Từ lúc", "Since"}, m.Since.Format("2006-01-02 15:04:05 -07:00"))
	if m.Status == Resolved {
		line(Text{"Đến lúc", "Until"}, m.At.Format("2006-01-02 15:04:05 -07:00"))
	}
	line(Text{"Lần chạy", "Run"}, m.Run)
	line(Text{"Máy", "Machine"}, m.Host)
	return b.String()
}

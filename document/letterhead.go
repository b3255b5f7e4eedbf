package document

import (
	"fmt"
	"slices"
	"strings"
)

// Letterhead is what stands above and below the text of an administrative document: agency, number,
// national motto, place and date, title and subject; recipients and signature.
type Letterhead struct {
	Parent, Agency  []string // cơ quan chủ quản, cơ quan ban hành, line by line
	Number          []Run    // số, ký hiệu
	Nation, Motto   string   // quốc hiệu, tiêu ngữ
	Dated           []Run    // địa danh, ngày tháng năm
	Title, Subject  string   // tên loại, trích yếu
	Addressee       []Run    // kính gửi
	RecipientsLabel string   // nơi nhận
	Recipients      [][]Run
	Authority, Post string // quyền hạn (KT. GIÁM ĐỐC), chức vụ
	Signature       []Run  // họ và tên
	Annex           string // heading over the pages after the signature
}

// fields are the names that lines of letterhead.vi.txt begin with.
var fields = []string{
	"parent", "agency", "number", "nation", "motto", "dated", "title", "subject", "addressee", "recipients-label", "recipient", "authority", "post", "signature", "annex",
}

// letterhead reads a filled letterhead template: a line is "name: text"; recipient may come several times.
func letterhead(where, text string) (l Letterhead, err error) {
	values := map[string]string{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); !found || !slices.Contains(fields, name) {
			return l, fmt.Errorf("%s, line %d: %q does not begin with one of the names there are\n  → begin the line with a name and a colon: %s", where, i+1, line, strings.Join(fields, ", "))
		}
		if value = tidy(value); name == "recipient" {
			l.Recipients = append(l.Recipients, runs(value))
		}
		values[name] = value
	}
	l.Parent, l.Agency = lines(values["parent"]), lines(values["agency"])
	l.Nation, l.Motto = values["nation"], values["motto"]
	l.Title, l.Subject, l.RecipientsLabel = values["title"], values["subject"], values["recipients-label"]
	l.Authority, l.Post, l.Annex = values["authority"], values["post"], values["annex"]
	l.Number, l.Dated, l.Addressee, l.Signature = runs(values["number"]), runs(values["dated"]), runs(values["addressee"]), runs(values["signature"])
	return l, nil
}

// lines splits a text at its upright strokes.
func lines(s string) (out []string) {
	for _, l := range strings.Split(s, "|") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

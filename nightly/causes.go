package nightly

import (
	"fmt"
	"strings"
	"time"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// families are what the keys of alerts begin with: each is settled as a whole.
var families = struct{ run, deadline, killed, replica, records string }{"refresh: ", "deadline", "killed", "replica", "records"}

// kind says a kind of failure to people.
type kind struct{ cause, next alert.Text }

// kinds are by pipeline's words for causes.
var kinds = map[string]kind{
	pipeline.CauseChecks: {alert.Text{VI: "Kiểm tra không cho công bố số liệu mới; số liệu cũ vẫn dùng được.", EN: "A check refuses to publish the new figures; those of before are still served."},
		alert.Text{VI: "Chạy `uythac runs last` để xem kiểm tra nào và dòng nào, sửa ở hệ thống nguồn rồi chạy `uythac refresh`.", EN: "Run `uythac runs last` to see which check and which rows, mend them in the source, and run `uythac refresh`."}},
	pipeline.CauseConfiguration: {alert.Text{VI: "Cấu hình hoặc yêu cầu không thực hiện được.", EN: "What the configuration asks for cannot be."},
		alert.Text{VI: "Sửa uythac.yaml theo lời báo lỗi, rồi chạy `uythac refresh`.", EN: "Correct uythac.yaml as the message says, and run `uythac refresh`."}},
	pipeline.CauseConnection: {alert.Text{VI: "Không kết nối được đến cơ sở dữ liệu nguồn, hoặc kết nối bị mất; đã thử lại mà không được.", EN: "The source database cannot be reached, or the connection was lost; trying again did not help."},
		alert.Text{VI: "Hỏi người quản trị máy chủ nguồn và mạng; chạy `uythac doctor`; xong thì chạy `uythac refresh`.", EN: "Ask who runs the source's server and the network; run `uythac doctor`; then `uythac refresh`."}},
	pipeline.CauseSource: {alert.Text{VI: "Dữ liệu nguồn không dùng được.", EN: "What the source gives cannot be taken."},
		alert.Text{VI: "Xuất lại tệp hoặc sửa bảng được nêu trong lời báo lỗi, rồi chạy `uythac refresh`.", EN: "Extract the file again or mend the table that the message names, and run `uythac refresh`."}},
	pipeline.CauseQuiet: {alert.Text{VI: "Lần chạy rơi vào giờ không được đọc nguồn.", EN: "The run came into the hours in which the source is left alone."},
		alert.Text{VI: "Đổi nightly.schedule cho sớm hơn, hoặc đổi source.limits.quiet.", EN: "Let nightly.schedule be earlier, or change source.limits.quiet."}},
	pipeline.CauseLocked: {alert.Text{VI: "Một lần chạy khác đang ghi vào hồ dữ liệu và chưa xong.", EN: "Another run writes to the lake and has not ended."},
		alert.Text{VI: "Xem lần chạy đó có bị treo không: `uythac runs`, `uythac status`.", EN: "See whether that run hangs: `uythac runs`, `uythac status`."}},
	pipeline.CauseDisk: {alert.Text{VI: "Đĩa không còn đủ chỗ.", EN: "The disk has no room left."},
		alert.Text{VI: "Dọn đĩa hoặc chuyển thư mục sang đĩa lớn hơn, rồi chạy `uythac refresh`.", EN: "Make room or move the folder to a larger disk, and run `uythac refresh`."}},
	pipeline.CauseMart: {alert.Text{VI: "Không đưa được số liệu sang kho BI (PostgreSQL); kho BI vẫn phục vụ số liệu cũ, các lệnh của uythac đã có số liệu mới.", EN: "The figures could not be brought into the BI mart (PostgreSQL): it still serves the old ones; uythac's own commands have the new ones."},
		alert.Text{VI: "Làm theo lời báo lỗi, rồi chạy `uythac publish postgres`.", EN: "Do as the message says, and run `uythac publish postgres`."}},
	pipeline.CauseLake: {alert.Text{VI: "Một tệp của hồ dữ liệu không đọc được.", EN: "A file of the lake cannot be read."},
		alert.Text{VI: "Kiểm tra đĩa; khôi phục bằng `uythac restore`, hoặc xóa thư mục hồ để lần chạy sau dựng lại từ nguồn.", EN: "Check the disk; bring back a backup with `uythac restore`, or remove the lake's folder: the next run makes it again from the source."}},
}

// other is of a failure without a kind of its own.
var other = kind{alert.Text{VI: "Lần chạy không xong.", EN: "The run failed."},
	alert.Text{VI: "Chạy `uythac runs last` để xem bước nào và vì sao; trừ bỏ nguyên nhân rồi chạy `uythac refresh`.", EN: "Run `uythac runs last` to see which step and why; remove the cause and run `uythac refresh`."}}

// failure is the alert of a run that failed.
func failure(run history.Run, err error) alert.Alert {
	word := run.Cause
	if strings.HasPrefix(word, pipeline.CauseChecks+" ") { // their names follow
		word = pipeline.CauseChecks
	}
	k, ok := kinds[word]
	if !ok {
		k = other
	}
	a := alert.Alert{Key: families.run + run.Cause, Severity: alert.Error, Run: run.ID,
		Title: alert.Text{VI: "Chưa công bố được số liệu mới", EN: "New figures are not published"}}
	if run.File != "" { // only what comes after publication failed
		a.Severity = alert.Warning
		a.Title = alert.Text{VI: "Số liệu mới đã công bố, nhưng chưa dọn được bản cũ", EN: "New figures are published, but old ones could not be removed"}
	}
	if run.Cause == pipeline.CauseMart {
		a.Severity = alert.Warning
		a.Title = alert.Text{VI: "Kho BI chưa có số liệu mới", EN: "The BI mart does not have the new figures"}
	}
	if run.Cause == pipeline.CauseLocked {
		a.Severity = alert.Warning
	}
	problem, remedy := said(err)
	a.Cause = alert.Text{VI: k.cause.VI + "\n" + problem, EN: k.cause.EN + "\n" + problem}
	a.Next = k.next
	if remedy != "" {
		a.Next.EN += "\n" + remedy
		a.Next.VI += "\n" + remedy
	}
	return a
}

// said is what an error says is wrong and what to do. The rows that a check found stay in the house: they are lines
// further in.
func said(err error) (problem, remedy string) {
	var lines, remedies []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		switch text := strings.TrimSpace(line); {
		case strings.HasPrefix(text, "→"):
			remedies = append(remedies, text)
		case strings.HasPrefix(line, "    "):
		default:
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), strings.Join(remedies, "\n")
}

// missing warns that the deadline will not be met.
func missing(run history.Run, deadline, end time.Time) alert.Alert {
	at, done := deadline.Format("15:04"), end.In(deadline.Location()).Format("15:04")
	return alert.Alert{Key: families.deadline, Severity: alert.Warning, Run: run.ID,
		Title: alert.Text{VI: "Số liệu có thể không kịp giờ hẹn " + at, EN: "Figures may not be ready by " + at},
		Cause: alert.Text{VI: fmt.Sprintf("Lần chạy đang ở bước %s; theo các đêm trước thì sớm nhất %s mới xong.", run.At, done),
			EN: fmt.Sprintf("The run is at the step %s; by the nights before it ends at %s at the earliest.", run.At, done)},
		Next: alert.Text{VI: "Báo cho người dùng số liệu; xem `uythac runs last`. Số liệu đã công bố vẫn dùng được. Không cần dừng lần chạy.",
			EN: "Tell those who wait for the figures; see `uythac runs last`. What was published is still served. There is no need to stop the run."}}
}

// missed says that the deadline is over.
func missed(run history.Run, deadline time.Time) alert.Alert {
	a := missing(run, deadline, deadline)
	at := deadline.Format("15:04")
	a.Severity = alert.Error
	a.Title = alert.Text{VI: "Số liệu không kịp giờ hẹn " + at, EN: "Figures were not ready by " + at}
	a.Cause = alert.Text{VI: fmt.Sprintf("Đã %s mà lần chạy còn ở bước %s.", at, run.At), EN: fmt.Sprintf("It is %s and the run is still at the step %s.", at, run.At)}
	return a
}

// killed tells of a run that ended without a word.
func killed(run history.Run) alert.Alert {
	return alert.Alert{Key: families.killed, Severity: alert.Warning, Run: run.ID,
		Title: alert.Text{VI: "Một lần chạy bị ngắt đột ngột", EN: "A run was killed"},
		Cause: alert.Text{VI: fmt.Sprintf("Tiến trình của lần chạy %s mất ở bước %q. Một lần chạy mới đã bắt đầu và làm tiếp.", run.ID, run.At),
			EN: fmt.Sprintf("The process of run %s ended without a word at the step %q. A new run has begun and goes on from there.", run.ID, run.At)},
		Next: alert.Text{VI: "Xem nhật ký hệ thống: máy tắt, hết bộ nhớ (đặt warehouse.memory_limit), hay ai đó đã ngắt.",
			EN: "See the system's log: whether the machine went down, was short of memory (set warehouse.memory_limit), or somebody killed it."}}
}

// waiting tells of days whose closing a replica has not seen.
func waiting(run history.Run) []alert.Alert {
	s, _ := run.Step("extract")
	if s.Warnings == 0 {
		return nil
	}
	return []alert.Alert{{Key: families.replica, Severity: alert.Warning, Run: run.ID,
		Title: alert.Text{VI: "Bản sao của nguồn bị chậm", EN: "The source's replica is behind"},
		Cause: alert.Text{VI: fmt.Sprintf("Còn %d ngày mà bản sao chưa có lần khóa sổ; số liệu mới đến ngày %s.\n", s.Warnings, run.Through) + strings.Join(s.Waits, "\n"),
			EN: fmt.Sprintf("The replica has not seen the closing of %d days; figures go through %s.\n", s.Warnings, run.Through) + strings.Join(s.Waits, "\n")},
		Next: alert.Text{VI: "Hỏi người quản trị vì sao bản sao chậm; đêm sau sẽ lấy nốt.", EN: "Ask who runs the replica why it lags; the next night takes what is missing."}}}
}

// records tells of lines of the run history or the list of publications that cannot be read. How they begin stays in the house.
func records(run history.Run, found []history.Damage) alert.Alert {
	d := found[0]
	return alert.Alert{Key: families.records, Severity: alert.Warning, Run: run.ID,
		Title: alert.Text{VI: "Sổ ghi các lần chạy có dòng hỏng", EN: "The records of runs have damaged lines"},
		Cause: alert.Text{VI: fmt.Sprintf("Không đọc được %d dòng, dòng đầu tiên là dòng %d của %s; các dòng còn lại vẫn dùng được.", len(found), d.Line, d.File),
			EN: fmt.Sprintf("%d lines cannot be read, the first is line %d of %s; the others count.", len(found), d.Line, d.File)},
		Next: alert.Text{VI: "Kiểm tra đĩa; xóa dòng hỏng, hoặc lấy lại từ bản sao lưu. `uythac doctor` nêu tất cả.",
			EN: "Check the disk; take the lines out, or bring them back from a backup. `uythac doctor` names all."}}
}

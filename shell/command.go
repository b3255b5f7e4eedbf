package shell

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/result"
)

// command is a command of the shell: its name, what it takes, and what it does in both languages.
type command struct {
	name, takes, vi, en string
	run                 func(s *Shell, ctx context.Context, argument string) (quit bool)
}

// commands lists the commands there are, in the order of \help.
func commands() []command {
	return []command{
		{`\dt`, "[PATTERN]", `các bảng và khung nhìn, với số dòng; \dt trend.*: của một lược đồ`, `the tables and views, with their rows; \dt trend.*: of a schema`, (*Shell).tables},
		{`\d`, "[TABLE]", `các cột của một bảng; không có tên: như \dt`, `the columns of a table; without a name as \dt`, (*Shell).describe},
		{`\d+`, "TABLE", "các cột, với đơn vị và định nghĩa của từng cột", "the columns, with the unit and definition of every one", (*Shell).define},
		{`\format`, "[" + strings.Join(formats(), "|") + "]", "cách in kết quả", "how rows are printed", (*Shell).setFormat},
		{`\timing`, "", "in thời gian của từng câu lệnh, hoặc thôi in", "print how long statements take, or stop that", (*Shell).setTiming},
		{`\refresh`, "", "dùng bản mới nhất đã công bố", "take the version that is published now", (*Shell).refresh},
		{`\version`, "", "bản đang dùng và các giới hạn", "the version in use, and the limits", (*Shell).version},
		{`\help`, "", "bảng này", "this list", (*Shell).help},
		{`\q`, "", "kết thúc (cũng như Ctrl-D)", "end (so does Ctrl-D)", func(*Shell, context.Context, string) bool { return true }},
	}
}

// formats lists how rows may be printed here: Parquet is not for a terminal.
func formats() []string {
	return slices.DeleteFunc(result.Formats(), result.Binary)
}

// command runs a line that begins with a backslash.
func (s *Shell) command(ctx context.Context, line string) (quit bool) {
	name, argument, _ := strings.Cut(strings.TrimSuffix(line, ";"), " ")
	for _, c := range commands() {
		if c.name == name {
			return c.run(s, ctx, strings.TrimSpace(argument))
		}
	}
	fmt.Fprintf(s.Out, s.text("không có lệnh %s\n  → \\help liệt kê các lệnh\n", "there is no command %s\n  → \\help lists those there are\n"), name)
	return false
}

func (s *Shell) tables(ctx context.Context, pattern string) bool {
	pattern = strings.ToLower(strings.ReplaceAll(cmp.Or(pattern, "*"), `"`, ""))
	rows, err := s.print(ctx, "table", tablesSQL, map[string]any{"pattern": pattern})
	if s.failed(tablesSQL, err); err == nil && rows == 0 {
		s.unknown(pattern)
	}
	return false
}

func (s *Shell) setFormat(_ context.Context, name string) bool {
	choices := formats()
	switch {
	case name == "":
		fmt.Fprintln(s.Out, s.format)
	case slices.Contains(choices, name):
		s.format = name
	default:
		fmt.Fprintf(s.Out, s.text("không có dạng %q\n  → chọn một trong: %s\n", "there is no format %q\n  → take one of: %s\n"), name, strings.Join(choices, ", "))
	}
	return false
}

func (s *Shell) setTiming(context.Context, string) bool {
	s.timing = !s.timing
	fmt.Fprintln(s.Out, map[bool]string{true: s.text("in thời gian", "times are printed"), false: s.text("không in thời gian", "times are not printed")}[s.timing])
	return false
}

func (s *Shell) refresh(context.Context, string) bool {
	v, err := s.Current()
	if err != nil {
		fmt.Fprintln(s.Out, err)
		return false
	}
	if v.File == s.Version.File {
		fmt.Fprintln(s.Out, s.text("Đang dùng bản mới nhất, công bố ", "This is the version that is published now, since ")+s.Moment(v.At))
		return false
	}
	s.Version, s.told, s.catalog = v, v.File, nil
	fmt.Fprintln(s.Out, s.text("Từ nay dùng bản công bố ", "From now on the version published ")+s.Moment(v.At))
	return false
}

func (s *Shell) version(context.Context, string) bool {
	l := s.Pool.Limits()
	fmt.Fprintf(s.Out, s.text(
		"Bản công bố %s. Mỗi câu lệnh: %v, %d MB bộ nhớ, %d MB đĩa, %d dòng, %d luồng.\n",
		"Version published %s. A statement may take %v, %d MB of memory, %d MB of disk, %d rows and %d threads.\n"),
		s.Moment(s.Version.At), l.Timeout, l.Memory>>20, l.Temp>>20, l.Rows, l.Threads)
	return false
}

func (s *Shell) welcome() string {
	return s.text(
		"Kho số liệu công bố "+s.Moment(s.Version.At)+". Câu lệnh kết thúc bằng ; — \\dt liệt kê các bảng, \\help các lệnh, Tab điền tên.",
		"The warehouse published "+s.Moment(s.Version.At)+". A statement ends with ; — \\dt lists the tables, \\help the commands, Tab completes names.")
}

func (s *Shell) help(context.Context, string) bool {
	for _, c := range commands() {
		fmt.Fprintf(s.Out, "  %-45s %s\n", strings.TrimSpace(c.name+" "+c.takes), s.text(c.vi, c.en))
	}
	fmt.Fprintln(s.Out, s.text(
		"Câu lệnh có thể dài nhiều dòng, kết thúc bằng dấu chấm phẩy. Ctrl-C dừng câu lệnh đang chạy.",
		"A statement may have several lines and ends with a semicolon. Ctrl-C stops the one that runs."))
	return false
}

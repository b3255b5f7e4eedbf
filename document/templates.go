package document

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var embedded embed.FS

// Templates are the files that an officer can edit: those of a folder, and where it has none of a name,
// the ones that come with the program.
type Templates struct {
	Folder fs.FS  // nil: none
	Name   string // of the folder, for errors
}

// Defaults lists the template files that come with the program, with their text.
func Defaults() (names []string, texts map[string][]byte) {
	texts = map[string][]byte{}
	entries, _ := embedded.ReadDir("templates") // an embedded folder is always there
	for _, e := range entries {
		text, _ := embedded.ReadFile("templates/" + e.Name())
		names, texts[e.Name()] = append(names, e.Name()), text
	}
	return names, texts
}

// Check refuses a file in the folder that would never be used: a misspelt name.
func (t Templates) Check() error {
	if t.Folder == nil {
		return nil
	}
	entries, err := fs.ReadDir(t.Folder, ".")
	if err != nil {
		return fmt.Errorf("document.templates: %w\n  → name a folder; `uythac document templates --out DIR` fills one", err)
	}
	names, _ := Defaults()
	for _, e := range entries {
		if path.Ext(e.Name()) == ".txt" && !slices.Contains(names, e.Name()) {
			return fmt.Errorf("%s: there is no template of this name\n  → rename it to one of: %s", path.Join(t.Name, e.Name()), strings.Join(names, ", "))
		}
	}
	return nil
}

// read is the text of a template, and what errors call it.
func (t Templates) read(name string) (text, where string, err error) {
	if t.Folder != nil {
		b, err := fs.ReadFile(t.Folder, name)
		if err == nil {
			return strings.TrimPrefix(string(b), "\ufeff"), path.Join(t.Name, name), nil // Notepad begins with a mark
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", "", fmt.Errorf("read template: %w", err)
		}
	}
	b, err := embedded.ReadFile("templates/" + name)
	return string(b), name, err
}

// run fills a template with a document's figures.
func (t Templates) run(name string, f *filler) (text, where string, err error) {
	source, where, err := t.read(name)
	if err != nil {
		return "", where, err
	}
	parsed, err := template.New(name).Funcs(f.functions()).Option("missingkey=error").Parse(strings.ReplaceAll(source, "\r\n", "\n"))
	if err != nil {
		return "", where, refusal(where, err)
	}
	var b strings.Builder
	if err := parsed.Execute(&b, nil); err != nil {
		return "", where, refusal(where, err)
	}
	return b.String(), where, nil
}

// at finds the line in an error of text/template: "template: name:12:34: ...".
var at = regexp.MustCompile(`^template: [^:]+:(\d+)(?::\d+)?: (?:executing "[^"]*" at (<.*?>): )?(?:error calling \w+: )?(?s:(.*))$`)

// refusal says in which file and line a template is wrong, and how.
func refusal(where string, err error) error {
	m := at.FindStringSubmatch(err.Error())
	if m == nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	what := m[3]
	if m[2] != "" {
		what = strings.Trim(m[2], "<>") + ": " + what
	}
	return fmt.Errorf("%s, line %s: %s\n  → mend that line; huong-dan.txt beside the templates says what can stand in {{ }}, and `uythac document templates --out DIR` writes the originals", where, m[1], what)
}

package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/schemas"
)

// slowest is how many answers of a kind are timed again.
const slowest = 5

// answers times every report, of all and in each kind of scope, and every figure that can be explained, of the last row, from the
// start of the program to its end; the slowest of each kind again, for the median.
func (p *program) answers() {
	rows := map[string][]map[string]string{}
	for _, t := range pipeline.AllReports() {
		rows[t.Name] = p.rows(t.Name)
	}
	var scopes [][]string
	for _, kind := range []string{"union", "office", "commune", "programme", "branch"} {
		if of := rows["activity_by_"+kind]; len(of) > 0 {
			scopes = append(scopes, []string{"--" + kind, of[0][kind+"_code"]})
		}
	}
	var reports, figures [][]string
	for _, t := range pipeline.AllReports() {
		for _, scope := range append(scopes, nil) {
			reports = append(reports, append([]string{"report", t.Name}, scope...))
		}
		for i, row := range rows[t.Name] {
			if i == len(rows[t.Name])-1 || t == &schemas.Headline {
				figures = append(figures, explanations(t, row)...)
			}
		}
	}
	p.worst("report", reports)
	p.worst("explain", figures)
}

// rows are those of a report by the names of their columns.
func (p *program) rows(report string) (rows []map[string]string) {
	out, err := p.command("report", report, "--format", "csv").Output()
	if err != nil {
		p.b.Fatalf("report %s: %v", report, err)
	}
	all, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil {
		p.b.Fatalf("report %s: %v", report, err)
	}
	for _, values := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = values[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// explanations are the commands that explain the figures of a row.
func explanations(t *schemas.Table, row map[string]string) (commands [][]string) {
	var key []string
	for _, k := range t.Key[1:] {
		key = append(key, k+"="+row[k])
	}
	for _, c := range t.Columns[1:] {
		_, sum := schemas.OriginOf(t, c.Name, row[t.Key[1]])
		_, taken := schemas.SourceOf(t, c.Name)
		if sum || taken {
			commands = append(commands, []string{"explain", t.Name, "--row", strings.Join(key, ","), "--column", c.Name})
		}
	}
	return commands
}

// promptly is the goal of an answer, in milliseconds.
const promptly = 150

// worst prints the medians of the slowest commands, the worst of which has a goal.
func (p *program) worst(kind string, commands [][]string) {
	once := map[string]time.Duration{}
	for _, c := range commands {
		once[strings.Join(c, " ")] = p.run(c...)
	}
	names := slices.SortedFunc(maps.Keys(once), func(x, y string) int { return int(once[y] - once[x]) })
	median := map[string]time.Duration{}
	for _, name := range names[:min(slowest, len(names))] {
		median[name] = p.median(strings.Fields(name)...)
	}
	all := slices.Sorted(maps.Values(once))
	prompt, _ := slices.BinarySearch(all, promptly*time.Millisecond)
	names = slices.SortedFunc(maps.Keys(median), func(x, y string) int { return int(median[y] - median[x]) })
	for _, name := range names {
		fmt.Fprintf(os.Stderr, "  %7.0f ms  %s\n", median[name].Seconds()*1000, name)
	}
	p.figure("worst "+kind, median[names[0]].Seconds()*1000, "ms", promptly, fmt.Sprintf("%d of %d under the goal, half take less than %.0f ms", prompt, len(all), all[len(all)/2].Seconds()*1000))
}

package nightly

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// metrics answers Prometheus from the run history, so that runs by hand count and a restart forgets nothing.
type metrics struct{ n *Nightly }

// newRegistry is what /metrics serves.
func newRegistry(n *Nightly) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(&metrics{n})
	return r
}

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("uythac_"+name, help, labels, nil)
}

var (
	infoDesc     = described("build_info", "The program; always 1.", "version")
	runsDesc     = described("runs_total", "Refreshes in the run history.", "trigger", "outcome")
	runningDesc  = described("run_in_progress", "1 while a refresh is under way.")
	startDesc    = described("last_run_start_timestamp_seconds", "When the last refresh began.")
	durationDesc = described("last_run_duration_seconds", "How long the last refresh that came to its end took.")
	goodDesc     = described("last_run_success", "1 when readers have all that the source had at the last refresh that came to its end.")
	successDesc  = described("last_success_timestamp_seconds", "When the last refresh ended that published or found nothing new.")
	publishDesc  = described("last_publication_timestamp_seconds", "When figures were published last.")
	throughDesc  = described("through_timestamp_seconds", "The last day taken from the source, at its beginning in UTC.")
	nextDesc     = described("next_run_timestamp_seconds", "When the next night is due.")
	alertsDesc   = described("alerts", "Alerts whose cause is not gone.", "severity")
	retriesDesc  = described("retries_total", "Attempts after the first, of all steps in the run history.", "step")
	healsDesc    = described("heals_total", "Units in which lake and source differed and that were mended.")

	// Of the last refresh that came to its end, by step.
	stepDescs = map[string]*prometheus.Desc{
		"seconds":     described("step_duration_seconds", "How long a step of the last refresh took.", "step"),
		"rows":        described("step_rows", "Rows that a step of the last refresh was about.", "step"),
		"bytes":       described("step_bytes", "Bytes that a step of the last refresh wrote, or retain freed.", "step"),
		"quarantined": described("step_quarantined_rows", "Rows that cleaning refused.", "step"),
		"objections":  described("step_failed_checks", "Checks that refuse to publish.", "step"),
		"warnings":    described("step_warnings", "Checks that warn; of extract days that wait for a replica.", "step"),
		"queries":     described("step_source_queries", "Queries that a step of the last refresh cost the source.", "step"),
	}
)

// Describe describes nothing: what there is depends on the history.
func (m *metrics) Describe(chan<- *prometheus.Desc) {}

// Collect reads what the history has by now.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(infoDesc, 1, m.n.Options.Version)
	if next := m.n.next.Load(); next != 0 {
		gauge(nextDesc, float64(next/1e6)/1000)
	}
	m.alerts(gauge)
	runs, err := m.n.history()
	if err != nil {
		out <- prometheus.NewInvalidMetric(runsDesc, err)
		return
	}
	counted(runs, func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	})
	latest(runs, gauge)
}

func (m *metrics) alerts(gauge func(*prometheus.Desc, float64, ...string)) {
	if m.n.Alerts == nil {
		return
	}
	open, err := m.n.Alerts.Open()
	if err != nil {
		return // the night logs it
	}
	bySeverity := map[string]float64{"warning": 0, "error": 0}
	for _, a := range open {
		bySeverity[string(a.Severity)]++
	}
	for s, n := range bySeverity {
		gauge(alertsDesc, n, s)
	}
}

// counted adds up the whole history.
func counted(runs []history.Run, counter func(*prometheus.Desc, float64, ...string)) {
	type kind struct{ trigger, outcome string }
	byKind, retries, heals := map[kind]float64{}, map[string]float64{}, 0.0
	for _, r := range runs {
		if r.Outcome != history.Running {
			byKind[kind{r.Trigger, r.Outcome}]++
		}
		for _, s := range r.Steps {
			retries[s.Name] += float64(s.Retries)
			heals += float64(s.Heals)
		}
	}
	for k, n := range byKind {
		counter(runsDesc, n, k.trigger, k.outcome)
	}
	for step, n := range retries {
		counter(retriesDesc, n, step)
	}
	counter(healsDesc, heals)
}

// latest tells of the last runs.
func latest(runs []history.Run, gauge func(*prometheus.Desc, float64, ...string)) {
	var ended, success, publication, through *history.Run
	running := 0.0
	for i := range runs {
		r := &runs[i]
		switch {
		case r.Outcome == history.Running:
			running = 1
			continue
		case r.Ended():
			ended = r
		}
		if r.Good() {
			success = r
		}
		if r.File != "" {
			publication = r
		}
		if r.Through != "" {
			through = r
		}
	}
	gauge(runningDesc, running)
	if len(runs) > 0 {
		gauge(startDesc, seconds(runs[len(runs)-1].Start))
	}
	if ended != nil {
		gauge(durationDesc, ended.Duration(ended.End).Seconds())
		gauge(goodDesc, map[bool]float64{true: 1}[ended.Good()])
		for _, s := range ended.Steps {
			for name, v := range map[string]float64{"seconds": s.Duration.Seconds(), "rows": float64(s.Rows), "bytes": float64(s.Bytes), "quarantined": float64(s.Quarantined),
				"objections": float64(s.Objections), "warnings": float64(s.Warnings), "queries": float64(s.Cost.Queries)} {
				gauge(stepDescs[name], v, s.Name)
			}
		}
	}
	if success != nil {
		gauge(successDesc, seconds(success.End))
	}
	if publication != nil {
		gauge(publishDesc, seconds(publication.End))
	}
	if through != nil {
		if day, err := time.Parse(time.DateOnly, through.Through); err == nil {
			gauge(throughDesc, seconds(day))
		}
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// ready tells why readers get nothing, or that they do.
func ready(n *Nightly) error { return pipeline.Ready(n.Config) }

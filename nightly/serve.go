package nightly

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handler answers /metrics for Prometheus, /healthz: whether the loop goes round, and /readyz: whether there are
// published figures. It tells no figure, and changes nothing.
func (n *Nightly) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(newRegistry(n), promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", answer(n.Alive))
	mux.HandleFunc("GET /readyz", answer(func() error { return ready(n) }))
	return mux
}

// answer is 200 without an error, and 503 with it.
func answer(look func() error) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if err := look(); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = fmt.Fprintln(w, err) // there is nobody else to tell
			return
		}
		_, _ = fmt.Fprintln(w, "ok")
	}
}

// Serve answers on an address until ctx ends.
func (n *Nightly) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: n.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(ctx) // what is not answered by then is cut off
	})
	defer stop()
	n.Log.Info("answering", "address", l.Addr().String())
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving metrics and health on %s: %w", l.Addr(), err)
	}
	return nil
}

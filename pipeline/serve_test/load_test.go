package serve_test

import (
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"time"
)

// TestFair: a user whose readers take nothing does not keep others from an answer.
func TestFair(t *testing.T) {
	h := open(t)
	var asking sync.WaitGroup
	defer asking.Wait()
	for range 5 {
		asking.Go(func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+h.web+"/api/query?format=csv&sql="+url.QueryEscape("SELECT range AS n, repeat('x', 1000) AS t FROM range(1000000)"), nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+h.tokens["unions"])
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				return // it waited for its turn until the test was over
			}
			time.Sleep(3 * time.Second)
			_ = res.Body.Close()
		})
	}
	time.Sleep(time.Second)
	began := time.Now()
	if a := h.get(t, "office", "/api/query?sql="+url.QueryEscape("SELECT 1")); a.StatusCode != http.StatusOK || time.Since(began) > 2*time.Second {
		t.Errorf("another user: %d after %v", a.StatusCode, time.Since(began))
	}
}

// TestBounded: a long answer passes through; it is not held.
func TestBounded(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "all_of_it")
	i, err := c.Execute(ctx, "SELECT range AS a, range * 7 AS b, repeat('x', 100) AS t FROM range(1500000)") // 170 MB
	must(t, err)
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := c.DoGet(ctx, i.Endpoint[0].Ticket)
	must(t, err)
	defer r.Release()
	most, n := uint64(0), int64(0)
	for batch := 0; r.Next(); batch++ {
		n += r.RecordBatch().NumRows()
		if batch%8 == 0 {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse)
		}
	}
	must(t, r.Err())
	if grown := int64(most) - int64(before.HeapInuse); n != 1_500_000 || grown > 96<<20 {
		t.Errorf("%d rows took %d MB", n, grown>>20)
	}
}

// bodies_unclosed: HTTP responses that are neither read nor closed.
package main

import (
	"goresscen/sc"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

func main() {
	sc.Init()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(strings.Repeat("x", 6000)))
	}))
	client := &http.Client{Transport: &http.Transport{}}
	sc.Loop(12*time.Millisecond, func(time.Duration) {
		response, err := client.Get(server.URL)
		if err == nil {
			sc.Sink = response.StatusCode
		}
	})
}

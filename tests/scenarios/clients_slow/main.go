// clients_slow: a server without timeouts, whose clients connect and say nothing.
package main

import (
	"goresscen/sc"
	"net"
	"net/http"
	"net/http/httptest"
	"time"
)

func main() {
	sc.Init()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	var kept []net.Conn
	sc.Loop(12*time.Millisecond, func(time.Duration) {
		connection, err := net.Dial("tcp", server.Listener.Addr().String())
		if err == nil {
			connection.Write([]byte("GET / HTTP/1.1\r\nHost:"))
			kept = append(kept, connection)
		}
	})
}

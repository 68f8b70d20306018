// rows_unclosed: sql.Rows that are never closed.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"goresscen/sc"
	"time"
)

type shop struct{}
type connection struct{ buffer []byte }
type statement struct{}
type rows struct{}

func (shop) Open(string) (driver.Conn, error)                { return &connection{make([]byte, 4<<10)}, nil }
func (*connection) Prepare(string) (driver.Stmt, error)      { return statement{}, nil }
func (*connection) Close() error                             { return nil }
func (*connection) Begin() (driver.Tx, error)                { return nil, driver.ErrSkip }
func (statement) Close() error                               { return nil }
func (statement) NumInput() int                              { return 0 }
func (statement) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (statement) Query([]driver.Value) (driver.Rows, error)  { return rows{}, nil }
func (rows) Columns() []string                               { return []string{"id"} }
func (rows) Close() error                                    { return nil }
func (rows) Next(to []driver.Value) error                    { to[0] = int64(1); return nil }

//go:noinline
func order(ctx context.Context, db *sql.DB) {
	found, err := db.QueryContext(ctx, "select id from orders")
	if err == nil && found.Next() {
		var id int64
		found.Scan(&id)
	}
}

func main() {
	sc.Init()
	sql.Register("shop", shop{})
	db, _ := sql.Open("shop", "")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sc.Loop(6*time.Millisecond, func(time.Duration) { order(ctx, db) })
}

import 'uplot/dist/uPlot.min.css';
import './tokens.css';
import './app.css';
import { render } from 'preact';
import { App } from './App';
import { startKeys } from './keys';
import { connect, openReport, startWatchdog } from './live';
import { unpack } from './report';
import { startState } from './state';
import { startStore } from './store';

// A report carries its figures in this element. A page that a server serves has none.
const carried = document.getElementById('resident-report')?.textContent;
const report = carried ? await unpack(carried) : null;
startState();
if (report) openReport(report);
render(<App />, document.body);
startStore();
startKeys();
if (!report) {
  connect();
  startWatchdog();
}

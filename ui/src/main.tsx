import 'uplot/dist/uPlot.min.css';
import './tokens.css';
import './app.css';
import { render } from 'preact';
import { App } from './App';
import { startKeys } from './keys';
import { connect, startWatchdog } from './live';
import { startState } from './state';
import { startStore } from './store';

startState();
render(<App />, document.body);
startStore();
startKeys();
connect();
startWatchdog();

import { AppBar, pageName } from './components/AppBar';
import { Banners, Toast } from './components/Banners';
import { FieldsPage } from './components/FieldsPage';
import { FlamePage } from './components/FlamePage';
import { Footer } from './components/Footer';
import { GcPage } from './components/GcPage';
import { GoroutinesPage } from './components/GoroutinesPage';
import { LivePage } from './components/LivePage';
import { MapPage } from './components/MapPage';
import { SizesPage } from './components/SizesPage';
import { ShortcutSheet } from './components/ShortcutSheet';
import { TimeBar } from './components/TimeBar';
import { WhyPage } from './components/WhyPage';
import { report, t, view } from './state';
import type { Page } from './view';

const pages: Record<Page, () => preact.JSX.Element> = {
  why: WhyPage, live: LivePage, gc: GcPage, map: MapPage, sizes: SizesPage, goroutines: GoroutinesPage, flame: FlamePage, fields: FieldsPage,
};

/** Pages that show a stretch of time; the others show one moment. A report carries one verdict, of its own stretch. */
const isTimed = (page: Page): boolean => page === 'live' || page === 'gc' || (page === 'why' && !report.value);

export function App() {
  const { page } = view.value;
  const Shown = pages[page];
  return (
    <>
      <a class="skip" href="#main" onClick={(click) => { click.preventDefault(); document.getElementById('main')?.focus(); }}>{t.value.skip}</a>
      <AppBar />
      {isTimed(page) && <TimeBar />}
      <main id="main" tabindex={-1}>
        {page === 'live' && <h1 class="hidden-text">{pageName(page)}</h1>}
        <Banners />
        <Shown />
      </main>
      <Footer />
      <ShortcutSheet />
      <Toast />
      <span id="cursor-time" class="cursor-time" aria-hidden="true" />
    </>
  );
}

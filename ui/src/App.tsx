import { AppBar, pageName } from './components/AppBar';
import { Banners, Toast } from './components/Banners';
import { FieldsPage } from './components/FieldsPage';
import { Footer } from './components/Footer';
import { GcPage } from './components/GcPage';
import { LivePage } from './components/LivePage';
import { ShortcutSheet } from './components/ShortcutSheet';
import { TimeBar } from './components/TimeBar';
import { t, view } from './state';
import type { Page } from './view';

const pages: Record<Page, () => preact.JSX.Element> = { live: LivePage, gc: GcPage, fields: FieldsPage };

export function App() {
  const { page } = view.value;
  const Shown = pages[page];
  return (
    <>
      <a class="skip" href="#main" onClick={(click) => { click.preventDefault(); document.getElementById('main')?.focus(); }}>{t.value.skip}</a>
      <AppBar />
      <TimeBar />
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

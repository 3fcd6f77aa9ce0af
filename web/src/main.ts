import './styles/theme.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/compose.css';
import './styles/take.css';
import { ApiError, fetchVoices, setApiKey } from './api/client';
import { TakeStore } from './takes/store';
import { Compare } from './ui/compare';
import { Composer } from './ui/composer';
import { byId } from './ui/dom';
import { offerDownloads } from './ui/downloads';
import { History } from './ui/history';
import { initialLocale, onLocale, setLocale, t, type Locale } from './ui/i18n';
import { listenToKeys } from './ui/keys';
import { Player } from './ui/player';
import { ReadingDialog } from './ui/reading_dialog';
import { ReadingsPanel } from './ui/readings_panel';
import { SeedField } from './ui/seed';
import { perform } from './ui/speaking';
import { clearError, say, sayError, sentenceOf } from './ui/status';
import { StylePanel } from './ui/style_panel';
import { startTheme } from './ui/theme';
import { VoiceSelect } from './ui/voice_select';

startTheme();
const store = new TakeStore();
const player = new Player();
const dialog = new ReadingDialog((change, speakNow) => {
  composer.applyReading(change);
  if (speakNow) void speak();
});
const voice = new VoiceSelect(() => composer.changed());
const composer = new Composer(
  voice, new StylePanel(), new SeedField(), new ReadingsPanel(dialog),
);
const compare = new Compare(player, () => history.draw());
const history = new History(store, {
  show: (take, play) => void compare.show(take, play),
  compare: (take) => compare.with(take),
  restore: (take) => {
    composer.restore(take.request);
    say(t('history.restored'));
  },
  removed: (take) => compare.forget(take.id),
  letterOf: (id) => compare.letterOf(id),
  shownId: () => player.shown?.id,
});

let speaking: AbortController | null = null;

async function speak(): Promise<void> {
  stop();
  clearError();
  if (!composer.text.value.trim()) {
    sayError(t('error.empty'));
    composer.text.focus();
    return;
  }
  const request = composer.request();
  if (!request) return sayError(t('voice.none'), { key: 'error.retry', run: () => void findVoices() });
  const mine = new AbortController();
  setSpeaking(mine);
  player.begin(request.text);
  try {
    const take = await perform(request, player, mine.signal);
    await player.complete(take);
    await store.put(take);
    compare.setA(take);
    say(t('status.done', { seconds: (take.samples.length / take.sampleRate).toFixed(1) }));
  } catch (error) {
    if (speaking === mine || !mine.signal.aborted) await player.cancel();
    if (!mine.signal.aborted) fail(error);
  } finally {
    if (speaking === mine) setSpeaking(null);
  }
}

function stop(): void {
  if (!speaking) return;
  speaking.abort();
  setSpeaking(null);
  void player.cancel();
  say(t('status.stopped'));
}

function setSpeaking(next: AbortController | null): void {
  speaking = next;
  byId('speak').classList.toggle('busy', next !== null);
  byId('speak-label').textContent = t(next ? 'compose.stop' : 'compose.speak');
}

function fail(error: unknown): void {
  say('');
  const retry = error instanceof ApiError && (error.status === 0 || error.status >= 429);
  sayError(sentenceOf(error), retry ? { key: 'error.retry', run: () => void speak() } : undefined);
  if (error instanceof ApiError && error.status === 401) askForKey();
}

function askForKey(): void {
  byId('key-form').hidden = false;
  byId('key').focus();
}

async function findVoices(): Promise<void> {
  clearError();
  say(t('voice.loading'));
  try {
    const { voices, max_chars } = await fetchVoices();
    voice.offer(voices);
    composer.limit = max_chars;
    byId('key-form').hidden = true;
    say('');
    composer.changed();
  } catch (error) {
    say('');
    sayError(sentenceOf(error), { key: 'error.retry', run: () => void findVoices() });
    if (error instanceof ApiError && error.status === 401) askForKey();
  }
}

async function start(): Promise<void> {
  const locale = byId<HTMLSelectElement>('locale');
  locale.value = initialLocale();
  locale.addEventListener('change', () => {
    localStorage.setItem('locale', locale.value);
    setLocale(locale.value as Locale);
  });
  onLocale(() => {
    setSpeaking(speaking);
    say('');
  });
  // On a phone the takes come first.
  byId<HTMLDetailsElement>('manner').open = innerWidth > 860;
  offerDownloads(() => player.shown);
  byId('speak').addEventListener('click', () => (speaking ? stop() : void speak()));
  byId('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const key = byId<HTMLInputElement>('key').value;
    sessionStorage.setItem('key', key);
    setApiKey(key);
    void findVoices();
  });
  listenToKeys({
    speak: () => void speak(),
    toggle: () => player.shown && player.toggle(),
    skip: (seconds) => player.shown && player.skip(seconds),
    compare: () => compare.switch(),
    stop,
  });
  setApiKey(sessionStorage.getItem('key') ?? '');
  setLocale(locale.value as Locale);
  composer.changed();
  await Promise.all([findVoices(), store.open()]);
  history.draw();
  const latest = store.all()[0];
  if (latest) await compare.show(latest, false);
}

void start();

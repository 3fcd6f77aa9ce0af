export interface KeyActions {
  speak: () => void;
  toggle: () => void;
  skip: (seconds: number) => void;
  compare: () => void;
  stop: () => void;
}

// Keys of the whole page. Those without Ctrl do nothing while something else takes them.
export function listenToKeys(actions: KeyActions): void {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      actions.speak();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const target = event.target as HTMLElement;
    if (event.key === 'Escape' && !target.closest('dialog')) return actions.stop();
    if (target.closest('input, select, textarea, dialog')) return;
    const pressable = target.closest('button, summary, a');
    if (event.key === ' ' && !pressable) actions.toggle();
    else if (event.key === 'ArrowLeft') actions.skip(-1);
    else if (event.key === 'ArrowRight') actions.skip(1);
    else if (event.key === 'Home' && target.id === 'waveform') actions.skip(-Infinity);
    else if (event.key === 'x' || event.key === 'X') actions.compare();
    else return;
    event.preventDefault();
  });
}

/** Imports that move: each asks for progress a little further, so that the page can be watched. */
const NOTHING = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  quarantined: 0,
  seconds: null,
  progress: 0,
  message: null,
  finishedAt: null,
};

const all = [
  {
    ...NOTHING,
    id: 'i3',
    fileName: 'demo-grants-2026-46.xml.gz',
    source: 'uspto-grant',
    state: 'running',
    read: 3120,
    created: 3118,
    quarantined: 2,
    progress: 0.36,
    createdAt: '2026-11-21T06:30:00Z',
    by: 'K. Chan',
  },
  {
    ...NOTHING,
    id: 'i2',
    fileName: 'demo-titles.jsonl.gz',
    source: 'labelled',
    state: 'finished',
    read: 8571,
    created: 8571,
    seconds: 41.2,
    progress: 1,
    createdAt: '2026-11-20T02:12:00Z',
    finishedAt: '2026-11-20T02:13:00Z',
    by: 'K. Chan',
  },
  {
    ...NOTHING,
    id: 'i1',
    fileName: 'photo.csv',
    source: 'auto',
    state: 'failed',
    message: 'No format that is known here recognises this file.',
    seconds: 0.1,
    createdAt: '2026-11-19T08:00:00Z',
    finishedAt: '2026-11-19T08:00:00Z',
    by: 'K. Chan',
  },
];

export const list = () => ({ items: all, next: null });
export const one = (id) => all.find((found) => found.id === id) ?? null;

export function start(fileName) {
  const made = {
    ...NOTHING,
    id: `i${all.length + 1}`,
    fileName,
    source: 'auto',
    state: 'queued',
    createdAt: '2026-11-21T06:48:00Z',
    by: 'K. Chan',
  };
  all.unshift(made);
  return made;
}

export function move(found) {
  if (found.state === 'queued') found.state = 'running';
  else if (found.state === 'running' && found.id !== 'i3') {
    found.progress = Math.min(1, found.progress + 0.25);
    found.read += 250;
    found.created += 249;
    found.quarantined += 1;
    if (found.progress >= 1)
      Object.assign(found, { state: 'finished', seconds: 4.2, finishedAt: '2026-11-21T06:48:04Z' });
  }
  return found;
}

export function cancel(found) {
  Object.assign(found, { state: 'cancelled', seconds: 2.4 });
  return found;
}

export const quarantine = () => ({
  items: [
    {
      place: 'line 1,204',
      reason: 'number_not_read',
      detail: '“XX-??” is no number of any known office.',
      excerpt: '{"id": "XX-??", "title": "Invented …"}',
    },
    {
      place: 'line 2,871',
      reason: 'not_json',
      detail: 'The JSON object ends before it is closed.',
      excerpt: '{"id": "US99900011B2", "title": "Inven',
    },
  ],
  next: null,
});

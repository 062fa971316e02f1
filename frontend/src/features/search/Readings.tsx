import { getRouteApi } from '@tanstack/react-router';
import { IconX } from '@tabler/icons-react';
import { useId } from 'react';
import type { Reading, SearchParameters } from '../../api/contract';
import { useWords } from '../../hooks/useLanguage';
import { withoutPiece } from '../../lib/searchAddress';
import css from './Readings.module.css';

const route = getRouteApi('/$lang/search');

/** Marks a piece of what was typed in the search box, so that it can be typed over. */
function selectInBox(piece: string) {
  const box = document.querySelector<HTMLInputElement>('main input[name="q"]');
  const at = box?.value.toLowerCase().indexOf(piece.toLowerCase()) ?? -1;
  box?.focus();
  if (at >= 0) box?.setSelectionRange(at, at + piece.length);
}

/** How the query was understood, each piece with a way to change it and a way to drop it. */
export function Readings({ readings, search }: { readings: Reading[]; search: SearchParameters }) {
  const t = useWords('search');
  const id = useId();
  const navigate = route.useNavigate();
  if (readings.length === 0) return null;

  function drop(reading: Reading) {
    const { cursor: _cursor, q = '', ...rest } = search;
    const left = withoutPiece(q, reading.text);
    void navigate({ search: left ? { ...rest, q: left } : rest });
  }

  return (
    <div className={css.under}>
      <span className={css.lead} id={id}>
        {t('understoodAs')}
      </span>
      <ul className={css.readings} aria-labelledby={id}>
        {readings.map((reading) => {
          const kind = `${t(`kind.${reading.kind}`)}${reading.unsure ? '?' : ''}`;
          return (
            <li key={reading.numeral} data-unsure={reading.unsure || undefined}>
              <button type="button" className={css.reading} onClick={() => selectInBox(reading.text)}>
                <span className={css.numeral} aria-hidden>
                  {reading.numeral}
                </span>
                <span className={css.kind}>{kind}</span>
                <span className={css.value}>
                  {reading.kind === 'phrase' ? t('quoted', { text: reading.value }) : reading.value}
                </span>
                <span className="ip-hidden">{t('readings.change')}</span>
              </button>
              <button
                type="button"
                className={css.drop}
                aria-label={t('readings.drop', { value: reading.value })}
                onClick={() => drop(reading)}
              >
                <IconX size={14} aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

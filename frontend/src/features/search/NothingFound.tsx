import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Reading, SearchParameters } from '../../api/contract';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { chosenFilters, withoutFilters, withoutPiece } from '../../lib/searchAddress';
import { WaysOut } from './WaysOut';

const route = getRouteApi('/$lang/search');

interface NothingFoundProps {
  search: SearchParameters;
  readings: Reading[];
}

/** Says what was asked for, and which single change would help, with its count. */
export function NothingFound({ search, readings }: NothingFoundProps) {
  const t = useWords('search');
  const here = useHere();
  const navigate = route.useNavigate();
  const filters = chosenFilters(search).length;
  const changes: { label: string; search: SearchParameters }[] = [];
  if (filters > 0) changes.push({ label: t('nothing.clear'), search: withoutFilters(search) });
  if (readings.length > 1) {
    for (const reading of readings.slice(0, 3)) {
      const { cursor: _cursor, ...rest } = search;
      changes.push({
        label: t('nothing.drop', { value: reading.value }),
        search: { ...rest, q: withoutPiece(search.q ?? '', reading.text) },
      });
    }
  }
  return (
    <StateBlock
      kind="nothingFound"
      title={t('nothing.title')}
      actions={
        <>
          <WaysOut changes={changes} />
          {!search.q && filters === 0 && (
            <Button variant="default" onClick={() => void navigate({ search: {} })}>
              {t('nothing.all')}
            </Button>
          )}
          <Link to="/$lang/classes" params={here}>
            {t('nothing.classes')}
          </Link>
          <Link to="/$lang/classify" params={here}>
            {t('nothing.classify')}
          </Link>
        </>
      }
    >
      <p>{filters > 0 ? t('nothing.withFilters') : t('nothing.text')}</p>
    </StateBlock>
  );
}

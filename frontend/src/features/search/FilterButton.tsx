import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../hooks/useLanguage';
import { chosenFilters } from '../../lib/searchAddress';
import type { FacetProps } from './FacetRail';
import css from './Facets.module.css';

// Wanted on narrow windows only, and there only after a press.
const load = () => import('./FacetDrawer');
const FacetDrawer = lazy(load);

/** The way to the filters where there is no room beside the results. Its code travels as soon as a finger or the focus comes near. */
export function FilterButton({ facets, search, total = 0 }: FacetProps & { total?: number }) {
  const t = useWords('search');
  const [opened, setOpened] = useState<boolean>();
  const chosen = chosenFilters(search).length;
  return (
    <>
      <Button
        className={css.railButton}
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpened(true)}
      >
        {chosen > 0 ? t('filters.openCount', { number: chosen }) : t('filters.open')}
      </Button>
      {opened !== undefined && (
        <Suspense>
          <FacetDrawer facets={facets} search={search} total={total} opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}

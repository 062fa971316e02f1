import { Checkbox } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Facet, FacetName, SearchParameters } from '../../api/contract';
import { useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import { withOption } from '../../lib/searchAddress';
import css from './Facets.module.css';
import { useOptionLabel } from './optionLabel';

const route = getRouteApi('/$lang/search');

/** More options than this are folded until asked for. */
const SHOWN_FIRST = 6;

export interface FacetProps {
  facets: Facet[];
  search: SearchParameters;
}

export function FacetGroups({ facets, search }: FacetProps) {
  return facets
    .filter(({ options }) => options.length > 0)
    .map((facet) => <FacetGroup key={facet.name} facet={facet} search={search} />);
}

/** Beside the results on wide windows. */
export function FacetRail({ facets, search }: FacetProps) {
  const t = useWords('search');
  return (
    <aside className={css.rail} aria-label={t('filters.title')} data-screen>
      <FacetGroups facets={facets} search={search} />
    </aside>
  );
}

function FacetGroup({ facet, search }: { facet: Facet; search: SearchParameters }) {
  const t = useWords('search');
  const labelOf = useOptionLabel();
  const navigate = route.useNavigate();
  const [unfolded, setUnfolded] = useState(false);
  const foldable = facet.options.length - SHOWN_FIRST;
  const options = facet.options.filter((option, at) => unfolded || at < SHOWN_FIRST || option.selected);

  function choose(name: FacetName, value: string, on: boolean) {
    void navigate({ search: withOption(search, name, value, on), resetScroll: false });
  }

  return (
    <fieldset className={css.facet}>
      <legend>{t(`facet.${facet.name}`)}</legend>
      {options.map((option) => (
        <div key={option.value} className={css.option}>
          <Checkbox
            label={
              <span lang={facet.name === 'language' ? option.value : undefined}>{labelOf(facet.name, option)}</span>
            }
            checked={search[facet.name]?.includes(option.value) ?? false}
            onChange={(event) => choose(facet.name, option.value, event.currentTarget.checked)}
          />
          <span className="ip-num">{count(option.count)}</span>
        </div>
      ))}
      {foldable > 0 && (
        <button type="button" className={css.more} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? t('filters.fewer') : t('filters.more', { number: foldable })}
        </button>
      )}
      {facet.others > 0 && (unfolded || foldable <= 0) && (
        <p className={css.others}>{t('filters.others', { count: facet.others, number: count(facet.others) })}</p>
      )}
    </fieldset>
  );
}

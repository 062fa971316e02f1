import { getRouteApi } from '@tanstack/react-router';
import { IconX } from '@tabler/icons-react';
import type { Facet, FacetName, SearchParameters } from '../../api/contract';
import { useWords } from '../../hooks/useLanguage';
import { chosenFilters, withOption, withoutFilters } from '../../lib/searchAddress';
import { useOptionLabel } from './optionLabel';
import css from './Search.module.css';

const route = getRouteApi('/$lang/search');

/** The filters in force, each with a way out: also those whose option has no hit left and so no row in the rail. */
export function useFilterChips(search: SearchParameters, facets: Facet[]) {
  const t = useWords('search');
  const navigate = route.useNavigate();
  const labelOf = useOptionLabel();
  const chosen = chosenFilters(search);
  if (chosen.length === 0) return null;

  function name(facet: FacetName, value: string): string {
    const option = facets.find((one) => one.name === facet)?.options.find((one) => one.value === value);
    return labelOf(facet, option ?? { value, label: value });
  }

  return (
    <ul className={css.filters} aria-label={t('filters.inForce')}>
      {chosen.map(({ facet, value }) => (
        <li key={`${facet}:${value}`}>
          <button
            type="button"
            aria-label={t('filters.remove', { name: name(facet, value) })}
            onClick={() => void navigate({ search: withOption(search, facet, value, false) })}
          >
            {name(facet, value)}
            <IconX size={14} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" data-quiet onClick={() => void navigate({ search: withoutFilters(search) })}>
          {t('filters.clear')}
        </button>
      </li>
    </ul>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Audit.module.css';
import { FILTERS, isId, readAuditSearch, type AuditFilters, type FilterName } from './auditAddress';

const IDS: readonly FilterName[] = ['actor', 'organisation'];

/** The filters stand in the address, so that what was found can be sent to somebody. On phones they wait behind a button. */
export function Filters({ filters }: { filters: AuditFilters }) {
  const t = useWords('audit');
  const id = useId();
  const [isOpen, setIsOpen] = useState(Object.keys(filters).length > 0);
  return (
    <div>
      <Button
        variant="default"
        className={css.filterToggle}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('filter.title')}
      </Button>
      <div id={id} data-folded={!isOpen || undefined} className={css.fold}>
        <FilterForm filters={filters} />
      </div>
    </div>
  );
}

function FilterForm({ filters }: { filters: AuditFilters }) {
  const t = useWords('audit');
  const here = useHere();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<FilterName[]>([]);

  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = readAuditSearch(Object.fromEntries(new FormData(event.currentTarget)));
    const bad = IDS.filter((name) => typed[name] && !isId(typed[name]));
    setWrong(bad);
    const first = bad[0];
    if (first) {
      const field = event.currentTarget.elements.namedItem(first);
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    void navigate({ to: '/$lang/audit', params: here, search: typed });
  }

  return (
    <form className={css.filters} onSubmit={find} aria-label={t('filter.title')} noValidate>
      {FILTERS.map((name) => (
        <TextInput
          key={name}
          name={name}
          label={t(`filter.${name}`)}
          description={name === 'action' ? t('filter.actionHint') : undefined}
          type={name.endsWith('At') ? 'datetime-local' : 'text'}
          step={name.endsWith('At') ? 1 : undefined}
          defaultValue={filters[name] ?? ''}
          error={wrong.includes(name) && t('filter.badId')}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      <div className={css.find}>
        <Button type="submit">{t('filter.apply')}</Button>
        {Object.keys(filters).length > 0 && (
          <ButtonLink variant="default" to="/$lang/audit" params={here}>
            {t('filter.clear')}
          </ButtonLink>
        )}
      </div>
    </form>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { SearchParameters } from '../api/contract';
import { useHere, useWords } from '../hooks/useLanguage';
import css from './SearchBar.module.css';

interface SearchBarProps {
  value?: string;
  /** Filters and sort that a new query keeps. */
  keep?: SearchParameters;
  size?: 'page' | 'hero';
}

/** The longest query the server reads. */
const LONGEST_QUERY = 500;

/** One box. What was typed stays as typed. A change of `value` from outside is taken over by giving the bar a new `key`. */
export function SearchBar({ value = '', keep, size = 'page' }: SearchBarProps) {
  const t = useWords('shell');
  const here = useHere();
  const navigate = useNavigate();
  const [query, setQuery] = useState(value);

  function search(event: FormEvent) {
    event.preventDefault();
    const { cursor: _cursor, ...filters } = keep ?? {};
    void navigate({ to: '/$lang/search', params: here, search: { ...filters, q: query.trim() || undefined } });
  }

  return (
    <form role="search" className={css.search} data-size={size} onSubmit={search}>
      <div className={css.box}>
        <TextInput
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          maxLength={LONGEST_QUERY}
          leftSection={<IconSearch size={20} aria-hidden />}
          classNames={{ root: css.field, input: css.input, section: css.glass }}
          type="search"
          name="q"
          enterKeyHint="search"
        />
        <Button type="submit" className={css.go}>
          {t('search.button')}
        </Button>
      </div>
    </form>
  );
}

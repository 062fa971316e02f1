import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Admin.module.css';

interface Choice {
  name: string;
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
}

interface FilterFormProps {
  text: { label: string; value: string | undefined };
  choices: Choice[];
  /** What was typed and chosen, by name. */
  onFind: (values: Record<string, unknown>) => void;
  /** The link that takes all filters away; where nothing is filtered there is none. */
  clear: ReactNode;
}

/** Filters that go into the address, so that what was found can be sent to somebody. */
export function FilterForm({ text, choices, onFind, clear }: FilterFormProps) {
  const t = useWords('admin');
  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onFind(Object.fromEntries(new FormData(event.currentTarget)));
  }
  return (
    <form className={css.filters} onSubmit={find} aria-label={t('filters')} noValidate role="search">
      <TextInput
        name="q"
        type="search"
        label={text.label}
        defaultValue={text.value ?? ''}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      {choices.map(({ name, label, value, options }) => (
        <NativeSelect
          key={name}
          name={name}
          label={label}
          defaultValue={value ?? ''}
          data={[{ value: '', label: t('any') }, ...options]}
        />
      ))}
      <div className={css.find}>
        <Button type="submit" variant="default">
          {t('find')}
        </Button>
        {clear}
      </div>
    </form>
  );
}

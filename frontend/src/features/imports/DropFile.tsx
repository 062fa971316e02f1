import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconFileUpload } from '@tabler/icons-react';
import { useId, useRef, useState, type DragEvent } from 'react';
import { ApiError } from '../../api/client';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Imports.module.css';
import { startImport } from './queries';

/** Tells whether a file hangs over the place, and takes it when it is let go. */
function useFileOver(take: (file: File | undefined) => void) {
  const [isOver, setIsOver] = useState(false);
  const handlers = {
    onDragOver(event: DragEvent) {
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave: () => setIsOver(false),
    onDrop(event: DragEvent) {
      event.preventDefault();
      setIsOver(false);
      take(event.dataTransfer.files[0]);
    },
  };
  return { isOver, handlers };
}

/** Dropping is a short cut; the button does the same. */
export function DropFile() {
  const t = useWords('imports');
  const id = useId();
  const here = useHere();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const start = useMutation({
    mutationFn: startImport,
    onSuccess: async (started) => {
      await queries.invalidateQueries({ queryKey: ['imports', 'list'] });
      await navigate({ to: '/$lang/imports/$id', params: { ...here, id: started.id } });
    },
  });

  const over = useFileOver(take);

  function take(file: File | undefined) {
    if (file) start.mutate({ file, key: crypto.randomUUID() });
  }

  return (
    <section aria-labelledby={id} className={css.aside}>
      <h2 id={id}>{t('drop.title')}</h2>
      {}
      <div className={css.drop} data-over={over.isOver || undefined} {...over.handlers}>
        <IconFileUpload size={28} stroke={1.5} aria-hidden />
        <p>{t('drop.text')}</p>
        <input
          ref={input}
          type="file"
          className="ip-hidden"
          aria-label={t('drop.choose')}
          tabIndex={-1}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Button onClick={() => input.current?.click()} loading={start.isPending}>
          {t('drop.choose')}
        </Button>
      </div>
      {start.isError && (
        <p className={css.error} role="alert">
          {start.error instanceof ApiError && start.error.status === 0 ? t('drop.offline') : t('drop.refused')}
          {start.error.message && <small>{start.error.message}</small>}
        </p>
      )}
      <Formats />
    </section>
  );
}

/** What the importers read. */
function Formats() {
  const t = useWords('imports');
  return (
    <>
      <h3>{t('formats.title')}</h3>
      <ul>
        <li>{t('formats.jsonl')}</li>
        <li>{t('formats.uspto')}</li>
        <li>{t('formats.epo')}</li>
        <li>{t('formats.lens')}</li>
      </ul>
      <p>{t('formats.note')}</p>
    </>
  );
}

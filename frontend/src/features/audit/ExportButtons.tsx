import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../../api/client';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import css from './Audit.module.css';
import type { AuditFilters } from './auditAddress';
import { exportEntries, type ExportForm } from './queries';

/** What fits the filters, as a file. */
export function ExportButtons({ filters }: { filters: AuditFilters }) {
  const t = useWords('audit');
  const language = useLanguage();
  const taken = useMutation({ mutationFn: (form: ExportForm) => exportEntries(language, filters, form) });
  const isTooMany = taken.error instanceof ApiError && taken.error.code === 'audit_export_too_large';
  return (
    <div className={css.exports}>
      {(['csv', 'jsonl'] as const).map((form) => (
        <Button
          key={form}
          variant="default"
          loading={taken.isPending && taken.variables === form}
          onClick={() => taken.mutate(form)}
        >
          {t(`export.${form}`)}
        </Button>
      ))}
      <span>{t('export.note')}</span>
      <span role="status">{taken.isSuccess && t('export.done', { count: taken.data, number: count(taken.data) })}</span>
      {taken.isError && (
        <p className={css.fault} role="alert">
          {t(isTooMany ? 'export.tooMany' : 'export.failed')}
        </p>
      )}
    </div>
  );
}

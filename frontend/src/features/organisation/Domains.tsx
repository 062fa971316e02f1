import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useRemoval } from '../../components/forms/useRemoval';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import { hongKongDay } from '../../lib/hongKongDays';
import { addDomain, removeDomain } from './calls';
import type { Domain } from './contract';
import { Done, Part } from './Part';
import { domainsQuery, everythingOf } from './queries';
import { useOrganisation } from './useOrganisation';

/** The mail domains by which colleagues may ask to join. */
export function Domains() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const list = useQuery(domainsQuery(organisation.id));
  const removal = useRemoval({
    remove: (one: Domain) => removeDomain(organisation.id, one.id),
    refresh: everythingOf(organisation.id),
    gone: ({ domain }) => t('domain.gone', { domain }),
  });
  const mayEdit = may('accounts.domains.edit');
  const columns = useColumns(mayEdit, removal.ask);
  const isVerified = organisation.verification.state === 'verified';
  return (
    <Part title={t('domain.title')} lead={t('domain.lead')}>
      {list.isPending && <LoadingRows rows={1} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <DataTable
          caption={t('domain.title')}
          columns={columns}
          rows={list.data.items}
          keyOf={({ id }) => id}
          empty={isVerified ? t('domain.none') : t('domain.notYet')}
        />
      )}
      {removal.row && (
        <ConfirmPanel
          title={t('domain.removeTitle', { domain: removal.row.domain })}
          confirm={t('domain.remove')}
          {...removal.panel}
        >
          {t('domain.removeText')}
        </ConfirmPanel>
      )}
      <Done text={removal.said} />
      {mayEdit && isVerified && <AddDomain onDone={removal.say} />}
    </Part>
  );
}

function useColumns(mayEdit: boolean, onRemove: (one: Domain) => void): Column<Domain>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  return [
    { key: 'domain', head: t('domain.head'), cell: ({ domain }) => domain },
    { key: 'at', head: t('domain.at'), cell: ({ addedAt }) => day(language, hongKongDay(addedAt)) },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (one) =>
        mayEdit && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('domain.removeName', { domain: one.domain })}
            onClick={() => onRemove(one)}
          >
            {t('domain.remove')}
          </Button>
        ),
    },
  ];
}

function AddDomain({ onDone }: { onDone: (said: string) => void }) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const form = useForm({
    initial: { domain: '' },
    check: ({ domain }) =>
      /^[^\s@]+\.[^\s@]+$/.test(domain.trim()) ? [] : [{ field: 'domain', text: t('error.domain') }],
    send: async ({ domain }) => {
      onDone('');
      await told(addDomain(organisation.id, domain.trim()), {
        domain_refused: 'domain',
        domain_taken: 'domain',
        too_many_domains: 'domain',
      });
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      form.reset();
      onDone(t('domain.done', { domain: domain.trim() }));
    },
  });
  return (
    <Form form={form} label={t('domain.add')}>
      <TextField
        {...form.field('domain')}
        label={t('domain.add')}
        hint={t('domain.hint')}
        spellCheck={false}
        maxLength={253}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy} variant="default">
          {t('domain.send')}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

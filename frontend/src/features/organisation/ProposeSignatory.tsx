import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { Panel } from '../../components/forms/Panel';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { proposeSignatory } from './calls';
import { Documents } from './Documents';
import css from './Organisation.module.css';
import { documentsQuery, everythingOf, membersQuery } from './queries';
import { useOrganisation } from './useOrganisation';

/** Those with two decimals, as the product shows money. */
const CURRENCIES = ['HKD', 'CNY', 'USD', 'EUR', 'GBP'];

/** "50,000" or "50000.50" in minor units; null where nothing stands, undefined where it is no amount. */
export function minorOf(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  if (plain === '') return null;
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return undefined;
  const [whole = '0', part = ''] = plain.split('.');
  const minor = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return minor > 0 ? minor : undefined;
}

/** Somebody of the organisation, a proof, a limit; an operator decides. */
export function ProposeSignatory({ onDone, onCancel }: { onDone: (said: string) => void; onCancel: () => void }) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const { form, people, proofs } = useProposal(onDone);
  return (
    <Panel title={t('signatory.propose')} onCancel={onCancel} className={css.panel}>
      <h3>{t('propose.proof')}</h3>
      <p className={css.quiet}>{t('propose.proofText')}</p>
      <Documents isBare key={organisation.id} kind="signatory" />
      <h3>{t('signatory.propose')}</h3>
      <Form form={form} isBare label={t('signatory.propose')}>
        <SelectField
          {...form.field('membershipId')}
          label={t('propose.who')}
          options={[
            { value: '', label: t('choose') },
            ...people.map(({ id, person, role }) => ({ value: id, label: `${person.name} (${t(`role.${role}`)})` })),
          ]}
        />
        <SelectField
          {...form.field('documentId')}
          label={t('propose.document')}
          options={[
            { value: '', label: proofs.length > 0 ? t('choose') : t('propose.noDocument') },
            ...proofs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <div className={css.pair}>
          <TextField
            {...form.field('limit')}
            label={t('propose.limit')}
            hint={t('propose.limitHint')}
            isOptional
            inputMode="numeric"
            maxLength={20}
          />
          <SelectField
            {...form.field('currency')}
            label={t('propose.currency')}
            options={CURRENCIES.map((code) => ({ value: code, label: code }))}
          />
        </div>
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('propose.send')}</SubmitButton>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}

function useProposal(onDone: (said: string) => void) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const asked = useReauthentication();
  const members = useInfiniteQuery(membersQuery(organisation.id)).data?.pages.flatMap(({ items }) => items) ?? [];
  const people = members.filter(({ allowed }) => allowed.includes('accounts.signatories.propose'));
  const documents = useQuery(documentsQuery(organisation.id)).data?.items ?? [];
  const form = useForm({
    initial: { membershipId: '', documentId: '', limit: '', currency: 'HKD' },
    check: ({ membershipId, documentId, limit }) => [
      ...(membershipId ? [] : [{ field: 'membershipId', text: t('error.who') }]),
      ...(documentId ? [] : [{ field: 'documentId', text: t('error.proof') }]),
      ...(minorOf(limit) === undefined ? [{ field: 'limit', text: t('error.limit') }] : []),
    ],
    send: async ({ membershipId, documentId, limit, currency }) => {
      const body = { membershipId, documentId, limitMinor: minorOf(limit) ?? null, currency };
      await told(
        asked(() => proposeSignatory(organisation.id, body)),
        { signatory_open: 'membershipId', limit_refused: 'limit' },
      );
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      const name = people.find(({ id }) => id === membershipId)?.person.name ?? '';
      onDone(t('propose.done', { name }));
    },
  });
  return { form, people, proofs: documents.filter(({ kind }) => kind === 'signatory') };
}

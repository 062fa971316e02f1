import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Failure } from '../../components/Failure';
import { TextareaField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { tellTabs } from '../../lib/tabs';
import { closeOrganisation } from './calls';
import type { Closure } from './contract';
import css from './Organisation.module.css';
import { NotForYou, Part } from './Part';
import { closureQuery } from './queries';
import { nameIn, useOrganisation } from './useOrganisation';

/** /organisation/closing: what ends with the organisation, what stays, what stands in the way, and closing it. */
export function ClosingPage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const name = nameIn(useLanguage(), organisation)[0];
  useWindowTitle(t('title', { part: t('tab.closing'), name }));
  if (!may('accounts.organisation.close')) return <NotForYou />;
  return (
    <Part title={t('closing.title', { name })} lead={t('closing.lead')}>
      <Plan id={organisation.id} name={name} />
    </Part>
  );
}

function Plan({ id, name }: { id: string; name: string }) {
  const t = useWords('organisation');
  const plan = useQuery(closureQuery(id));
  if (plan.isPending) return <LoadingRows rows={3} />;
  if (!plan.data) return <Failure error={plan.error} retry={() => void plan.refetch()} />;
  return (
    <>
      <h3>{t('closing.ends')}</h3>
      <Ends closure={plan.data} />
      <h3>{t('closing.stays')}</h3>
      <ul className={css.list}>
        <li>{t('closing.staysRecords')}</li>
        <li>{t('closing.staysPeople')}</li>
        <li>{t('closing.staysName')}</li>
      </ul>
      {plan.data.blocks.length > 0 ? (
        <div className={css.notice} data-due>
          <IconAlertTriangle size={20} aria-hidden />
          <div>
            <p>{t('closing.blocked')}</p>
            <ul className={css.list}>
              {plan.data.blocks.map(({ code, detail }) => (
                <li key={code}>{code === 'organisation_not_active' ? t('refusal.organisation_not_active') : detail}</li>
              ))}
            </ul>
          </div>
        </div>
      ) : (
        <Close id={id} name={name} />
      )}
    </>
  );
}

function Ends({ closure }: { closure: Closure }) {
  const t = useWords('organisation');
  return (
    <ul className={css.list}>
      <li>{t('closing.members', { count: closure.members })}</li>
      {closure.openInvitations > 0 && <li>{t('closing.invitations', { count: closure.openInvitations })}</li>}
      {closure.mandates > 0 && <li>{t('closing.mandates', { count: closure.mandates })}</li>}
      {closure.tokens > 0 && <li>{t('closing.tokens', { count: closure.tokens })}</li>}
      {closure.assets > 0 && <li>{t('closing.assets', { count: closure.assets })}</li>}
    </ul>
  );
}

function Close({ id, name }: { id: string; name: string }) {
  const t = useWords('organisation');
  const here = useHere();
  const router = useRouter();
  const queries = useQueryClient();
  const told = useRefusals();
  const asked = useReauthentication();
  const form = useForm({
    initial: { reason: '', typed: '' },
    draft: `closing-${id}`,
    check: ({ reason, typed }) => [
      ...(reason.trim() ? [] : [{ field: 'reason', text: t('error.reason') }]),
      ...(sameName(typed, name) ? [] : [{ field: 'typed', text: t('error.typed', { name }) }]),
    ],
    send: async ({ reason }) => {
      await told(asked(() => closeOrganisation(id, reason.trim())));
      await router.navigate({ to: '/$lang/organisations', params: here, search: { said: 'closed' } });
      await renewSession(queries);
      tellTabs('changed');
    },
  });
  return (
    <>
      <h3>{t('closing.do')}</h3>
      <Form form={form} label={t('closing.do')}>
        <TextareaField
          {...form.field('reason')}
          label={t('closing.reason')}
          hint={t('closing.reasonHint')}
          rows={3}
          maxLength={1000}
        />
        <TextField
          {...form.field('typed')}
          label={t('closing.typed')}
          hint={t('closing.typedHint', { name })}
          spellCheck={false}
        />
        <FormActions>
          <SubmitButton isBusy={form.isBusy} color="brick">
            {t('closing.button')}
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function sameName(typed: string, name: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLocaleLowerCase();
  return plain(typed) === plain(name);
}

import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { TextareaField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useChange } from '../../components/forms/useChange';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { LoadingRows } from '../../components/Loading';
import { Chip } from '../../components/StatusChip';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { renewSession } from '../../hooks/useSession';
import { day } from '../../lib/format';
import { daysLater } from '../../lib/hongKongDays';
import { tellTabs } from '../../lib/tabs';
import type { OwnMandate } from './contract';
import css from './Join.module.css';
import { acceptMandate, declineMandate, ownMandatesQuery, PLACES, resignMandate } from './queries';

/** What other houses let this person do for them: offers first, with accepting, declining, and laying down. */
export function OwnMandates() {
  const t = useWords('join');
  const list = useQuery(ownMandatesQuery(useLanguage()));
  const [said, setSaid] = useState('');
  if (list.isPending) return <LoadingRows rows={1} />;
  if (!list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const open = list.data.items.filter(({ state }) => state === 'offered' || state === 'active');
  if (open.length === 0 && !said) return null;
  const sorted = open.toSorted((one, other) => Number(other.state === 'offered') - Number(one.state === 'offered'));
  return (
    <section aria-labelledby="mandates">
      <h2 id="mandates">{t('mandates')}</h2>
      <p className={css.lead}>{t('mandatesLead')}</p>
      <p role="status" className={css.done}>
        {said}
      </p>
      {sorted.length > 0 && (
        <ul className={css.rows}>
          {sorted.map((mandate) => (
            <MandateRow key={mandate.id} mandate={mandate} onDone={setSaid} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MandateProps {
  mandate: OwnMandate;
  onDone: (said: string) => void;
}

function MandateRow({ mandate, onDone }: MandateProps) {
  const t = useWords('join');
  const o = useWords('organisation');
  const language = useLanguage();
  const { organisation, kind, scopes, startsDate, endsDate, state } = mandate;
  const from = day(language, startsDate);
  return (
    <li data-tall>
      <div>
        <p className={css.name}>{organisation.name}</p>
        <p className={css.facts}>
          <Chip standing={state === 'offered' ? 'waiting' : 'good'} label={o(`mandateState.${state}`)} />
          <span>{o(`mandateKind.${kind}`)}</span>
          <span>
            {endsDate
              ? o('mandate.fromTo', { from, to: day(language, daysLater(endsDate, -1)) })
              : o('mandate.from', { from })}
          </span>
        </p>
        <p className={css.text}>
          {t('mayDo', { scopes: scopes.map((scope) => o(`scope.${scope}`)).join(o('separator')) })}
        </p>
      </div>
      {state === 'offered' ? <Answer mandate={mandate} onDone={onDone} /> : <LayDown mandate={mandate} />}
    </li>
  );
}

/**
 * For whom one may act has changed: the switch in the header follows. Where one acts for another one now, the page is drawn anew, so
 * what was done is told by the address.
 */
function useAfterwards() {
  const queries = useQueryClient();
  const router = useRouter();
  const here = useHere();
  return async (said: 'accepted' | 'laidDown') => {
    await renewSession(queries);
    await router.navigate({ to: '/$lang/organisations', params: here, search: { said }, replace: true });
    tellTabs('changed');
  };
}

function Answer({ mandate, onDone }: MandateProps) {
  const t = useWords('join');
  const { name } = mandate.organisation;
  const afterwards = useAfterwards();
  const [isDeclining, setIsDeclining] = useState(false);
  const [remember, giveBack] = useFocusBack();
  const yes = useChange({
    change: (_: void) => acceptMandate(mandate.id),
    refresh: PLACES,
    onDone: () => afterwards('accepted'),
  });
  if (isDeclining)
    return (
      <Decline
        mandate={mandate}
        onDone={onDone}
        onCancel={() => {
          setIsDeclining(false);
          giveBack();
        }}
      />
    );
  return (
    <div className={css.buttons}>
      <Button loading={yes.isBusy} aria-label={t('acceptName', { name })} onClick={() => yes.run()}>
        {t('accept')}
      </Button>
      <Button
        id={`decline-${mandate.id}`}
        variant="default"
        aria-label={t('declineName', { name })}
        onClick={() => {
          remember();
          setIsDeclining(true);
        }}
      >
        {t('decline')}
      </Button>
      <p role="alert" className={css.problem}>
        {yes.fault}
      </p>
    </div>
  );
}

function Decline({ mandate, onDone, onCancel }: MandateProps & { onCancel: () => void }) {
  const t = useWords('join');
  const queries = useQueryClient();
  const told = useRefusals();
  const form = useForm({
    initial: { reason: '' },
    send: async ({ reason }) => {
      await told(declineMandate(mandate.id, reason.trim()));
      onDone(t('declined', { name: mandate.organisation.name }));
      await queries.invalidateQueries({ queryKey: PLACES });
    },
  });
  return (
    <div className={css.wide}>
      <Form form={form} isBare label={t('declineName', { name: mandate.organisation.name })}>
        <TextareaField
          {...form.field('reason')}
          label={t('declineReason')}
          hint={t('declineHint')}
          isOptional
          rows={2}
          maxLength={1000}
        />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('decline')}</SubmitButton>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}

function LayDown({ mandate }: Pick<MandateProps, 'mandate'>) {
  const t = useWords('join');
  const { name } = mandate.organisation;
  const afterwards = useAfterwards();
  const [isAsking, setIsAsking] = useState(false);
  const [remember, giveBack] = useFocusBack();
  const end = useChange({
    change: (_: void) => resignMandate(mandate.id),
    refresh: PLACES,
    onDone: () => afterwards('laidDown'),
  });
  if (!isAsking)
    return (
      <Button
        id={`lay-down-${mandate.id}`}
        variant="default"
        aria-label={t('layDownName', { name })}
        onClick={() => {
          remember();
          setIsAsking(true);
        }}
      >
        {t('layDown')}
      </Button>
    );
  return (
    <div className={css.wide}>
      <ConfirmPanel
        title={t('layDownTitle', { name })}
        confirm={t('layDown')}
        onConfirm={() => end.run()}
        onCancel={() => {
          setIsAsking(false);
          giveBack();
        }}
        isBusy={end.isBusy}
        error={end.fault}
      >
        {t('layDownText')}
      </ConfirmPanel>
    </div>
  );
}

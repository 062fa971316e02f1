import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { SelectField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { renewSession } from '../../hooks/useSession';
import { edit } from './calls';
import type { Organisation, ProfileChange } from './contract';
import { NameFields, PlaceFields, RegistrationFields, SizeFields } from './FactFields';
import { bodyOf, checkFacts, valuesOf, type FactName, type FactValues } from './facts';
import css from './Organisation.module.css';
import { cardQuery, everythingOf, referenceQuery } from './queries';
import { useOrganisation } from './useOrganisation';
import { Theirs } from './Theirs';

const ALL: FactName[] = ['kind', 'nameEn', 'registrationNumber', 'employees', 'website'];
/** What a verification is about: another value takes it away. */
const IDENTITY: FactName[] = [
  'kind',
  'nameEn',
  'nameZhHant',
  'nameZhHans',
  'country',
  'registrationKind',
  'registrationNumber',
];

/** What was changed here, and nothing else: so that what somebody else changed meanwhile stays. */
function changesOf(base: FactValues, mine: FactValues): ProfileChange {
  const before = bodyOf(base);
  const after = bodyOf(mine);
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  return Object.fromEntries(entries);
}

const KINDS_ENTERED_BY_ANYBODY = ({ details }: { details: Record<string, string> }) => details.founded_by === 'anybody';

export function ProfileForm({ onClose }: { onClose: (saved: boolean) => void }) {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation, etag } = useOrganisation();
  const kinds = useQuery(referenceQuery(language, 'organisation-kinds')).data ?? [];
  const { form, theirs, take } = useProfileForm(organisation, etag, () => onClose(true));
  const offered = kinds.filter((row) => KINDS_ENTERED_BY_ANYBODY(row) || row.code === organisation.kind);
  const touchesIdentity = IDENTITY.some((name) => form.values[name] !== valuesOf(organisation)[name]);
  return (
    <Form form={form} label={t('profile.edit')}>
      {theirs.length > 0 && <Theirs names={theirs} organisation={organisation} onTake={take} />}
      {organisation.verification.state === 'verified' && touchesIdentity && (
        <p className={css.notice} data-due role="status">
          {t('profile.losesVerification')}
        </p>
      )}
      <SelectField
        {...form.field('kind')}
        label={t('fact.kind')}
        options={offered.map(({ code, label }) => ({ value: code, label }))}
      />
      <NameFields form={form} />
      <RegistrationFields form={form} />
      <SizeFields form={form} />
      <PlaceFields form={form} />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('profile.save')}</SubmitButton>
        <Button
          variant="default"
          onClick={() => {
            form.reset();
            onClose(false);
          }}
        >
          {t('cancel')}
        </Button>
      </FormActions>
    </Form>
  );
}

/** Edits against the version that was read; where somebody was faster, theirs is read and shown, and what was typed stays. */
function useProfileForm(organisation: Organisation, etag: string, onSaved: () => void) {
  const t = useWords('organisation');
  const language = useLanguage();
  const queries = useQueryClient();
  const told = useRefusals();
  const formats = useQuery(referenceQuery(language, 'registration-formats')).data ?? [];
  const [base, setBase] = useState<FactValues>(() => valuesOf(organisation));
  const [theirs, setTheirs] = useState<FactName[]>([]);
  const tag = useRef(etag);
  useEffect(() => {
    tag.current = etag;
  }, [etag]);
  const form = useForm<FactValues>({
    initial: base,
    draft: `organisation-profile-${organisation.id}-${organisation.version ?? 0}`,
    check: (values) => checkFacts(t, values, formats, ALL),
    send: async (values) => {
      const changes = changesOf(base, values);
      if (Object.keys(changes).length === 0) return onSaved();
      try {
        await told(edit(language, organisation.id, changes, tag.current), {
          registration_refused: 'registrationNumber',
          registration_taken: 'registrationNumber',
        });
      } catch (error) {
        if (error instanceof ApiError && error.status === 412) await meet(values);
        throw error;
      }
      await Promise.all([
        queries.invalidateQueries({ queryKey: everythingOf(organisation.id) }),
        renewSession(queries),
      ]);
      onSaved();
    },
  });
  /** Reads what they wrote. What was not touched here follows them at once; the rest is for the person to choose. */
  async function meet(mine: FactValues) {
    const card = await queries.fetchQuery({ ...cardQuery(language, organisation.id), staleTime: 0 });
    const now = valuesOf(card.organisation);
    tag.current = card.etag;
    const names = Object.keys(now) as FactName[];
    const moved = names.filter((name) => now[name] !== base[name]);
    const untouched = moved.filter((name) => mine[name] === base[name]);
    form.set(Object.fromEntries(untouched.map((name) => [name, now[name]])));
    setTheirs(moved.filter((name) => mine[name] !== now[name] && mine[name] !== base[name]));
    setBase(now);
  }
  function take(name: FactName) {
    form.set({ [name]: valuesOf(organisation)[name] });
    setTheirs((names) => names.filter((one) => one !== name));
  }
  return { form, theirs, take };
}

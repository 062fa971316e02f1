import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { ChoiceField } from '../../components/forms/ChoiceField';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { Panel } from '../../components/forms/Panel';
import { useChange } from '../../components/forms/useChange';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { tellTabs } from '../../lib/tabs';
import { changeRole, handOver, removeMember } from './calls';
import type { Member, Role } from './contract';
import css from './Organisation.module.css';
import { everythingOf } from './queries';
import { nameIn, useOrganisation } from './useOrganisation';
import { useGivenRoles } from './useGivenRoles';

export type MemberAct = 'role' | 'remove' | 'leave' | 'hand_over';

interface MemberPanelProps {
  member: Member;
  act: MemberAct;
  /** What to say in the page once it is done. */
  onDone: (said: string) => void;
  onCancel: () => void;
}

/** What a button of a row opens, below the table. */
export function MemberPanel(props: MemberPanelProps) {
  if (props.act === 'role') return <RolePanel {...props} />;
  if (props.act === 'leave') return <LeavePanel {...props} />;
  if (props.act === 'remove') return <RemovePanel {...props} />;
  return <HandOverPanel {...props} />;
}

/** The person's own standing may have changed with it: what they may do is read anew. */
function useAfterwards() {
  const queries = useQueryClient();
  return async () => {
    await renewSession(queries);
    tellTabs('changed');
  };
}

function RolePanel({ member, onDone, onCancel }: MemberPanelProps) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const afterwards = useAfterwards();
  const given = useGivenRoles();
  const form = useForm({
    initial: { role: member.role as string },
    send: async ({ role }) => {
      await told(changeRole(organisation.id, member.id, role as Role), {
        last_owner: 'role',
        role_not_yours_to_give: 'role',
      });
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      onDone(t('people.role.done', { name: member.person.name, role: t(`role.${role as Role}`) }));
      if (member.isMe) await afterwards();
    },
  });
  const roles = given.includes(member.role) ? given : [...given, member.role];
  return (
    <Panel title={t('people.role.name', { name: member.person.name })} onCancel={onCancel} className={css.panel}>
      <h3>{t('people.role.name', { name: member.person.name })}</h3>
      <Form form={form} isBare>
        <ChoiceField
          {...form.field('role')}
          label={t('people.head.role')}
          options={roles.map((role) => ({ value: role, label: t(`role.${role}`), text: t(`role.${role}.text`) }))}
        />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('people.role.save')}</SubmitButton>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}

function RemovePanel({ member, onDone, onCancel }: MemberPanelProps) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const { name } = member.person;
  const removal = useChange({
    change: (_: void) => removeMember(organisation.id, member.id),
    refresh: everythingOf(organisation.id),
    onDone: () => onDone(t('people.remove.done', { name })),
  });
  return (
    <ConfirmPanel
      title={t('people.remove.title', { name })}
      confirm={t('people.remove.button')}
      onConfirm={() => removal.run()}
      onCancel={onCancel}
      isBusy={removal.isBusy}
      error={removal.fault}
    >
      {t('people.remove.text')}
    </ConfirmPanel>
  );
}

function LeavePanel({ member, onCancel }: MemberPanelProps) {
  const t = useWords('organisation');
  const here = useHere();
  const router = useRouter();
  const { organisation } = useOrganisation();
  const afterwards = useAfterwards();
  const name = nameIn(useLanguage(), organisation)[0];
  const leaving = useChange({
    change: (_: void) => removeMember(organisation.id, member.id),
    // The list of this organisation is not theirs any more: only their own organisations are read anew.
    refresh: ['organisations'],
    onDone: async () => {
      await router.navigate({ to: '/$lang/organisations', params: here, search: { said: 'left' } });
      await afterwards();
    },
  });
  return (
    <ConfirmPanel
      title={t('people.leave.title', { name })}
      confirm={t('people.leave.button')}
      onConfirm={() => leaving.run()}
      onCancel={onCancel}
      isBusy={leaving.isBusy}
      error={leaving.fault}
    >
      {t('people.leave.text')}
    </ConfirmPanel>
  );
}

function HandOverPanel({ member, onDone, onCancel }: MemberPanelProps) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const asked = useReauthentication();
  const afterwards = useAfterwards();
  const { name } = member.person;
  const change = useChange({
    change: (_: void) => asked(() => handOver(organisation.id, member.person.id)),
    refresh: everythingOf(organisation.id),
    onDone: async () => {
      onDone(t('people.hand_over.done', { name }));
      await afterwards();
    },
  });
  return (
    <ConfirmPanel
      title={t('people.hand_over.title', { name })}
      confirm={t('people.hand_over.confirm')}
      onConfirm={() => change.run()}
      onCancel={onCancel}
      isBusy={change.isBusy}
      error={change.fault}
    >
      {t('people.hand_over.text', { name })}
    </ConfirmPanel>
  );
}

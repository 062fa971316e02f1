import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, money } from '../../lib/format';
import type { Member } from './contract';
import { MemberPanel, type MemberAct } from './MemberPanel';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Organisation.module.css';
import { Done, NotForYou, Paged, Part } from './Part';
import { membersQuery } from './queries';
import { RolesExplained } from './RolesExplained';
import { nameIn, useOrganisation } from './useOrganisation';

/** /organisation/people: who belongs to the organisation, what each may do, and changes to that. */
export function PeoplePage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  useWindowTitle(t('title', { part: t('tab.people'), name: nameIn(useLanguage(), organisation)[0] }));
  if (!may('accounts.members.read')) return <NotForYou />;
  return <People id={organisation.id} />;
}

interface Opened {
  member: Member;
  act: MemberAct;
}

function People({ id }: { id: string }) {
  const t = useWords('organisation');
  const list = useInfiniteQuery(membersQuery(id));
  const [opened, setOpened] = useState<Opened | null>(null);
  const [said, setSaid] = useState('');
  const [remember, giveBack] = useFocusBack();
  const columns = useColumns(list.data?.pages.flatMap(({ items }) => items) ?? [], (next) => {
    remember();
    setSaid('');
    setOpened(next);
  });
  function close(text = '') {
    setOpened(null);
    setSaid(text);
    giveBack();
  }
  return (
    <Part title={t('people.title')} lead={t('people.lead')}>
      <RolesExplained />
      <Paged list={list} empty={t('people.empty')}>
        {(rows) => <DataTable caption={t('people.title')} columns={columns} rows={rows} keyOf={({ id: key }) => key} />}
      </Paged>
      <Done text={said} />
      {opened && (
        <MemberPanel key={`${opened.act} ${opened.member.id}`} {...opened} onDone={close} onCancel={() => close()} />
      )}
    </Part>
  );
}

const ACTS = [
  ['accounts.members.change_role', 'role'],
  ['accounts.ownership.hand_over', 'hand_over'],
  ['accounts.members.remove', 'remove'],
  ['accounts.members.leave', 'leave'],
] as const satisfies readonly (readonly [string, MemberAct])[];

/** What the server lets this person do to that member; with oneself, leaving stands for removing. */
function actsOn({ allowed, isMe }: Member): MemberAct[] {
  return ACTS.filter(([action, act]) => allowed.includes(action) && !(isMe && act === 'remove')).map(([, act]) => act);
}

function useColumns(rows: Member[], onOpen: (opened: Opened) => void): Column<Member>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  const hasAddresses = rows.some(({ person }) => person.email !== null);
  const hasActs = rows.some((row) => actsOn(row).length > 0);
  const columns: (Column<Member> | false)[] = [
    {
      key: 'name',
      head: t('people.head.name'),
      cell: ({ person, isMe, isSuspended }) => (
        <>
          {person.name}
          {isMe && <span className={css.mark}>{t('people.me')}</span>}
          {isSuspended && (
            <span className={css.mark} data-stop>
              {t('people.suspended')}
            </span>
          )}
        </>
      ),
    },
    hasAddresses && { key: 'email', head: t('people.head.email'), cell: ({ person }) => person.email ?? '–' },
    {
      key: 'role',
      head: t('people.head.role'),
      cell: ({ role, startsAt }) => (
        <>
          {t(`role.${role}`)}
          <span className={css.quiet}>{t('people.since', { day: day(language, hongKongDay(startsAt)) })}</span>
        </>
      ),
    },
    { key: 'signatory', head: t('people.head.signatory'), cell: (row) => <Signing member={row} /> },
    hasActs && {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (row) => (
        <span className={css.buttons}>
          {actsOn(row).map((act) => (
            <Button
              key={act}
              variant="default"
              size="xs"
              aria-label={t(`people.${act}.name`, { name: row.person.name })}
              onClick={() => onOpen({ member: row, act })}
            >
              {t(`people.${act}.button`)}
            </Button>
          ))}
        </span>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Whether somebody may bind the company, and up to where. */
function Signing({ member: { signatory } }: { member: Member }) {
  const t = useWords('organisation');
  if (!signatory || (signatory.state !== 'confirmed' && signatory.state !== 'proposed')) return '–';
  const { limitMinor, currency } = signatory;
  return (
    <>
      {t(`signatory.${signatory.state}`)}
      <span className={css.quiet}>
        {limitMinor === null
          ? t('signatory.noLimit', { currency })
          : t('signatory.upTo', { amount: money(limitMinor, currency) })}
      </span>
    </>
  );
}

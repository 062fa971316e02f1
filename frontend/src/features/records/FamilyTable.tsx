import type { Patent } from '../../api/contract';
import { Foreign } from '../../components/Fragment';
import { RecordLink } from '../../components/RecordLink';
import { StatusChip } from '../../components/StatusChip';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, unbroken } from '../../lib/format';
import css from './Record.module.css';
import { ScrollTable, Section } from './Section';

/** Where else the same invention was filed, and what became of it there. */
export function FamilyTable({ family, priorities }: Pick<Patent, 'family' | 'priorities'>) {
  const t = useWords('record');
  const shell = useWords('shell');
  const language = useLanguage();
  if (family.length === 0) return null;
  return (
    <Section id="family" title={t('part.family')} count={family.length}>
      <ScrollTable
        label={t('part.family')}
        columns={[t('column.office'), t('column.number'), t('column.filed'), t('column.status')]}
      >
        {family.map((member) => (
          <tr key={member.id} data-this={member.isThis || undefined}>
            <th scope="row">{member.office.name}</th>
            <td className="ip-num">
              {member.isThis ? (
                <>
                  {unbroken(member.number ?? '')} <span className={css.here}>{t('thisRecord')}</span>
                </>
              ) : (
                <RecordLink type="patent" reference={member.ref}>
                  {member.number ? unbroken(member.number) : <Foreign text={member.title} />}
                </RecordLink>
              )}
            </td>
            <td className="ip-num ip-nowrap">
              {member.filingDate ? day(language, member.filingDate) : shell('notStated')}
            </td>
            <td>
              <StatusChip status={member.status} />
            </td>
          </tr>
        ))}
      </ScrollTable>
      {priorities.length > 0 && (
        <p className={css.small}>
          {t('priorities')}{' '}
          <span className="ip-num">
            {priorities
              .map(({ number, date }) => unbroken(number) + (date ? ` (${day(language, date)})` : ''))
              .join(', ')}
          </span>
        </p>
      )}
    </Section>
  );
}

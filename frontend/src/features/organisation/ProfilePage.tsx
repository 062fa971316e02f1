import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { SaveMark } from '../../components/forms/SaveMark';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import type { Organisation } from './contract';
import { Logo } from './Logo';
import css from './Organisation.module.css';
import { ProfileForm } from './ProfileForm';
import { referenceQuery } from './queries';
import { NAME_KEYS, nameIn, TAG_OF_NAME, useOrganisation } from './useOrganisation';

/** /organisation/profile: what the organisation says about itself; reading first, changing at a press. */
export function ProfilePage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  useWindowTitle(t('title', { part: t('tab.profile'), name: nameIn(useLanguage(), organisation)[0] }));
  const [isEditing, setIsEditing] = useState(false);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [remember, giveBack] = useFocusBack();
  function open() {
    remember();
    setIsEditing(true);
  }
  function close(saved: boolean) {
    setIsEditing(false);
    if (saved) setSavedAt(new Date());
    giveBack();
  }
  return (
    <section className={css.part} aria-labelledby="profile">
      <div className={css.bar}>
        <h2 id="profile">{t('tab.profile')}</h2>
        <div className={css.buttons}>
          <SaveMark at={savedAt} />
          {may('accounts.organisation.edit') && !isEditing && (
            <Button id="edit-profile" variant="default" onClick={open}>
              {t('profile.edit')}
            </Button>
          )}
        </div>
      </div>
      {isEditing ? <ProfileForm onClose={close} /> : <Facts organisation={organisation} />}
      {may('accounts.organisation.edit') && !isEditing && <Logo />}
    </section>
  );
}

function Facts({ organisation }: { organisation: Organisation }) {
  const t = useWords('organisation');
  const none = <span className={css.none}>{t('notStated')}</span>;
  const { registrationNumber, registrationKind, employees, address, district, sector, website } = organisation;
  return (
    <div className={css.facts}>
      <DefinitionRows
        rows={[
          { term: t('names'), value: <Names organisation={organisation} /> },
          { term: t('fact.kind'), value: t(`kind.${organisation.kind}`) },
          { term: t('fact.country'), value: <CountryName code={organisation.country} /> },
          ...(registrationNumber === undefined
            ? []
            : [
                {
                  term: t('fact.number'),
                  value: registrationNumber ? (
                    <>
                      <span className="ip-num">{registrationNumber}</span>
                      {registrationKind && <span className={css.quiet}>{t(`numberKind.${registrationKind}`)}</span>}
                    </>
                  ) : (
                    none
                  ),
                },
              ]),
          { term: t('fact.sector'), value: sector ? `${sector.code} ${sector.label}` : none },
          ...(employees === undefined
            ? []
            : [
                { term: t('fact.employees'), value: employees === null ? none : count(employees) },
                { term: t('fact.size'), value: <Size organisation={organisation} /> },
              ]),
          { term: t('fact.website'), value: website ? <Website address={website} /> : none },
          ...(address === undefined ? [] : [{ term: t('fact.address'), value: address || none }]),
          { term: t('fact.district'), value: district || none },
        ]}
      />
    </div>
  );
}

function Names({ organisation: { name } }: { organisation: Organisation }) {
  return NAME_KEYS.filter((key) => name[key]).map((key) => (
    <div key={key} lang={TAG_OF_NAME[key]}>
      {name[key]}
    </div>
  ));
}

function CountryName({ code }: { code: string }) {
  const countries = useQuery(referenceQuery(useLanguage(), 'countries')).data;
  return <>{countries?.find((one) => one.code === code)?.label ?? code}</>;
}

/** The class with the rule that gave it and who set the rule. */
function Size({ organisation: { size } }: { organisation: Organisation }) {
  const t = useWords('organisation');
  if (!size || size.class === 'unknown') return <span className={css.none}>{t('size.unknown')}</span>;
  return (
    <>
      {t(`size.class.${size.class}`)}
      <span className={css.quiet}>{t('size.rule', { rule: size.rule })}</span>
      <span className={css.quiet}>{t('size.source', { source: size.source })}</span>
    </>
  );
}

/** Whatever stands in the books: only an address of the web becomes a link. */
function Website({ address }: { address: string }) {
  if (!/^https?:\/\//.test(address)) return <>{address}</>;
  return (
    <a href={address} rel="noreferrer nofollow" target="_blank">
      {address}
    </a>
  );
}

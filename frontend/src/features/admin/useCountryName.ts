import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../hooks/useLanguage';
import { countriesQuery } from './queries';

/** A country by its name; by its code until the names are there. */
export function useCountryName(): (code: string) => string {
  const names = useQuery(countriesQuery(useLanguage())).data;
  return (code) => names?.get(code) ?? code;
}

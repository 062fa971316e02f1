import { queryOptions } from '@tanstack/react-query';
import { readAuthenticators, readEmails, readLinkedAccounts, readSessions, readState } from '../../lib/signInApi';

export const userQuery = queryOptions({
  queryKey: ['account', 'user'],
  queryFn: async ({ signal }) => {
    const state = await readState(signal);
    return state.name === 'signed_in' ? state.user : null;
  },
});

export const authenticatorsQuery = queryOptions({
  queryKey: ['account', 'authenticators'],
  queryFn: ({ signal }) => readAuthenticators(signal),
});

export const emailsQuery = queryOptions({
  queryKey: ['account', 'emails'],
  queryFn: ({ signal }) => readEmails(signal),
});

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: ({ signal }) => readSessions(signal),
  staleTime: 0,
});

export const linkedQuery = queryOptions({
  queryKey: ['account', 'linked'],
  queryFn: ({ signal }) => readLinkedAccounts(signal),
});
